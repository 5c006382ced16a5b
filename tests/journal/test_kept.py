import os
from datetime import UTC, datetime, timedelta

import pytest

from stillpd.journal.kept import (
    broken,
    history,
    kept_versions,
    purge,
    redo,
    removed,
    restore,
    undo,
)
from stillpd.journal.operation import carry_out
from stillpd.journal.pruning import prune
from stillpd.journal.wanted import Create, Remove, Replace
from stillpd.model.errors import (
    AlreadyExists,
    ChangedOnDisk,
    InvalidInput,
    NotFound,
    Unfinished,
)

NOW = datetime(2025, 10, 24, 19, 5, tzinfo=UTC)


def create(root, path="a.md", text=b"one"):
    return carry_out(root, "write", f"wrote {path}", [Create(path, text)], NOW)


def edit(root, old, new, path="a.md"):
    return carry_out(root, "edit", f"edited {path}", [Replace(path, old, new)], NOW)


def delete(root, old, path="a.md"):
    return carry_out(root, "delete", f"deleted {path}", [Remove(path, old)], NOW)


def text(root, path="a.md"):
    return (root / path).read_bytes() if (root / path).exists() else None


def test_history_is_newest_first_and_says_what_was_done(root):
    create(root)
    edit(root, b"one", b"two")

    told = [(one.command, one.words, one.undone, one.moment) for one in history(root)]
    assert told == [("edit", "edited a.md", False, NOW), ("write", "wrote a.md", False, NOW)]


def test_a_journal_without_history_has_none(root):
    assert history(root) == ()
    assert removed(root) == ()
    with pytest.raises(NotFound):
        undo(root, NOW)
    with pytest.raises(NotFound):
        redo(root, NOW)


def test_undo_goes_further_back_each_time_and_redo_comes_forward(root):
    create(root)
    edit(root, b"one", b"two")
    edit(root, b"two", b"three")
    delete(root, b"three")

    seen = []
    for step in (undo, undo, undo, undo, redo, redo, redo, redo):
        step(root, NOW)
        seen.append(text(root))
    assert seen == [b"three", b"two", b"one", None, b"one", b"two", b"three", None]
    with pytest.raises(NotFound):
        redo(root, NOW)


def test_undo_after_redo_takes_back_the_same_again(root):
    create(root)
    edit(root, b"one", b"two")
    undo(root, NOW)
    redo(root, NOW)
    again = undo(root, NOW)

    assert text(root) == b"one"
    assert again.operation.words == "edited a.md"


def test_redo_ends_where_something_new_was_done(root):
    create(root)
    edit(root, b"one", b"two")
    undo(root, NOW)
    create(root, "b.md")

    with pytest.raises(NotFound):
        redo(root, NOW)


def test_history_says_what_stands_undone(root):
    create(root)
    edit(root, b"one", b"two")
    undo(root, NOW)

    assert [(one.command, one.undone) for one in history(root)] == [
        ("undo", False),
        ("edit", True),
        ("write", False),
    ]
    redo(root, NOW)
    assert [(one.command, one.undone) for one in history(root)] == [
        ("redo", False),
        ("undo", True),
        ("edit", False),
        ("write", False),
    ]


def test_several_files_are_taken_back_together(root):
    create(root)
    wanted = [Replace("a.md", b"one", b"two"), Create("b.md", b"new")]
    carry_out(root, "goal", "two files", wanted, NOW)
    undo(root, NOW)

    assert (text(root), text(root, "b.md")) == (b"one", None)


def test_a_file_edited_by_hand_since_is_not_undone_and_both_versions_stay(root):
    create(root)
    done = edit(root, b"one", b"two")
    (root / "a.md").write_bytes(b"by hand")

    with pytest.raises(ChangedOnDisk, match=r"a\.md"):
        undo(root, NOW)
    assert text(root) == b"by hand"
    assert (root / ".stillpd/kept" / done.name / "1-a.md").read_bytes() == b"one"
    assert sorted(path.name for path in root.iterdir()) == [".stillpd", "a.md"]


def test_an_edit_of_a_file_that_moved_is_not_undone(root):
    create(root)
    edit(root, b"one", b"two")
    (root / "a.md").rename(root / "b.md")

    with pytest.raises(ChangedOnDisk, match="moved or removed"):
        undo(root, NOW)
    assert text(root, "b.md") == b"two"


def test_a_removal_is_not_undone_over_another_file(root):
    create(root)
    delete(root, b"one")
    (root / "a.md").write_bytes(b"new")

    with pytest.raises(ChangedOnDisk):
        undo(root, NOW)
    assert text(root) == b"new"


def test_undo_says_when_the_old_version_is_gone(root):
    create(root)
    done = edit(root, b"one", b"two")
    (root / ".stillpd/kept" / done.name / "1-a.md").unlink()

    with pytest.raises(NotFound):
        undo(root, NOW)
    assert text(root) == b"two"


