"""A token of its own in every private field, and none of them in anything that leaves or is told.

Looked for as it stands and as it may be hidden: base64, quoted-printable, UTF-16, entities, and in
whatever is squeezed inside an archive or a PDF.
"""

import base64
import io
import quopri
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stillpd.cli.main import app
from stillpd.model.entry import KINDS
from tests.conftest import DEMO

TOKEN = re.compile(rb"zqx[a-z]{6}", re.IGNORECASE)
AT = ["--as-of", "2026-06-05"]
AUDIENCES = ["coach", "team", "partner", "evaluator"]
GOAL = """\
title = "{t} title"
circle = "being"
kind = "habit"
area = "{t}"
status = "active"
started = 2025-08-18
why = "{t} why"
purpose = "{t}"
school_goal = "{t}"
with = "{t}"
inquiry = "{t}"
outcome = "{t}"
obstacle = "{t}"
if_then = ["{t}"]
support = {{ who = "{t}", every = "{t}" }}
slot = {{ when = "{t}", minutes = 25, place = "{t}" }}
confidence = [ {{ on = 2025-08-20, value = 5, lower = "{t}" }} ]
{share}
[[measure]]
id = "m"
name = "{t}"
target = 3
unit = "{t}"
how = "{t}"
[[milestone]]
title = "{t}"
[[event]]
on = 2025-10-27
kind = "adapted"
what = "{t}"
why = "{t}"
"""
SEEN_GOAL = """\
title = "Seen by all"
circle = "doing"
kind = "habit"
started = 2025-08-18
share = ["coach", "team", "partner", "evaluator"]
why = "zqxseenwy"
obstacle = "zqxseenob"
if_then = ["zqxseenif"]
with = "zqxseenwi"
slot = { when = "zqxseensl", place = "zqxseenpl" }
block = "zqxblocks"
[[event]]
on = 2025-10-27
kind = "adapted"
what = "seen"
why = "zqxeventy"
"""
BLOCK = """\
title = "zqxblockt"
rule = "FREQ=WEEKLY;BYDAY=FR"
starts = 2025-08-29T14:45:00
minutes = 20
protocol = "zqxprotoc"
pauses = [ { from = 2026-05-04, to = 2026-05-08, reason = "zqxreason" } ]
uid = "q7m2kx4w9d-zqxblocks@stillpd"
"""
PROTOCOL = 'title = "zqxptitle"\n[[question]]\nid = "zqxquesti"\nask = "zqxasking?"\n'
TEXTS = {  # keys of a kind that hold words of one's own, beside the shared ones
    "reflection": ["raised_with"],
    "stillness": ["displaced_by"],
    "commitment": ["text", "to", "because"],
    "ask": ["what", "who", "cost", "gain"],
    "release": ["practice", "served", "signs", "given_to", "keep"],
    "evidence": ["url", "value", "lens"],
    "contact": ["who", "next", "phase"],
    "activity": ["provider", "topic", "try", "proof"],
}
ALSO = {
    "ask": 'direction = "out"\n',
    "check-in": '[readings]\n"zqxhidden.m" = 3\n[excused]\n"seen" = "zqxexcuse"\n',
    "time": '[hours]\n"zqxhidden" = 4\n',
    "stillness": 'block = "zqxblocks"\non = 2025-10-24\noutcome = "missed"\n',
    "reflection": 'protocol = "zqxprotoc"\n[answers]\nzqxquesti = "zqxanswer"\n',
}


