"""Where things are kept is where platformdirs says."""

import platformdirs
import pytest

from stillpd.journal.places import user_folder


@pytest.mark.parametrize("kind", ["config", "state", "data"])
@pytest.mark.parametrize("said", [None, "", "  ", "/elsewhere", "/with space/é"])
def test_the_users_folders_are_those_of_platformdirs(monkeypatch, tmp_path, kind, said):
    monkeypatch.setenv("HOME", str(tmp_path))
    name = f"XDG_{kind.upper()}_HOME"
    monkeypatch.delenv(name, raising=False) if said is None else monkeypatch.setenv(name, said)

    assert user_folder(kind) == getattr(platformdirs, f"user_{kind}_path")("stillpd")
