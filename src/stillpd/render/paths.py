"""Folders as people say and type them."""

from pathlib import Path
from shlex import quote


def said_path(path: str) -> str:
    """Return a path to read: the home folder as ~."""
    inside = _inside_home(path)
    return f"~/{inside}" if inside else path


def typed_path(path: str) -> str:
    """Return a path as it can be typed into a shell."""
    inside = _inside_home(path)
    return f"~/{quote(inside)}" if inside else quote(path)


def _inside_home(path: str) -> str:
    try:
        return str(Path(path).relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return ""