def fill(root: Path) -> None:
    """Put the tokens into a copy of Dana's year."""
    (root / "goals" / "zqxhidden.toml").write_text(GOAL.format(t="zqxgoalaa", share=""))
    rate = 'share_rate = ["partner"]'
    (root / "goals" / "zqxratedg.toml").write_text(GOAL.format(t="zqxrateaa", share=rate))
    (root / "goals" / "seen.toml").write_text(SEEN_GOAL)
    (root / "blocks" / "zqxblocks.toml").write_text(BLOCK)
    (root / "protocols").mkdir(exist_ok=True)
    (root / "protocols" / "zqxprotoc.toml").write_text(PROTOCOL)
    (root / "evidence" / "zqxfilena.txt").write_text("zqxfilete")
    for number, kind in enumerate(kind for kind in KINDS if kind != "share"):
        front = (
            f'kind = "{kind}"\nid = "zq{number:02}pr"\nat = 2025-10-24T2{number % 4}:13:00-04:00\n'
        )
        front += (
            'title = "zqxtitlee"\ntags = ["zqxtagged"]\nsource = "zqxsource"\ngoals = ["seen"]\n'
        )
        front += "".join(f'{key} = "zqx{key[:5]:x<6}"\n' for key in TEXTS.get(kind, []))
        front += 'file = "evidence/zqxfilena.txt"\n' if kind == "evidence" else ""
        page = f"+++\n{front}{ALSO.get(kind, '')}+++\nzqxbodyyy words\n"
        (root / f"entries/2025/10/2025-10-24-2013-zqxfilen-{number}.md").write_text(page)
    header = (root / "stillpd.toml").read_text("utf-8")
    header = re.sub(r'reason = "[^"]*"', 'reason = "zqxholida"', header)
    header += (
        '\n[[requirements]]\nname = "zqxrequir"\nfrom = 2025-07-01\nto = 2026-06-30\nhours = 20\n'
    )
    header += '\n[audiences.zqxothers]\nname = "zqxothern"\n'
    (root / "stillpd.toml").write_text(header, "utf-8")
    profile = max((root / "profile").glob("*.toml"))
    words = profile.read_text("utf-8")
    words = re.sub(r'(?m)^(driver|example) = "[^"]*"', r'\1 = "zqxmotive"', words)
    profile.write_text(re.sub(r'label = "[^"]*"', 'label = "zqxlabels"', words), "utf-8")


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("canary") / "dana"
    shutil.copytree(DEMO, root)
    fill(root)
    return root


Ask = Callable[..., bytes]


