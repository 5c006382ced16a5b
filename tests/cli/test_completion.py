"""What the Tab key is offered: asked as the shells' scripts ask, with words in variables."""

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from stillpd.cli.completion.offers import Asked, offers_for
from stillpd.cli.completion.place import Place
from stillpd.cli.main import load
from stillpd.cli.options import common_options
from stillpd.cli.registry import COMMANDS
from tests.conftest import Run

NOTE = '+++\nkind = "note"\nid = "{ref}"\nat = {day}T08:00:00-04:00\n{more}\n+++\n{body}\n'


class Offered(NamedTuple):
    """A line of the answer."""

    kind: str
    value: str = ""
    told: str = ""


FILES = Offered("files")


def ask(run: Run, *words: str, typed: str = "", **extra: str) -> list[Offered]:
    """Press Tab after the words, in a shell that shows what each offer means."""
    said = {"_STILLPD_COMPLETE": "fish", "_STILLPD_TYPED": typed}
    done = run(**said, _STILLPD_WORDS="\x1f".join(["stillpd", *words]), **extra)
    assert (done.returncode, done.stderr) == (0, "")
    return [Offered(*line.split("\t")) for line in done.stdout.splitlines()]


def values(run: Run, *words: str, typed: str = "", **extra: str) -> list[str]:
    return [offer.value for offer in ask(run, *words, typed=typed, **extra)]


def in_bash(run: Run, line: str, **extra: str) -> str:
    said = {"_STILLPD_COMPLETE": "bash", "_STILLPD_LINE": line}
    done = run(**said, _STILLPD_BREAKS=" \t\n\"'@><=;|&(:", **extra)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def write_note(journal: Path, ref: str, day: str, more: str = "", body: str = "Quiet.") -> None:
    folder = journal / "entries" / day[:4] / day[5:7]
    folder.mkdir(parents=True, exist_ok=True)
    text = NOTE.format(ref=ref, day=day, more=more, body=body)
    (folder / f"{day}-0800-note-{ref}.md").write_text(text, "utf-8")


# Names ---------------------------------------------------------------------------------------


def test_commands_are_offered_in_the_order_of_help_with_what_they_do(run: Run) -> None:
    offered = ask(run)
    assert [offer.value for offer in offered] == [row.name for row in COMMANDS]
    assert offered[1].told == "Write something down"
    assert values(run, typed="re") == ["reflect", "remind", "restore", "redo", "recover"]


def test_a_group_offers_its_verbs_and_theirs(run: Run) -> None:
    assert values(run, "commitment") == ["add", "list", "settle", "renegotiate"]
    assert values(run, "calendar", "ter") == []
    assert values(run, "calendar", "term") == ["add", "remove"]


def test_options_are_offered_once_unless_they_can_be_repeated(run: Run) -> None:
    options = values(run, "write", typed="--")
    assert {"--goal", "--tag", "--journal", "--as-of", "--format", "--output"} <= {*options}
    again = values(run, "write", "--tag", "home", "--circle", "being", typed="--")
    assert "--tag" in again
    assert "--circle" not in again
    assert values(run, "edit", "x", typed="--no") == ["--no-star"]


def test_after_two_dashes_and_among_free_words_nothing_is_offered(run: Run, dana: Path) -> None:
    assert values(run, "write", "--", typed="--t") == []
    assert values(run, "write", "A quiet", typed="b") == []
    assert values(run, "goal", "add") == []
    assert values(run, "nosuch") == []
    assert values(run, "log", "--nosuch") == []


# Values --------------------------------------------------------------------------------------

FIXED = [
    (["log", "--circle"], "", ["doing", "relating", "being"]),
    (["log", "--kind"], "re", ["reflection", "release"]),
    (["goal", "add", "--kind"], "", ["achievement", "habit", "milestones"]),
    (["goal", "close", "cer", "--as"], "", ["met", "partly", "not-met", "released"]),
    (["goal", "list", "--status"], "p", ["paused", "partly"]),
    (["goal", "edit", "cer", "--origin"], "", ["mine", "co-constructed", "assigned"]),
    (["commitment", "settle", "x"], "", ["kept", "partly", "missed", "withdrawn"]),
    (["--format"], "", ["auto", "plain", "json", "markdown"]),
    (["log", "--format"], "j", ["json"]),
    (["log"], "--format=j", ["--format=json"]),
    (["--show-completion"], "", ["bash", "zsh", "fish"]),
]


