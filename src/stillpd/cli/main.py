"""The way in: `stillpd`, its commands loaded only when they run."""

import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from stillpd.cli.boundary import guarded
from stillpd.cli.options import common_options
from stillpd.cli.registry import COMMANDS, Row
from stillpd.cli.session import Session

# Typer offers these on a command that is loaded alone; they belong to the whole program.
_OF_TYPER = {"install_completion", "show_completion"}
_OF_COMPLETION = (["--install-completion"], ["--show-completion"])
_STANDARD_ERROR = 2


class LazyCommand(TyperCommand):
    """Stands for a command in help and completion; the real one is imported when it is called."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.name, help=row.summary, short_help=row.summary, rich_markup_mode=None)
        self.row = row

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Hand over to the real command."""
        return self.real().make_context(info_name, args, parent, **extra)

    def real(self) -> Any:
        """Return the command itself, with its options."""
        return load(self.row)


def load(row: Row) -> Any:
    """Import a command and give it the options that every command has."""
    command = typer.main.get_command(import_module(row.module).app)
    command.name = row.name
    _dress(command)
    return command


def _dress(command: Any) -> None:
    command.rich_markup_mode = None
    own = [option for option in command.params if option.name not in _OF_TYPER]
    command.params = [*own, *common_options()]
    for child in getattr(command, "commands", {}).values():
        _dress(child)


class StillpdGroup(TyperGroup):
    """All commands, in sections, behind the one boundary for errors."""

    def __init__(self, **extra: Any) -> None:
        extra["rich_markup_mode"] = None
        super().__init__(**extra)
        self.words: list[str] = []
        self.params = [*self.params, *common_options()]
        for row in COMMANDS:
            self.add_command(LazyCommand(row))

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """Write the commands in their sections, in the order of a week."""
        for section in dict.fromkeys(row.section for row in COMMANDS):
            with formatter.section(section):
                formatter.write_dl([(r.name, r.summary) for r in COMMANDS if r.section == section])

    def list_commands(self, _ctx: Any) -> list[str]:
        """Return the commands in the order of help."""
        return [row.name for row in COMMANDS]

    def main(self, args: Any = None, *rest: Any, **extra: Any) -> Any:
        """Run as a program, remembering the words that were typed."""
        if "_STILLPD_COMPLETE" in os.environ:
            from stillpd.cli.completion.answer import answer

            answer(self, os.environ["_STILLPD_COMPLETE"])
            raise SystemExit(0)
        self.words = list(sys.argv[1:] if args is None else args)
        with guarded(self.words):
            code = super().main(self.words, *rest, **{**extra, "standalone_mode": False})
        raise SystemExit(code or 0)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the command's name; of completion's the shell may be left out."""
        if args[:1] in _OF_COMPLETION and (len(args) == 1 or args[1].startswith("-")):
            args = [f"{args[0]}=", *args[1:]]
        rest: list[str] = super().parse_args(ctx, args)
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Typer has an answer of its own to Ctrl-C, so ours comes first."""
        with guarded(self.words):
            return super().invoke(ctx)


app = typer.Typer(
    cls=StillpdGroup,
    name="stillpd",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def stillpd(
    ctx: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Say which stillpd this is.", is_eager=True)
    ] = False,
    install_completion: Annotated[
        str | None,
        typer.Option(
            "--install-completion", metavar="[SHELL]", help="Set up TAB for bash, zsh or fish."
        ),
    ] = None,
    show_completion: Annotated[
        str | None,
        typer.Option(
            "--show-completion", metavar="[SHELL]", help="Print the script that this sets up."
        ),
    ] = None,
) -> None:
    """A quiet journal for educators, in the terminal.

    Alone it shows today: what is due, what you promised, how your goals move.
    """
    if version:
        from stillpd import __version__

        typer.echo(f"stillpd {__version__}")
        raise typer.Exit
    if show_completion is not None or install_completion is not None:
        from stillpd.cli.completion.install import script, set_up, which_shell

        if show_completion is not None:
            typer.echo(script(which_shell(show_completion)), nl=False)
        else:
            set_up(Session.of(ctx), which_shell(install_completion or ""))
        raise typer.Exit
    Session.of(ctx)
    if ctx.invoked_subcommand is None:
        from stillpd.cli.commands.today import today

        today(ctx)


def _open_what_was_closed() -> None:
    """Lead standard streams that were closed (`>&-`) to nowhere.

    Else the first file that is opened takes their number, and what is printed lands in it.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        os.set_inheritable(number, True)  # noqa: FBT003 - it takes no name
    os.close(number)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a number
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a number


def main() -> None:
    """Run stillpd: the entry point of the installed program."""
    os.umask(0o077)
    _open_what_was_closed()
    # A run lives for a moment and makes no rings worth collecting; looking for them costs a tenth.
    gc.freeze()
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