@pytest.fixture
def ask(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Ask:
    """Run a command in this process; returns all bytes that it printed."""
    monkeypatch.setenv("STILLPD_INDEX", "off")
    monkeypatch.chdir(home)

    def run(*words: str) -> bytes:
        with pytest.raises(SystemExit) as left:
            app(list(words))
        assert left.value.code in {0, 2, 3, 4, 7}, words
        out, err = capfdbinary.readouterr()
        return out + err

    return run


def hidden_in(raw: bytes) -> Iterator[bytes]:
    """Iterate over the bytes, and over all that may be hidden in them."""
    yield raw
    yield raw.replace(b"\0", b"")  # UTF-16 and UTF-32
    yield quopri.decodestring(raw)
    yield re.sub(rb"&#(?:x([0-9a-fA-F]+)|(\d+));", _character, raw)
    for found in re.findall(rb"[A-Za-z0-9+/=\r\n]{12,}", raw):
        packed = re.sub(rb"[\r\n]", b"", found)
        for start in range(4):
            part = packed[start:]
            yield base64.b64decode(part[: len(part) // 4 * 4].rstrip(b"=") + b"==", validate=False)
    for found in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL):
        try:
            yield zlib.decompress(found)
        except zlib.error:
            yield found
    if raw.startswith(b"%PDF") and shutil.which("pdftotext"):  # its letters are numbers of a font
        yield subprocess.run(
            ["pdftotext", "-", "-"], input=raw, capture_output=True, check=True
        ).stdout
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.infolist():
                yield member.filename.encode()
                yield member.comment + member.extra
                yield from hidden_in(archive.read(member))


def _character(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code).encode() if code < 0x110000 else b""


def tokens(raw: bytes) -> set[bytes]:
    return {found.lower() for part in hidden_in(raw) for found in TOKEN.findall(part)}


EXPORTS = [
    ["html"], ["markdown"], ["json"], ["ics"], ["pdf"],
    *(["csv", "--table", table] for table in ("readings", "commitments", "asks", "hours", "time")),
    *(["form", "--template", form] for form in ("nj-pdp", "wa-pgp", "hours")),
]  # fmt: skip
UNCUT = {"json", "ics"}  # these hold all, whatever the period
PERIODS = [[], ["--week", "2025-W43"], ["--from", "2025-10-01", "--to", "2025-10-31"]]
TOLD = [
    ["share", "preview"], ["share", "list"], ["brief"],
]  # fmt: skip
FORMATS = ["plain", "markdown", "json"]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("words", EXPORTS, ids=" ".join)
def test_no_export_holds_a_private_word(
    ask: Ask, journal: Path, tmp_path: Path, audience: str, words: list[str]
) -> None:
    made = 0
    for number, period in enumerate([[]] if words[0] in UNCUT else PERIODS):
        target = tmp_path / f"made-{number}"
        said = ask("-j", str(journal), "export", *words, "--audience", audience, "--redact",
                   *period, *AT, "-o", str(target))  # fmt: skip
        assert tokens(said) == set()
        if target.exists():
            made += 1
            assert tokens(target.read_bytes()) == set()
    assert made or words[0] == "ics"  # nobody shares a block here


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_nothing_that_is_told_of_sharing_holds_a_private_word(
    ask: Ask, journal: Path, audience: str, words: list[str]
) -> None:
    for form in FORMATS:
        redact = [] if words[-1] == "list" else ["--redact"]
        said = ask("-j", str(journal), *words, audience, *redact, *AT, "--format", form)
        kept = (
            {b"zqxrateaa", b"zqxratedg"} if words[-1] == "list" else set()
        )  # its owner's own list
        assert tokens(said) - kept == set()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_before_a_talk_holds_a_private_word(
    ask: Ask, journal: Path, tmp_path: Path, audience: str
) -> None:
    for ending in ("html", "pdf"):
        target = tmp_path / f"talk.{ending}"
        said = ask("-j", str(journal), "brief", audience, "--redact", *AT, "-o", str(target))
        assert tokens(said + target.read_bytes()) == set()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_bundle_holds_a_private_word_and_nothing_made_from_it(
    ask: Ask, journal: Path, tmp_path: Path, audience: str
) -> None:
    root = tmp_path / "own"
    shutil.copytree(journal, root)
    bundle = tmp_path / "b.zip"
    ask("-j", str(root), "share", "pack", audience, "--redact", *AT, "-o", str(bundle))
    assert zipfile.is_zipfile(bundle)
    assert tokens(bundle.read_bytes()) == set()
    for words in (["progress"], ["today"], ["log"], ["goal", "list"],
                  ["commitment", "list", "--all"],
                  ["profile", "show"], ["calendar"], ["block"], ["doctor"], ["show", "seen"],
                  ["goal", "show", "seen"], ["history"], ["brief"], ["export", "html"],
                  ["export", "json"], ["export", "markdown"], ["search", "words"]):  # fmt: skip
        for form in ("plain", "json"):
            assert tokens(ask("-j", str(bundle), *words, *AT, "--format", form)) == set(), words


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(
    "words",
    [["share", "pack"], ["brief"], ["export", "html", "--audience"]],
    ids=" ".join,
)
def test_a_refusal_names_the_place_and_not_the_name(
    ask: Ask, journal: Path, tmp_path: Path, audience: str, words: list[str]
) -> None:
    root = tmp_path / "own"
    shutil.copytree(journal, root)
    note = root / "entries/2026/06/2026-06-04-0800-note-zzzzz2.md"
    shared = (
        f'kind = "note"\nid = "zzzzz2"\nat = 2026-06-04T08:00:00-04:00\nshare = ["{audience}"]\n'
    )
    note.write_text(f"+++\n{shared}+++\nOf zqxhidden, and zqxgoalaa title.\n")
    target = tmp_path / "out"
    said = ask("-j", str(root), *words, audience, *AT, "-o", str(target))
    assert b"zzzzz2" in said
    assert tokens(said) == set()
    assert not target.exists()


def test_the_tokens_are_there_and_would_be_found(ask: Ask, journal: Path, tmp_path: Path) -> None:
    forms = ["json", "html", *(["pdf"] if shutil.which("pdftotext") else [])]
    for words in ([form] for form in forms):
        target = tmp_path / words[0]
        ask("-j", str(journal), "export", *words, "--audience", "me", *AT, "-o", str(target))
        found = tokens(target.read_bytes())
        assert len(found) > 15, words  # the owner's own export holds them all