def test_a_removed_file_comes_back_as_it_was(root):
    create(root)
    (root / "a.md").chmod(0o644)
    delete(root, b"one")
    assert [version.path for version in removed(root)] == ["a.md"]

    restore(root, "a.md", "its return", NOW)
    assert text(root) == b"one"
    assert (root / "a.md").stat().st_mode & 0o777 == 0o644
    assert removed(root) == ()


def test_a_moved_file_is_not_a_removed_one(root):
    create(root)
    carry_out(root, "move", "m", [Remove("a.md", b"one"), Create("b.md", b"one")], NOW)

    assert removed(root) == ()


def test_restoring_refuses_what_is_there_and_what_never_was(root):
    create(root)
    with pytest.raises(AlreadyExists):
        restore(root, "a.md", "its return", NOW)
    with pytest.raises(NotFound):
        restore(root, "b.md", "its return", NOW)


def test_every_version_of_a_file_is_found(root):
    create(root)
    edit(root, b"one", b"two")
    edit(root, b"two", b"three")

    found = [version.file.read_bytes() for version in kept_versions(root, "a.md")]
    assert found == [b"two", b"one"]


def test_foreign_and_broken_folders_are_passed_over(root):
    create(root)
    kept = root / ".stillpd/kept"
    (kept / "20251024T190500Z-write-7").mkdir()
    (kept / "20251024T190500Z-write-8").mkdir()
    (kept / "20251024T190500Z-write-8/op.toml").write_bytes(b"\xff\x00 = [[[")
    (kept / "20251024T190500Z-write-9").mkdir()
    evil = (kept / "20251024T190500Z-write-1/op.toml").read_text().replace("-1", "-9")
    evil = evil.replace('staged = "1-a.md"', 'kept = "../../../../etc/passwd"')
    (kept / "20251024T190500Z-write-9/op.toml").write_text(evil)
    (kept / "somebody's").mkdir()
    (kept / "99999999T999999Z-x-1").mkdir()
    (kept / ".DS_Store").write_bytes(b"")

    assert [one.name for one in history(root)] == ["20251024T190500Z-write-1"]
    assert [problem.path for problem in broken(root)] == [
        ".stillpd/kept/20251024T190500Z-write-9/op.toml",
        ".stillpd/kept/20251024T190500Z-write-8/op.toml",
    ]


def test_a_record_that_points_out_of_the_journal_is_not_followed(root, tmp_path):
    (tmp_path / "outside").write_bytes(b"one")
    create(root)
    record = root / ".stillpd/kept/20251024T190500Z-write-1/op.toml"
    record.write_text(record.read_text().replace('"a.md"', '"../outside"'))

    with pytest.raises(InvalidInput):
        undo(root, NOW)
    assert (tmp_path / "outside").read_bytes() == b"one"


def _aged(root, days):
    """Make all that is kept look `days` older to the file system."""
    for folder in (root / ".stillpd/kept").iterdir():
        seen = folder.stat().st_mtime - days * 86400
        os.utime(folder, (seen, seen))


def _sixty(root):
    for number in range(60):
        create(root, f"{number}.md")


def test_what_is_old_and_not_among_the_last_fifty_is_dropped(root):
    _sixty(root)
    _aged(root, 91)

    assert prune(root, NOW + timedelta(days=89)) == 0
    assert prune(root, NOW + timedelta(days=91)) == 10
    assert len(history(root)) == 50
    assert history(root)[-1].words == "wrote 10.md"


def test_an_as_of_far_ahead_drops_nothing_that_is_young(root):
    _sixty(root)

    assert prune(root, NOW + timedelta(days=4000)) == 0


def test_the_first_change_of_a_day_prunes(root):
    _sixty(root)
    _aged(root, 91)
    later = NOW + timedelta(days=91)
    carry_out(root, "write", "w", [Create("x.md", b"x")], later)

    assert len(history(root)) == 50
    _aged(root, 91)
    carry_out(root, "write", "w", [Create("y.md", b"x")], later)
    assert len(history(root)) == 51


def test_purge_drops_what_its_user_says(root):
    create(root)
    edit(root, b"one", b"two")
    carry_out(root, "write", "w", [Create("b.md", b"x")], NOW + timedelta(days=1))

    assert purge(root, NOW + timedelta(hours=1), NOW + timedelta(days=2)) == 2
    assert [one.words for one in history(root)] == ["w"]
    assert purge(root, None, NOW) == 1
    assert history(root) == ()
    assert (text(root), text(root, "b.md")) == (b"two", b"x")


def test_purge_refuses_a_moment_to_come_and_an_unfinished_operation(root):
    create(root)
    with pytest.raises(InvalidInput):
        purge(root, NOW + timedelta(days=1), NOW)
    (root / ".stillpd/pending.toml").write_bytes(b"")
    with pytest.raises(Unfinished):
        purge(root, None, NOW)
    assert len(history(root)) == 1
