"""Copy a question set into the journal, to make it one's own."""

from dataclasses import replace
from datetime import datetime

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.journal.first_page import Opened
from stillpd.journal.names import check_name
from stillpd.journal.shipped import shipped_text
from stillpd.journal.wanted import Create
from stillpd.model.errors import AlreadyExists
from stillpd.model.journal import Journal


def copy_protocol(
    opened: Opened, journal: Journal, name: str, new_name: str, now: datetime
) -> Saved:
    """Put a copy of a question set into the journal's protocols, its comments with it.

    Under its own name it takes the place of the shipped one. Raises AlreadyExists where the
    journal has one of that name, InvalidInput for what is no name.
    """
    made = check_name(new_name or name, "protocol")
    path = f"protocols/{made}.toml"
    if made in journal.protocols:
        raise AlreadyExists(
            f"There is a protocol “{made}” of your own already.",
            f"Open {opened.root / path}, or give the copy another name: "
            f"stillpd protocol copy {name} NAME",
        )
    changes = Changes(opened)
    if name in journal.protocols:
        raw = (opened.root / "protocols" / f"{name}.toml").read_bytes()
    else:
        raw = shipped_text(name)
    changes.wanted.append(Create(path, raw))
    words = f"the protocol {made}" + (f", a copy of {name}" if made != name else "")
    saved = changes.save("protocol", words, now, path=path)
    return replace(saved, notes=(*saved.notes, f"Make it your own: {opened.root / path}"))