@pytest.mark.parametrize(("words", "typed", "offered"), FIXED, ids=str)
def test_words_of_the_program_need_no_journal(
    run: Run, words: list[str], typed: str, offered: list[str]
) -> None:
    assert values(run, *words, typed=typed) == offered


DANAS = [
    (["progress"], "c", ["contacts", "cer"]),
    (["progress", "cer"], "c", ["contacts"]),
    (["write", "--goal"], "en", ["energy-flow"]),
    (["goal", "show"], "st", ["stillness"]),
    (["check"], "con", ["contacts="]),
    (["check"], "cer", ["cer=", "cer.exit-ticket="]),
    (["check", "--excused"], "din", ["dinners="]),
    (["check"], "contacts=", []),
    (["goal", "rebase", "cer"], "", ["talk", "exit-ticket"]),
    (["reflect"], "we", ["weekly"]),
    (["protocol", "print"], "gi", ["gibbs"]),
    (["reflect", "gibbs", "--answer"], "d", ["description="]),
    (["write", "--tag"], "jar", ["jar-lab"]),
    (["write", "--share"], "", ["coach", "partner", "team", "evaluator"]),
    (["log", "--year"], "", ["2025-26"]),
    (["calendar", "show"], "", ["2025-26"]),
    (["calendar", "term", "remove"], "", ["autumn", "spring"]),
    (["goal", "edit", "cer", "--block"], "", ["friday"]),
    (["show"], "kx", ["kx7q2m"]),
    (["edit"], "ce", ["cer"]),
    (["history"], "2026-0", ["2026-06-04", "2026-01-09"]),
    (["delete", "kx7q2m"], "kx", []),
    (["commitment", "add", "call", "--after"], "j5j", ["j5j2m9"]),
]


@pytest.mark.parametrize(("words", "typed", "offered"), DANAS, ids=str)
def test_what_stands_in_the_journal_is_offered_where_it_fits(
    run: Run, dana: Path, words: list[str], typed: str, offered: list[str]
) -> None:
    assert values(run, *words, typed=typed) == offered


def test_an_offer_says_what_it_means(run: Run, dana: Path) -> None:
    assert ask(run, "show", typed="kx") == [
        ("word", "kx7q2m", "24 Oct 2025 check-in: Inbox ate the week. The two…")
    ]
    assert ask(run, "goal", "show", typed="ce") == [("word", "cer", "Students argue from evidence")]
    assert ask(run, "check", typed="con") == [("part", "contacts=", "good news home")]
    assert ask(run, "--journal") == [FILES]


def test_no_meaning_is_longer_than_fifty_columns(run: Run, dana: Path) -> None:
    write_note(dana, "zzzzz2", "2026-06-20", 'title = "' + "長い話" * 30 + '"')
    told = ask(run, "show", typed="zz")[0].told
    assert told.endswith("…")
    assert len(told.encode("utf-16-le")) // 2 < 50


def test_the_newest_forty_entries_come_first_and_all_that_fit_once_something_is_typed(
    run: Run, dana: Path
) -> None:
    files = [path.stem for path in (dana / "entries").rglob("*.md")]
    newest = [stem.rpartition("-")[2] for stem in sorted(files, reverse=True)]
    assert len(newest) > 200
    offered = values(run, "show")
    assert offered[:40] == newest[:40]
    assert offered[40:45] == ["contacts", "dinners", "movement", "stillness", "cer"]
    assert len(offered) < 60
    begun = values(run, "edit", typed="d")
    assert [ref for ref in begun if ref in newest] == [r for r in newest if r.startswith("d")]


def test_a_journal_without_entries_offers_what_stands_in_it(
    run: Run, home: Path, dana: Path
) -> None:
    shutil.rmtree(dana / "entries")
    assert values(run, "show", typed="c") == ["contacts", "cer"]
    assert values(run, "show")[0] == "contacts"
    assert values(run, "log", "--tag") == []


def test_open_promises_come_alone_and_settled_ones_only_where_none_of_them_fits(
    run: Run, dana: Path
) -> None:
    assert values(run, "commitment", "settle") == []
    made = run("commitment", "add", "call home", "--as-of", "2026-06-05", "--format", "json")
    ref = re.search(r'"ref": "(\w+)"', made.stdout)
    assert ref
    assert values(run, "commitment", "settle") == [ref[1]]
    assert values(run, "commitment", "renegotiate", typed=ref[1][:3]) == [ref[1]]
    assert values(run, "commitment", "settle", typed="j5j2") == ["j5j2m9"]


