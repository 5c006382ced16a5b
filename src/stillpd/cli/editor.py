"""Open somebody's own editor on a text, and lose nothing of it whatever happens.

The text lies in a draft of the user's alone (0600, in the drafts folder) while the editor is
open, and stays there until the words are in the journal: `deliver_saved` puts it away. No lock is
held meanwhile, no shell is used, and only the environment and the user's own settings name the
editor, never a journal.
"""

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stillpd.cli.output import note
from stillpd.cli.saving import keep_draft, let_draft_go
from stillpd.cli.session import Session
from stillpd.model.errors import EditorTrouble, InvalidInput

_USUAL = ("editor", "nano", "micro", "vim", "vi")
_QUIET_VIM = (
    "silent! set nobackup nowritebackup noswapfile nomodeline"
    " | silent! set noundofile | silent! set viminfo= | silent! set shada="
)
# Editors with a window, and the option that makes each wait until the file is closed.
_WINDOWS = {
    "code": "--wait", "code-insiders": "--wait", "codium": "--wait", "cursor": "--wait",
    "zed": "--wait", "zeditor": "--wait", "subl": "--wait", "atom": "--wait", "mate": "--wait",
    "gedit": "--wait", "gnome-text-editor": "--standalone", "kate": "--block", "gvim": "-f",
    "mvim": "-f", "bbedit": "--wait", "open": "-W",
}  # fmt: skip
_AT_ONCE = 0.5  # seconds: nobody opens, reads and closes a text so fast


def edit_text(
    session: Session, name: str, text: str, *, suffix: str = ".md", instead: str = ""
) -> str | None:
    """Return `text` as somebody left it in their editor; None where it was left unchanged.

    "Nothing changed." is said here. `instead` is the hint for those who have no terminal.
    Raises EditorTrouble, with the draft's path, when the editor cannot be started, stops in the
    middle or leaves something that is no text; InvalidInput without a terminal.
    """
    if not session.is_interactive:
        raise InvalidInput(
            "There is no terminal here to open an editor in.",
            instead or "Give the text as an option, or on standard input with -",
        )
    words = editor_command()
    is_ours = session.draft is None
    draft = keep_draft(session, name, text, suffix=suffix)
    before = draft.read_bytes()
    began = time.monotonic()
    code = _run([*words, str(draft)], draft)
    took = time.monotonic() - began
    after = _bytes_of(session, draft, name, text, suffix)
    if code != 0:
        if after == before and not after.strip():
            let_draft_go(session)
        raise _trouble(f"{_called(words)} stopped before it was done ({_how(code)}).", draft)
    if after == before:
        note("Nothing changed.")
        if not _may_be_open(words, draft, at_once=took < _AT_ONCE) and is_ours:
            let_draft_go(session)
        return None
    return _as_text(after, draft)


def editor_command() -> list[str]:
    """Return the words that start the editor: $VISUAL, $EDITOR, the settings, what is installed.

    The journal has no say in which program is run.
    """
    from stillpd.journal.settings import read_settings

    named = [("VISUAL", os.environ.get("VISUAL", "")), ("EDITOR", os.environ.get("EDITOR", ""))]
    for source, line in named:
        if line.strip():
            return _words(f"${source}", line)
    line = read_settings().editor
    if line.strip():
        return _words("The editor in the settings", line)
    for usual in _USUAL:
        if shutil.which(usual):
            return _words("", usual)
    raise EditorTrouble(
        "No editor was found on this machine.", "Name yours: export VISUAL=nano (or any other)"
    )


def _words(source: str, line: str) -> list[str]:
    try:
        words = shlex.split(line, posix=os.name == "posix")
    except ValueError:
        raise EditorTrouble(
            f"{source} has a quotation mark too many or too few: {line}",
            'Write it as in: export VISUAL="code --wait"',
        ) from None
    if os.name != "posix":
        words = [word.strip('"') for word in words]
    return [*words, *_private_flags(words[0])]


def _private_flags(program: str) -> list[str]:
    """Return what keeps vim from leaving copies of the text in swap, backup and history files."""
    found = shutil.which(program)
    real = Path(os.path.realpath(found)).name if found else program
    if not real.startswith(("vim", "nvim", "gvim")):
        return []
    # Before the user's own vimrc, and once more after it.
    return ["-n", "-i", "NONE", "--cmd", _QUIET_VIM, "-c", _QUIET_VIM]


def _run(words: list[str], draft: Path) -> int:
    try:
        process = subprocess.Popen(words)  # noqa: S603 - the user's own editor, as words
    except (OSError, ValueError) as err:
        why = getattr(err, "strerror", None) or "it cannot be run"
        raise _trouble(f"{_called(words)} could not be started: {why}.", draft) from None
    with _deaf_to_ctrl_c():
        return process.wait()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Leave Ctrl-C to the editor: in the terminal it reaches us as well."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _bytes_of(session: Session, draft: Path, name: str, text: str, suffix: str) -> bytes:
    try:
        if not draft.is_file():  # a folder or a pipe of that name: whoever opens it waits for ever
            raise FileNotFoundError(draft)
        return draft.read_bytes()
    except OSError:
        again = keep_draft(session, name, text, suffix=suffix)
        raise _trouble("The draft was gone when the editor closed.", again) from None


def _may_be_open(words: list[str], draft: Path, *, at_once: bool) -> bool:
    """Tell whether the editor's window may still be open, and say what helps.

    What is saved in that window must have a place to go: the draft stays.
    """
    waits = _WINDOWS.get(Path(words[0]).name)
    opens_window = waits is not None and waits not in words
    if not opens_window and not at_once:
        return False
    named = shlex.quote(f"{words[0]} {waits or '--wait'}")
    note(
        f"If {_called(words)} opened a window and did not wait, give it its option for that:\n"
        f"  export VISUAL={named}\n"
        f"What you save in that window is kept in {draft}"
    )
    return True


def _as_text(data: bytes, draft: Path) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _trouble("What the editor saved is not UTF-8 text.", draft) from None


def _trouble(words: str, draft: Path) -> EditorTrouble:
    kept = draft.is_file() and draft.read_bytes().strip()
    return EditorTrouble(words, f"Your words are in {draft}" if kept else "Nothing was changed.")


def _called(words: list[str]) -> str:
    return f"“{Path(words[0]).name}”"


def _how(code: int) -> str:
    return f"it left with {code}" if code > 0 else f"it was ended by signal {-code}"
