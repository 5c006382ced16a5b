"""What a command that changes something answers."""

from stillpd.model.record import record


@record(kw_only=True)
class Saved:
    """Something is on disk. `words` say what, as the history does.

    `ref` and `path` name the entry or document (empty where there is none). `notes` are worth a
    line beside it: an empty circle, a copy of what somebody else saved at the same moment.
    """

    words: str
    ref: str = ""
    path: str = ""
    notes: tuple[str, ...] = ()
