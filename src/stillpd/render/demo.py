"""Dana Okafor's year, for somebody who looks at stillpd for the first time."""

from datetime import date

from stillpd.model.days import long_day
from stillpd.render.page import Gap, Page, Para, Rows, command, dim, strong, text
from stillpd.render.paths import said_path, typed_path


def page(day: date, today: Page, progress: Page) -> Page:
    """Return whose year this is, its two screens, and what to try next."""
    said = f"as it stood on {long_day(day)}. She is invented; the school year is meant to be real."
    return (
        Para(text("This is the journal of ", strong("Dana Okafor"), ", a biology teacher, ", said)),
        Gap(),
        Para(text(dim("What she sees when she types "), command("stillpd"), dim(":"))),
        Gap(),
        *today,
        Gap(),
        Para(text(dim("And when she types "), command("stillpd progress"), dim(":"))),
        Gap(),
        *progress,
        Gap(),
        Para(text("Try next:")),
        _tries(
            ("stillpd demo dana", "a copy of her journal to play with"),
            ("stillpd init", "a journal of your own"),
        ),
    )


def copied(path: str, files: int, day: date) -> Page:
    """Return where the copy is, and how to use it."""
    there = typed_path(path)
    return (
        Para(text("Saved: Dana Okafor's journal in ", strong(said_path(path)), f", {files} files")),
        Gap(),
        Para(text(f"Her year is best seen as of {long_day(day)}:")),
        _tries(
            (f"stillpd -j {there} --as-of {day}", "today"),
            (f"stillpd progress cer -j {there} --as-of {day}", "one goal"),
            (f"stillpd log -j {there} --as-of {day}", "what she wrote"),
            (f'stillpd write "…" -j {there} --as-of {day}', "write in it"),
        ),
        Gap(),
        Para(text(dim("It is yours to change. Your own journal is left out of this."))),
    )


def _tries(*rows: tuple[str, str]) -> Rows:
    return Rows(tuple((text(command(typed)), text(told)) for typed, told in rows))
