"""Another's program, asked as a list of words: no shell, a time limit, its words in plain C."""

import os
import subprocess
from collections.abc import Mapping, Sequence

from stillpd.model.record import record

_PATIENCE = 20.0
_NOT_FOUND = 127
_TOO_LATE = 124


@record
class Answer:
    """What a program said and how it left; `is_there` is False where there is no such program."""

    code: int
    out: bytes = b""
    said: str = ""
    is_there: bool = True

    @property
    def is_good(self) -> bool:
        """Tell whether it left with 0."""
        return self.code == 0


def ask(
    words: Sequence[str],
    *,
    given: bytes = b"",
    patience: float = _PATIENCE,
    extra: Mapping[str, str] | None = None,
) -> Answer:
    """Run a program and return its answer. Raises nothing: what went wrong is an answer too."""
    environment = {**os.environ, "LC_ALL": "C", **(extra or {})}
    try:
        done = subprocess.run(  # noqa: S603 - words of our own, and no shell
            list(words),
            input=given,
            capture_output=True,
            env=environment,
            timeout=patience,
            check=False,
        )
    except FileNotFoundError:
        return Answer(_NOT_FOUND, is_there=False)
    except subprocess.TimeoutExpired:
        return Answer(_TOO_LATE, said="it did not answer in time")
    except (OSError, ValueError) as err:
        return Answer(_NOT_FOUND, said=str(getattr(err, "strerror", "") or "it cannot be started"))
    return Answer(done.returncode, done.stdout, _first_line(done.stderr))


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), "")
