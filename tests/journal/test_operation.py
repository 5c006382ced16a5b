import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b

import pytest

from stillpd.journal import swap
from stillpd.journal.operation import Done, carry_out
from stillpd.journal.swap import read_steady
from stillpd.journal.wanted import Create, Remove, Replace
from stillpd.model.errors import AlreadyExists, ChangedOnDisk, InvalidInput, NotSaved, TooMany

NOW = datetime(2025, 10, 24, 15, 5, tzinfo=timezone(timedelta(hours=-4)))
NOTE = "entries/2025/10/note.md"


def files_of(root):
    """Every file outside .stillpd, with its bytes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".stillpd" not in path.parts
    }


def kept_of(root, name):
    folder = root / ".stillpd" / "kept" / name
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_created_file_is_there_private_and_in_private_folders(root):
    done = carry_out(root, "write", "a note of 24 October", [Create(NOTE, b"still")], NOW)

    assert done == Done("20251024T190500Z-write-1", (NOTE,), ())
    assert files_of(root) == {NOTE: b"still"}
    assert stat.S_IMODE((root / NOTE).stat().st_mode) == 0o600
    assert (root / NOTE).stat().st_nlink == 1
    for folder in (root / "entries", root / "entries/2025/10", root / ".stillpd/kept"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folders_are_closed_to_others_whatever_the_umask(root):
    before = os.umask(0)
    try:
        carry_out(root, "write", "w", [Create(NOTE, b"still")], NOW)
    finally:
        os.umask(before)

    assert stat.S_IMODE((root / "entries/2025").stat().st_mode) == 0o700


def test_the_record_says_what_was_done(root):
    carry_out(root, "write", "a note", [Create(NOTE, b"one")], NOW)
    done = carry_out(root, "edit", 'the "note"', [Replace(NOTE, b"one", b"two")], NOW)

    one = blake2b(b"one", digest_size=16).hexdigest()
    two = blake2b(b"two", digest_size=16).hexdigest()
    assert kept_of(root, done.name) == {
        "1-note.md": b"one",
        "op.toml": (
            'name = "20251024T190500Z-edit-2"\n'
            "moment = 2025-10-24T19:05:00+00:00\n"
            'command = "edit"\n'
            'words = "the \\"note\\""\n'
            "[[change]]\n"
            f'path = "{NOTE}"\n'
            'kind = "replaced"\n'
            f'before = "{one}"\n'
            f'after = "{two}"\n'
            'kept = "1-note.md"\n'
            'staged = "1-note.md"\n'
        ).encode(),
    }


def test_the_very_inode_that_was_replaced_is_kept(root):
    carry_out(root, "write", "w", [Create(NOTE, b"one")], NOW)
    with (root / NOTE).open("r+b") as editor:
        done = carry_out(root, "edit", "e", [Replace(NOTE, b"one", b"two")], NOW)
        editor.write(b"ONE, saved late")

    assert files_of(root) == {NOTE: b"two"}
    assert kept_of(root, done.name)["1-note.md"] == b"ONE, saved late"


def test_a_removed_file_is_kept(root):
    carry_out(root, "write", "w", [Create(NOTE, b"one")], NOW)
    done = carry_out(root, "delete", "d", [Remove(NOTE, b"one")], NOW)

    assert files_of(root) == {}
    assert kept_of(root, done.name)["1-note.md"] == b"one"


def test_nothing_is_left_under_way(root):
    carry_out(root, "write", "w", [Create("a", b"1"), Create("b", b"2")], NOW)

    assert sorted(path.name for path in (root / ".stillpd").iterdir()) == ["kept", "last"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_a_replaced_file_keeps_its_mode(root, mode):
    (root / "a.md").write_bytes(b"one")
    (root / "a.md").chmod(mode)
    carry_out(root, "edit", "e", [Replace("a.md", b"one", b"two")], NOW)

    assert stat.S_IMODE((root / "a.md").stat().st_mode) == mode


def test_a_taken_path_is_never_written_over(root):
    (root / "a.md").write_bytes(b"theirs")

    with pytest.raises(AlreadyExists):
        carry_out(root, "write", "w", [Create("a.md", b"ours")], NOW)
    assert files_of(root) == {"a.md": b"theirs"}


def test_a_file_behind_a_link_is_made_where_the_link_points(root):
    (root / "a.md").symlink_to(root / "gone.md")
    # The link means gone.md, which is free: the file is made there, the link stays a link.
    carry_out(root, "write", "w", [Create("a.md", b"ours")], NOW)

    assert (root / "a.md").is_symlink()
    assert (root / "gone.md").read_bytes() == b"ours"


def test_a_changed_file_is_left_and_the_new_text_set_beside(root):
    (root / "goals").mkdir()
    (root / "goals/cer.toml").write_bytes(b"theirs")

    with pytest.raises(ChangedOnDisk) as caught:
        carry_out(root, "edit", "e", [Replace("goals/cer.toml", b"old", b"ours")], NOW)

    found = files_of(root)
    assert found.pop("goals/cer.toml") == b"theirs"
    [(copy, text)] = found.items()
    assert text == b"ours"
    assert copy.startswith("goals/cer.conflict-20251024T190500Z-")
    assert copy.endswith(".toml")
    assert copy in caught.value.hint


def test_a_second_conflict_has_a_name_of_its_own(root):
    (root / "a.md").write_bytes(b"theirs")
    for text in (b"ours", b"ours too"):
        with pytest.raises(ChangedOnDisk):
            carry_out(root, "edit", "e", [Replace("a.md", b"old", text)], NOW)

    assert sorted(files_of(root).values()) == [b"ours", b"ours too", b"theirs"]


def test_a_file_that_went_is_not_made_again_but_the_text_is_kept(root):
    with pytest.raises(ChangedOnDisk):
        carry_out(root, "edit", "e", [Replace("x/a.md", b"old", b"ours")], NOW)

    assert not (root / "x/a.md").exists()
    assert list(files_of(root).values()) == [b"ours"]


def test_of_a_refused_operation_every_new_text_is_kept(root):
    (root / "a.md").write_bytes(b"theirs")
    wanted = [Create("b.md", b"new b"), Replace("a.md", b"old", b"new a")]
    with pytest.raises(ChangedOnDisk):
        carry_out(root, "edit", "e", wanted, NOW)

    assert not (root / "b.md").exists()
    assert (root / "a.md").read_bytes() == b"theirs"
    everything = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    assert b"new a" in everything
    assert b"new b" in everything


def test_a_file_to_remove_that_was_changed_stays(root):
    (root / "a.md").write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk):
        carry_out(root, "delete", "d", [Remove("a.md", b"old")], NOW)

    assert files_of(root) == {"a.md": b"theirs"}


def test_a_linked_file_is_changed_where_it_lives_and_stays_linked(root):
    (root / "far").mkdir()
    (root / "far/real.md").write_bytes(b"one")
    (root / "a.md").symlink_to("far/real.md")
    carry_out(root, "edit", "e", [Replace("a.md", b"one", b"two")], NOW)

    assert (root / "a.md").is_symlink()
    assert (root / "far/real.md").read_bytes() == b"two"


def test_a_link_out_of_the_journal_is_refused(root, tmp_path):
    (tmp_path / "outside.md").write_bytes(b"one")
    (root / "a.md").symlink_to(tmp_path / "outside.md")
    (root / "d").symlink_to(tmp_path)

    with pytest.raises(InvalidInput):
        carry_out(root, "edit", "e", [Replace("a.md", b"one", b"two")], NOW)
    with pytest.raises(InvalidInput):
        carry_out(root, "write", "w", [Create("d/new.md", b"two")], NOW)
    assert (tmp_path / "outside.md").read_bytes() == b"one"
    assert not (tmp_path / "new.md").exists()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/x",
        "../x",
        "a/../b",
        "a//b",
        "./a",
        "a/",
        "a\0b",
        "\udc80",
        ".git/hooks/x",
        ".stillpd/kept/x",
        ".stillpd/pending.toml",
        ".stillpd/last",
    ],
)
def test_a_path_that_is_not_plain_is_refused(root, path):
    with pytest.raises(InvalidInput):
        carry_out(root, "write", "w", [Create(path, b"x")], NOW)
    assert list(root.iterdir()) == []


def test_the_same_file_twice_is_refused(root):
    (root / "b").symlink_to("a")
    with pytest.raises(InvalidInput):
        carry_out(root, "write", "w", [Create("a", b"x"), Create("b", b"y")], NOW)


def test_more_than_ten_removals_ask_first(root):
    for number in range(11):
        (root / f"{number}.md").write_bytes(b"x")
    going = [Remove(f"{number}.md", b"x") for number in range(11)]

    with pytest.raises(TooMany):
        carry_out(root, "delete", "d", going, NOW)
    assert len(files_of(root)) == 11
    carry_out(root, "delete", "d", going[:10], NOW)
    assert len(files_of(root)) == 1


def test_many_removals_go_through_when_meant(root):
    for number in range(11):
        (root / f"{number}.md").write_bytes(b"x")
    going = [Remove(f"{number}.md", b"x") for number in range(11)]
    carry_out(root, "delete", "d", going, NOW, allow_many=True)

    assert files_of(root) == {}


def test_a_change_that_changes_nothing_is_no_operation(root):
    (root / "a").write_bytes(b"x")
    inode = (root / "a").stat().st_ino
    done = carry_out(root, "edit", "e", [Replace("a", b"x", b"x")], NOW)

    assert done == Done("", (), ())
    assert (root / "a").stat().st_ino == inode


def test_operations_are_numbered_in_the_order_done_whatever_the_clock(root):
    first = carry_out(root, "write", "w", [Create("a", b"1")], NOW)
    second = carry_out(root, "write", "w", [Create("b", b"1")], NOW - timedelta(days=400))
    (root / ".stillpd/last").unlink()
    third = carry_out(root, "Write it!", "w", [Create("c", b"1")], NOW)

    names = [first.name, second.name, third.name]
    assert names == [
        "20251024T190500Z-write-1",
        "20240919T190500Z-write-2",
        "20251024T190500Z-write-it-3",
    ]


def test_a_disk_that_cannot_be_written_leaves_no_trace(root, monkeypatch):
    carry_out(root, "write", "w", [Create("a", b"1")], NOW)
    before = sorted(path.name for path in (root / ".stillpd/kept").iterdir())
    monkeypatch.setattr(os, "fsync", _fail)

    with pytest.raises(NotSaved):
        carry_out(root, "write", "w", [Create("b", b"SECRET")], NOW)
    assert sorted(path.name for path in (root / ".stillpd/kept").iterdir()) == before
    assert files_of(root) == {"a": b"1"}


def _fail(fd):
    raise OSError(5, "Input/output error")


@pytest.mark.parametrize("kind", ["no-exchange", "no-links", "neither"])
def test_poorer_file_systems_give_the_same_result(root, monkeypatch, kind):
    """Network and memory-stick file systems know no exchange, or no links."""
    if kind != "no-links":
        monkeypatch.setattr(swap, "exchange", lambda *_names: False)
    if kind != "no-exchange":
        monkeypatch.setattr("pathlib.Path.hardlink_to", _no_links)
    if kind == "neither":
        monkeypatch.setattr(swap, "rename_to_free", lambda *_names: False)

    carry_out(root, "write", "w", [Create("a", b"1"), Create("b", b"x")], NOW)
    done = carry_out(root, "edit", "e", [Replace("a", b"1", b"2")], NOW)
    with pytest.raises(AlreadyExists):
        carry_out(root, "write", "w", [Create("a", b"3")], NOW)
    carry_out(root, "delete", "d", [Remove("b", b"x")], NOW)

    assert files_of(root) == {"a": b"2"}
    assert kept_of(root, done.name)["1-a"] == b"1"


def _no_links(self, target):
    raise OSError(1, "Operation not permitted")


def test_a_file_system_mounted_inside_the_journal_gives_the_same_result(root, monkeypatch):
    """`evidence/` on another disk: nothing can be renamed across."""
    link, rename = type(root).hardlink_to, type(root).rename

    def far(one, other):
        return ("far" in str(one)) != ("far" in str(other))

    def hardlink_to(self, target):
        if far(self, target):
            raise OSError(18, "Invalid cross-device link")
        link(self, target)

    def rename_near(self, target):
        if far(self, target):
            raise OSError(18, "Invalid cross-device link")
        return rename(self, target)

    exchange = swap.exchange
    monkeypatch.setattr("pathlib.Path.hardlink_to", hardlink_to)
    monkeypatch.setattr("pathlib.Path.rename", rename_near)
    monkeypatch.setattr(swap, "exchange", lambda a, b: not far(a, b) and exchange(a, b))

    carry_out(root, "write", "w", [Create("far/a", b"1")], NOW)
    edit = carry_out(root, "edit", "e", [Replace("far/a", b"1", b"2")], NOW)
    gone = carry_out(root, "delete", "d", [Remove("far/a", b"2")], NOW)

    assert files_of(root) == {}
    assert kept_of(root, edit.name)["1-a"] == b"1"
    assert kept_of(root, gone.name)["1-a"] == b"2"


def test_steady_reading_refuses_what_is_no_plain_file(root):
    os.mkfifo(root / "pipe")
    with pytest.raises(OSError, match="plain"):
        read_steady(root / "pipe")


def test_the_moment_needs_no_particular_zone(root):
    done = carry_out(root, "write", "w", [Create("a", b"1")], NOW.astimezone(UTC))

    assert done.name == "20251024T190500Z-write-1"
