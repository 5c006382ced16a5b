import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stillpd.journal.kept import history, undo
from stillpd.journal.operation import carry_out
from stillpd.journal.recover import pending, recover
from stillpd.journal.wanted import Create, Remove, Replace
from stillpd.model.errors import Unfinished

NOW = datetime(2025, 10, 24, 19, 5, tzinfo=UTC)
OLD = {"a.md": b"a old", "b.md": b"b old", "c.md": b"c old"}
NEW = {"a.md": b"a new", "b.md": b"b old", "d.md": b"d new"}
CHANGES = [
    Replace("a.md", b"a old", b"a new"),
    Create("d.md", b"d new"),
    Remove("c.md", b"c old"),
]


class CutOff(BaseException):
    """The power went: nothing after this runs."""


def cut_off(root, monkeypatch, at, changes=CHANGES):
    """Carry out `changes` and stop dead at the `at`th fsync; True if it got that far."""
    fsync, left = os.fsync, [at]

    def stop(fd):
        left[0] -= 1
        if not left[0]:
            raise CutOff
        fsync(fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stop)
        try:
            carry_out(root, "goal", "three files", changes, NOW)
        except CutOff:
            return True
    return False


def files_of(root):
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


def everything(root):
    return [path.read_bytes() for path in root.rglob("*") if path.is_file()]


@pytest.fixture
def old(root):
    for name, text in OLD.items():
        (root / name).write_bytes(text)
    carry_out(root, "write", "the first", [Create("e.md", b"e")], NOW)
    carry_out(root, "delete", "the first", [Remove("e.md", b"e")], NOW)
    return root


CUTS = range(1, 12)


@pytest.mark.parametrize("at", CUTS)
def test_wherever_it_is_cut_off_recover_finishes_or_names_what_waits(old, monkeypatch, at):
    cut = cut_off(old, monkeypatch, at)
    begun = any(one.begun for one in pending(old))
    done = recover(old, NOW)

    assert cut or not done
    assert files_of(old) == (NEW if begun or not cut else OLD)
    assert pending(old) == ()
    assert recover(old, NOW) == ()
    for one in done:
        assert one.how == ("finished" if begun else "never-begun")
        for path in one.paths if one.how == "never-begun" else ():
            assert (old / path).is_file()
    for text in OLD.values():
        assert text in everything(old)


@pytest.mark.parametrize("at", CUTS)
def test_wherever_it_is_cut_off_recover_can_take_it_back(old, monkeypatch, at):
    cut = cut_off(old, monkeypatch, at)
    begun = any(one.begun for one in pending(old))
    recover(old, NOW, back=True)

    assert files_of(old) == (OLD if cut else NEW)
    assert pending(old) == ()
    if begun:
        for text in (*OLD.values(), *NEW.values()):
            assert text in everything(old)


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("again", range(1, 5))
def test_recovering_may_itself_be_cut_off(old, monkeypatch, again, back):
    assert cut_off(old, monkeypatch, 8)
    fsync, left = os.fsync, [again]

    def stop(fd):
        left[0] -= 1
        if not left[0]:
            raise CutOff
        fsync(fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stop)
        with suppress(CutOff):
            recover(old, NOW, back=back)
    recover(old, NOW, back=back)

    assert files_of(old) == (OLD if back else NEW)
    assert pending(old) == ()


def _begun(root, monkeypatch, changes=CHANGES):
    """Cut it off where it has just begun, with no file changed yet or some."""
    at = next(at for at in CUTS if _is_begun_at(root, monkeypatch, at, changes))
    assert at


def _is_begun_at(root, monkeypatch, at, changes):
    assert cut_off(root, monkeypatch, at, changes)
    return any(one.begun for one in pending(root))


def test_an_operation_on_several_files_stands_in_the_way_until_recovered(old, monkeypatch):
    _begun(old, monkeypatch)
    with pytest.raises(Unfinished) as caught:
        carry_out(old, "write", "w", [Create("x.md", b"x")], NOW)

    assert "stillpd recover" in caught.value.hint
    recover(old, NOW)
    carry_out(old, "write", "w", [Create("x.md", b"x")], NOW)


def test_an_operation_on_one_file_is_finished_by_the_next_command(old, monkeypatch):
    _begun(old, monkeypatch, [Replace("a.md", b"a old", b"a new")])
    carry_out(old, "write", "w", [Create("x.md", b"x")], NOW)

    assert files_of(old) == {**OLD, "a.md": b"a new", "x.md": b"x"}
    assert [one.command for one in history(old)][:2] == ["write", "goal"]


def test_what_was_recovered_can_be_undone(old, monkeypatch):
    _begun(old, monkeypatch)
    recover(old, NOW)
    undo(old, NOW)

    assert files_of(old) == OLD


def test_what_was_taken_back_is_not_undone_again(old, monkeypatch):
    _begun(old, monkeypatch)
    recover(old, NOW, back=True)
    undo(old, NOW)

    assert files_of(old) == {**OLD, "e.md": b"e"}


def test_a_hand_edit_made_meanwhile_is_kept_and_named(old, monkeypatch):
    _begun(old, monkeypatch)
    (old / "a.md").write_bytes(b"a by hand")
    (old / "c.md").write_bytes(b"c by hand")
    (old / "d.md").write_bytes(b"d by hand")
    done = next(one for one in recover(old, NOW) if one.how == "finished")

    found = files_of(old)
    assert found.pop("a.md") == b"a by hand"
    assert found.pop("d.md") == b"d by hand"
    assert found.pop("c.md") == b"c by hand"
    assert found.pop("b.md") == b"b old"
    assert sorted(found.values()) == [b"a new", b"d new"]
    assert sorted(done.conflicts) == sorted([*found, "c.md"])
    assert done.paths == ()


@pytest.mark.parametrize(
    "record", [b"", b"\xff", b"name = 3", b"<<<<<<< HEAD\n", b"[[change]]\npath = 'a.md'\n"]
)
def test_a_record_that_cannot_be_read_is_set_aside_not_dropped(old, record):
    (old / ".stillpd/pending.toml").write_bytes(record)
    with pytest.raises(Unfinished):
        carry_out(old, "write", "w", [Create("x.md", b"x")], NOW)
    [done] = recover(old, NOW)

    assert done.how == "unreadable"
    assert (old / done.paths[0]).read_bytes() == record
    assert files_of(old) == OLD
    assert pending(old) == ()


def test_a_record_that_points_elsewhere_moves_nothing(old, tmp_path):
    (tmp_path / "outside").write_bytes(b"outside")
    record = (
        'name = "20251024T190500Z-x-9"\nmoment = 2025-10-24T19:05:00Z\ncommand = "x"\nwords = ""\n'
        '[[change]]\npath = "../outside"\nkind = "removed"\nkept = "1-a"\n'
        'before = "0"\n'
    )
    (old / ".stillpd/pending.toml").write_text(record)
    with pytest.raises(Unfinished):
        carry_out(old, "write", "w", [Create("x.md", b"x")], NOW)
    [done] = recover(old, NOW)

    assert done.how == "unreadable"
    assert Path(tmp_path / "outside").read_bytes() == b"outside"


def test_looking_for_what_is_pending_writes_nothing(old, monkeypatch):
    _begun(old, monkeypatch)
    before = {path: path.lstat().st_mtime_ns for path in old.rglob("*")}
    pending(old)

    assert {path: path.lstat().st_mtime_ns for path in old.rglob("*")} == before
