import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from stillpd.journal.drafts import discard, drafts, save
from stillpd.journal.places import drafts_folder
from stillpd.model.errors import NotSaved

NOW = datetime(2025, 10, 24, 19, 5, tzinfo=UTC)


def test_a_draft_is_private_and_lies_outside_the_journal(root):
    path = save(root, "note-kx7q2m", "Grüße\n", NOW)

    assert path.read_text("utf-8") == "Grüße\n"
    assert path.parent == drafts_folder(root)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(root.iterdir()) == []


def test_a_later_draft_takes_the_place_of_the_earlier(root):
    save(root, "note", "one", NOW)
    path = save(root, "note", "two", NOW)

    assert path.read_text("utf-8") == "two"
    assert [file.name for file in path.parent.iterdir()] == ["note.md"]


def test_drafts_are_listed_newest_first_with_their_moment(root):
    save(root, "old", "1", NOW)
    save(root, "new", "2", NOW + timedelta(hours=1))

    assert [(one.name, one.moment) for one in drafts(root)] == [
        ("new", NOW + timedelta(hours=1)),
        ("old", NOW),
    ]


def test_without_a_journal_there_are_drafts_too(root):
    path = save(None, "note", "one", NOW)

    assert [one.path for one in drafts(None)] == [path]
    assert drafts(root) == ()


def test_a_discarded_draft_is_gone_and_may_be_gone_already(root):
    path = save(root, "note", "one", NOW)
    discard(path)
    discard(path)

    assert drafts(root) == ()


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "", "..", "a\0b", "é" * 300])
def test_no_name_leads_out_of_the_folder(root, name):
    path = save(root, name, "one", NOW)

    assert path.parent == drafts_folder(root)


def test_loose_surrogates_do_not_stop_a_draft(root):
    assert save(root, "note", "a\ud800\udce9", NOW).exists()


def test_a_state_folder_that_cannot_be_written_is_stood_in_for(root, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    path = save(root, "note", "one", NOW)

    assert path.parent.parent == tmp_path
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.path for one in drafts(root)] == [path]


def test_a_folder_that_others_could_read_gets_no_draft(root, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / f"stillpd-drafts-{os.getuid()}").mkdir(mode=0o755)
    path = save(root, "note", "one", NOW)

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_when_no_folder_takes_it_the_error_holds_no_word_of_it(root, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    with pytest.raises(NotSaved) as caught:
        save(root, "note", "SECRET", NOW)

    assert "SECRET" not in caught.value.message + caught.value.hint