def test_restore_offers_what_was_deleted(run: Run, dana: Path) -> None:
    assert values(run, "restore") == []
    run("delete", "kx7q2m")
    offered = [("word", "kx7q2m", "a check-in of Friday 24 October 2025")]
    assert ask(run, "restore") == offered
    assert values(run, "show", typed="kx") == []


def test_used_tags_come_before_rare_ones(run: Run, dana: Path) -> None:
    for number, tag in enumerate(["rare", "often", "often"]):
        write_note(dana, f"zzzzz{number}", f"2026-07-0{number + 1}", f'tags = ["zz-{tag}"]')
    assert values(run, "log", "--tag", typed="zz-") == ["zz-often", "zz-rare"]


# Which journal -------------------------------------------------------------------------------


def test_the_journal_is_the_one_that_the_words_the_variable_or_the_settings_name(
    run: Run, home: Path, dana: Path
) -> None:
    other = home / "other"
    assert run("init", str(other), "--as-of", "2026-01-10").returncode == 0
    run("-j", str(other), "goal", "add", "bread", "--title", "Bread", "--circle", "being")
    settings = home / "config" / "stillpd" / "config.toml"
    settings.write_text(f'default = "{dana}"\n[journals]\nprivate = "{other}"\n')
    assert "cer" in values(run, "progress")
    bread = ["bread"]
    assert values(run, "-j", str(other), "progress") == bread
    assert values(run, "progress", "-j", "private") == bread
    assert values(run, f"-j{other}", "progress") == bread
    assert values(run, "progress", "--journal=private") == bread
    assert values(run, "progress", "-j", "$HOME/other") == bread
    assert values(run, "progress", STILLPD_JOURNAL=str(other)) == bread
    assert ask(run, "log", "-j")[0] == FILES
    assert values(run, "log", "-j", typed="p") == ["", "private"]


def test_a_variable_before_the_program_counts_where_the_shell_tells_it(
    run: Run, dana: Path
) -> None:
    said = {"_STILLPD_COMPLETE": "fish", "_STILLPD_TYPED": "d"}
    words = ["STILLPD_SHARED_SCREEN=1", "stillpd", "progress"]
    assert run(**said, _STILLPD_WORDS="\x1f".join(words[1:])).stdout != ""
    assert run(**said, _STILLPD_WORDS="\x1f".join(words)).stdout == ""


# A shared screen -----------------------------------------------------------------------------


def everywhere() -> Iterator[tuple[list[str], Any]]:
    """Every option and argument of every command that takes a value."""

    def walk(path: list[str], command: Any) -> Iterator[tuple[list[str], Any]]:
        for param in command.params:
            if param.param_type_name == "argument" or not param.is_flag:
                yield path, param
        for name, child in getattr(command, "commands", {}).items():
            yield from walk([*path, name], child)

    for row in COMMANDS:
        yield from walk([row.name], load(row))


FREE = {
    *("DATE", "WHEN", "WEEK", "DAY", "FIRST..LAST", "FIRST..LAST[:NAME]", "FIRST..LAST:NAME"),
    *("TEXT", "[TEXT]...", "REASON", "NAME", "WHO", "HOW OFTEN", "ZONE", "QUERY..."),
    *("N", "0-10", "N@DATE", "LINE", "[ID]", "[NEW]", "FIELD", "SECTION=AUDIENCE"),
    *("LABEL @2025-08", "LABEL: SHOWS", "NAME: IN YOUR WORDS", "NAME: WHAT THEN"),
    *("WHAT:7: EXAMPLE", "WHAT:9: EXAMPLE"),
    *("STRETCH", "RULE", "MINUTES", "FROM..TO", "TIME", "WORD", "ID", "age1…"),
}


def test_every_value_is_completed_or_known_to_be_free() -> None:
    left = {param.metavar.strip('"') for path, param in everywhere() if not offers_for(path, param)}
    assert left == FREE, "name it in cli/completion/offers.py, or here if nothing can be offered"


