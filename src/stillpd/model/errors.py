"""What can stop a command.

An error stops the command and carries a stable `code`, one sentence and a next step.
Raising one changes nothing. What is wrong inside somebody's files does not stop anything:
that is a `Problem`, a value carried beside the result (problem.py).
Which exit code belongs to which error is the business of cli/boundary.py alone.
"""


class StillpdError(Exception):
    """Something that stops a command, told in words for the person who typed it."""

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(StillpdError):
    """What was asked makes no sense as it stands: an unknown circle, a date that is none."""

    code = "invalid"


class AlreadyExists(StillpdError):
    """A thing of that name is there already, and we never write over it."""

    code = "exists"


class NewerFormat(StillpdError):
    """The journal was written by a newer stillpd than this one."""

    code = "newer-format"


class NotFound(StillpdError):
    """Nothing answers to that name."""

    code = "not-found"


class Ambiguous(StillpdError):
    """More than one thing begins like that; the message lists them."""

    code = "ambiguous"


class NoJournal(StillpdError):
    """There is no journal here yet."""

    code = "no-journal"


class ChangedOnDisk(StillpdError):
    """Somebody else changed the file meanwhile; both versions are kept."""

    code = "changed"


class Busy(StillpdError):
    """Another stillpd is writing just now."""

    code = "busy"


class Unfinished(StillpdError):
    """An earlier command was cut off between its files: recover it first."""

    code = "unfinished"


class TooMany(StillpdError):
    """It would take away more files at once than anyone means to; nothing was touched."""

    code = "mass-change"


class NotSaved(StillpdError):
    """The words could not be put on disk; the hint says where the draft is."""

    code = "not-saved"


class EditorTrouble(StillpdError):
    """The editor could not be started or said that it went wrong."""

    code = "editor"


class Private(StillpdError):
    """It would show something private."""

    code = "private"
