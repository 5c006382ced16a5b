"""What is wrong inside somebody's files: told beside the result, never in its way."""

from stillpd.model.record import record


@record
class Problem:
    """One thing in one file that could not be read as meant.

    `path` is relative to the journal, with forward slashes. `line` counts from 1 (0: unknown).
    `code` is stable ("bad-date"); `message` holds at most the value at fault;
    `hint` is what to do about it.
    """

    path: str
    line: int
    code: str
    message: str
    hint: str = ""

    @property
    def place(self) -> str:
        """The file, and the line where it is known: goals/cer.toml:12."""
        return f"{self.path}:{self.line}" if self.line else self.path