def fronted(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8").split("+++")[1])


def test_on_a_shared_screen_nothing_private_is_offered_anywhere(
    run: Run, home: Path, dana: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [fronted(path) for path in (dana / "entries").rglob("*.md")]
    goals = {p.stem: tomllib.loads(p.read_text("utf-8")) for p in (dana / "goals").glob("*.toml")}
    shared = [entry for entry in entries if entry.get("share")]
    public = {entry["id"] for entry in shared} | {n for n, g in goals.items() if g.get("share")}
    public |= {tag for entry in shared for tag in entry.get("tags", [])}
    hidden = {entry["id"] for entry in entries} | {
        tag for e in entries for tag in e.get("tags", [])
    }
    hidden |= {*goals, "friday", "marzipan", "theirs", "coach", "partner", "team", "evaluator"}
    hidden -= {*public, "stillness"}  # a private goal, and a protocol that comes with stillpd
    run("protocol", "copy", "weekly", "marzipan")
    run("delete", *(entry["id"] for entry in entries if entry["at"].month == 10), "--yes")
    settings = home / "config" / "stillpd" / "config.toml"
    settings.write_text(f'default = "{dana}"\n[journals]\ntheirs = "{dana}"\n')

    assert hidden & offered_anywhere(), "without it they are offered"
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    seen = offered_anywhere()
    assert public & seen, "what is shared is still offered"
    assert hidden & seen == set()
    assert values(run, "goal", "show", typed="st", STILLPD_SHARED_SCREEN="1") == []


def offered_anywhere() -> set[str]:
    """Everything from the journal at every place, with nothing and with a letter typed."""
    finds = {find for path, param in everywhere() if (find := offers_for(path, param))}
    own = [find for find in finds if find.__name__ != "<lambda>"]
    assert len(own) > 15
    found = set()
    for find in own:
        for typed, given in product(("", "d", "k"), ([], ["dinners"], ["marzipan"])):
            for offer in find(Asked(Place(typed=typed, given=given))):
                found |= {offer.value, offer.value.rstrip("=").partition(".")[0]}
    return found


def test_audiences_own_protocols_and_journals_by_name_stay_off_a_shared_screen(
    run: Run, home: Path, dana: Path
) -> None:
    run("protocol", "copy", "weekly", "marzipan")
    settings = home / "config" / "stillpd" / "config.toml"
    settings.write_text(f'default = "{dana}"\n[journals]\nmine = "{dana}"\n')
    for words in (["write", "--share"], ["log", "--audience"], ["show"]):
        offered = values(run, *words, STILLPD_SHARED_SCREEN="1")
        assert not {"coach", "team", "marzipan"} & {*offered}
    assert "marzipan" in values(run, "reflect")
    assert "weekly" in values(run, "reflect", STILLPD_SHARED_SCREEN="1")
    assert "marzipan" not in values(run, "reflect", STILLPD_SHARED_SCREEN="1")
    assert ask(run, "-j", STILLPD_SHARED_SCREEN="1") == [FILES]


# Trouble -------------------------------------------------------------------------------------


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_nothing_is_ever_written_into_the_journal(run: Run, dana: Path) -> None:
    before = snapshot(dana)
    for words in (["show"], ["restore"], ["check"], ["reflect"], ["log", "--tag"]):
        ask(run, *words)
    assert snapshot(dana) == before


PLACES = [
    ["show"],
    ["progress"],
    ["check"],
    ["log", "--tag"],
    ["restore"],
    ["commitment", "settle"],
]


def break_nothing(root: Path) -> None:
    """Leave no journal at all."""
    root.rename(root.with_name("gone"))


def break_format(root: Path) -> None:
    header = root / "stillpd.toml"
    header.write_text(header.read_text().replace("format = 1", "format = 99"))


def break_header(root: Path) -> None:
    header = root / "stillpd.toml"
    header.unlink()
    header.mkdir()


def break_folder(root: Path) -> None:
    """Put a file where the folder was."""
    break_nothing(root)
    root.write_text("")


def break_settings(root: Path) -> None:
    (root.parent / "config" / "stillpd" / "config.toml").write_text("default = = 1")


@pytest.mark.parametrize(
    "how", [break_nothing, break_format, break_header, break_folder, break_settings]
)
def test_with_a_journal_that_cannot_be_read_nothing_is_offered_and_nothing_said(
    run: Run, dana: Path, how: Any
) -> None:
    how(dana)
    for words in PLACES:
        assert ask(run, *words) == []


def test_files_that_cannot_be_read_do_not_hide_the_others(run: Run, dana: Path) -> None:
    (dana / "goals" / "cer.toml").write_bytes(b"\xff\xfe\x00 = [")
    (dana / "entries" / "2025" / "10" / "2025-10-30-0800-note-zzzzz2.md").write_text("+++\n= 1")
    (dana / "entries" / "2025-99-99-0800-note-zzzzz3.md").write_text("+++\n+++\n")
    assert values(run, "progress", typed="c") == ["contacts"]
    assert values(run, "show", typed="kx") == ["kx7q2m"]
    assert values(run, "show", typed="zz") == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read it")
def test_a_folder_that_may_not_be_read_is_no_trouble(run: Run, dana: Path) -> None:
    dana.chmod(0)
    try:
        assert [ask(run, *words) for words in PLACES] == [[]] * len(PLACES)
    finally:
        dana.chmod(0o700)


@pytest.mark.parametrize(
    "said",
    [
        {"_STILLPD_COMPLETE": ""},
        {"_STILLPD_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "stillpd "},
        {"_STILLPD_COMPLETE": "tcsh", "_STILLPD_WORDS": "stillpd"},
        {"_STILLPD_COMPLETE": "bash"},
        {"_STILLPD_COMPLETE": "zsh"},
        {"_STILLPD_COMPLETE": "bash", "_STILLPD_LINE": "stillpd show \"'\\"},
        {
            "_STILLPD_COMPLETE": "fish",
            "_STILLPD_WORDS": "\x1f\x1f\udcff",
            "_STILLPD_TYPED": "\udc80",
        },
    ],
    ids=lambda said: said["_STILLPD_COMPLETE"],
)
def test_a_question_that_makes_no_sense_gets_no_traceback(
    run: Run, dana: Path, said: dict[str, str]
) -> None:
    done = run(**said)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_away_is_no_trouble(run: Run, dana: Path) -> None:
    done = run(_STILLPD_COMPLETE="zsh", _STILLPD_WORDS="stillpd\x1fshow", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")


# Text from files -----------------------------------------------------------------------------


def test_a_title_cannot_reach_the_shell_with_anything_to_obey(run: Run, dana: Path) -> None:
    title = r'title = "a\u001b[31m red\ttab\nline \u202eturned"'
    write_note(dana, "zzzzz2", "2026-06-20", title)
    assert ask(run, "show", typed="zz") == [
        ("word", "zzzzz2", r"20 Jun 2026 note: a\x1b[31m red tab line \u202etu…")
    ]


def test_a_tag_that_is_not_plain_text_is_not_offered(run: Run, dana: Path) -> None:
    tags = r'tags = ["q\u001b[31m", "q\ttab", "q\nline", "q\u202e", "", "-q", "--help", "q fine"]'
    write_note(dana, "zzzzz2", "2026-06-20", tags)
    assert values(run, "log", "--tag", typed="q") == ["q fine"]
    assert values(run, "log", "--tag", typed="-") == []
    assert "" not in values(run, "log", "--tag")


# Bash, which hands over a line -----------------------------------------------------------------


def test_bash_gets_only_what_follows_the_last_character_that_parts_words(
    run: Run, dana: Path
) -> None:
    assert in_bash(run, "stillpd check con") == "part\tcontacts=\n"
    assert in_bash(run, "stillpd log --format=j") == "word\tjson\n"
    assert in_bash(run, "~/bin/stillpd log --format ma") == "word\tmarkdown\n"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("par", r"parent\ \$\(x\)\ it\'s\ \"so\""),
        ('"par', r"""parent \$(x) it's \"so\"""" + '"'),
        ("'par", """parent $(x) it'\\''s "so\""""),
        (r"parent\ ", r"parent\ \$\(x\)\ it\'s\ \"so\""),
        ('"parent "', r"\$\(x\)\ it\'s\ \"so\""),
        ("par'ent", """ent $(x) it'\\''s "so\""""),
    ],
)
def test_bash_gets_a_tag_that_it_takes_to_the_letter(
    run: Run, dana: Path, typed: str, offered: str
) -> None:
    write_note(dana, "zzzzz2", "2026-06-20", """tags = ['''parent $(x) it's "so"''']""")
    assert in_bash(run, f"stillpd log --tag {typed}") == f"word\t{offered}\n"


def test_the_common_options_complete_on_every_command() -> None:
    assert [bool(offers_for([], option)) for option in common_options()] == [
        *(True, False),  # --as-of takes a day
        *(True, True),
    ]
