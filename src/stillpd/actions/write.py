"""Write a note."""

from datetime import datetime

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.journal.first_page import Opened
from stillpd.model.days import long_day
from stillpd.model.entry import Note
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record
from stillpd.model.words import Circle


@record(kw_only=True)
class NewNote:
    """What a note is to say, and where it belongs."""

    body: str
    at: datetime
    goals: tuple[str, ...] = ()
    circle: Circle | None = None
    tags: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    starred: bool = False


def write_note(opened: Opened, new: NewNote, now: datetime) -> Saved:
    """Save a note. Raises InvalidInput for one without a word, or one that is no text."""
    body = new.body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not body.strip():
        raise InvalidInput("There is nothing to write down yet.", 'Try: stillpd write "a sentence"')
    changes = Changes(opened)
    entry = changes.add_entry(
        Note(
            at=new.at,
            body=body,
            goals=new.goals,
            circle=new.circle,
            tags=new.tags,
            share=new.share,
            starred=new.starred,
        )
    )
    words = f"a note of {long_day(new.at.date())}"
    return changes.save("write", words, now, ref=entry.ref, path=entry.path)
