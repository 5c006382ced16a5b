"""A bundle: the same bytes for the same journal, and a stranger's data to whoever reads it."""

import io
import stat
import struct
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.exchange.bundle import open_bundle, read_bundle, read_files, write_bundle
from stillpd.exchange.evidence_file import cleaned
from stillpd.exchange.locked import Keys
from stillpd.insight.gate import gate
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.errors import InvalidInput
from stillpd.model.goal import Goal
from tests.conftest import DEMO

AT = datetime(2026, 6, 5, 23, 59, tzinfo=ZoneInfo("America/New_York"))
PAGE = 'format = 1\nid = "x"\ntimezone = "UTC"\n'


@pytest.mark.parametrize("audience", ["coach", "team", "partner", "evaluator"])
def test_what_is_written_reads_back_equal_and_without_a_problem(
    tmp_path: Path, audience: str
) -> None:
    shared = gate(read_journal(open_journal(DEMO)), audience, AT, shipped_protocols().keys())
    made = write_bundle(shared, {})
    assert made == write_bundle(shared, {})
    (tmp_path / "b.zip").write_bytes(made)
    _, journal = read_bundle(tmp_path / "b.zip", Keys())
    assert journal.problems == ()
    ours = shared.journal
    assert (journal.header, journal.goals, journal.blocks) == (ours.header, ours.goals, ours.blocks)
    assert journal.profiles == ours.profiles
    theirs = {entry.id: entry for entry in journal.entries}
    assert theirs.keys() == {entry.id for entry in ours.entries}
    for entry in ours.entries:
        assert replace(theirs[entry.id], path="") == entry


def test_what_nobody_could_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = gate(read_journal(open_journal(DEMO)), "partner", AT, shipped_protocols().keys())
    most = bytes(20 * 2**20)
    with pytest.raises(InvalidInput, match=r"more than a bundle holds: .* 2\d\d MB"):
        write_bundle(shared, {f"evidence/{number}.txt": most for number in range(11)})
    with pytest.raises(InvalidInput, match=r"evidence/a\.txt would be longer"):
        write_bundle(shared, {"evidence/a.txt": most + b"x"})
    evidence = {"evidence/a.txt": b"words"}
    made = write_bundle(shared, evidence)
    for limit, most_of_it in ("MOST_IN_ALL", len(made)), ("_MOST_FILES", len(read_files(made))):
        monkeypatch.setattr(f"stillpd.exchange.bundle.{limit}", most_of_it)
        assert read_files(write_bundle(shared, evidence))["evidence/a.txt"] == b"words"
        monkeypatch.setattr(f"stillpd.exchange.bundle.{limit}", most_of_it - 1)
        with pytest.raises(InvalidInput, match="too large"):
            read_files(made)
        with pytest.raises(InvalidInput, match="more than a bundle holds"):
            write_bundle(shared, evidence)
        monkeypatch.undo()


def zipped(*files: tuple[str, bytes], mode: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("stillpd.toml", PAGE)
        for name, content in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16
            bundle.writestr(info, content)
    return made.getvalue()


NAMES = [
    "../evil", "/etc/passwd", "goals/../../x.toml", "..\\win.toml", "C:\\x.toml", "goals/C:x.toml",
    "goals/CON.toml", "goals/nul.toml", "goals/.hidden.toml", ".git/hooks/post-checkout",
    "entries/2025/10/a\x00b.md", "entries/2025/10/" + "x" * 300 + ".md", "goals/ü.toml",
    "evidence/a/b.txt", "evidence/", "readme.txt", "protocols/", "GOALS/x.toml", "goals/x.toml ",
    "goals//x.toml", "./goals/x.toml", "entries/x.zip", "goals/a\x1b[31m.toml",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_bundle_has_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="no bundle of stillpd"):
        read_files(zipped((name, b"x")))


@pytest.mark.parametrize(
    "names",
    [("goals/a.toml", "goals/A.toml"), ("evidence/a.txt", "evidence/A.TXT")],
    ids=["goals", "evidence"],
)
def test_two_files_of_one_name_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput):
        read_files(zipped(*((name, b"x") for name in names)))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_what_is_no_plain_file_is_refused(kind: int) -> None:
    with pytest.raises(InvalidInput):
        read_files(zipped(("goals/a.toml", b"/etc/passwd"), mode=kind | 0o777))


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    with pytest.raises(InvalidInput, match="squeezed"):
        read_files(zipped(("evidence/a.txt", b"\0" * 50_000_000)))
    with pytest.raises(InvalidInput, match="too large"):
        read_files(zipped(("goals/a.toml", Random(1).randbytes(1_100_000))))  # noqa: S311


def test_more_standing_pages_than_a_journal_has_are_neither_read_nor_written() -> None:
    goals = [(f"goals/a{number}.toml", b"") for number in range(1_001)]
    blocks = [(f"blocks/a{number}.toml", b"") for number in range(101)]
    for most in goals, blocks:
        with pytest.raises(InvalidInput, match="more goals, numbers or quiet times than any"):
            read_files(zipped(*most))
        read_files(zipped(*most[1:]))
    measures = "".join(f'[[measure]]\nid = "m{each}"\nrole = "lead"\n' for each in range(501))
    page = f'title = "T"\ncircle = "doing"\nstatus = "active"\n{measures}'.encode()
    with pytest.raises(InvalidInput, match="more goals, numbers or quiet times than any"):
        open_bundle(Path("b.zip"), zipped(*((name, page) for name, _ in goals[:10])), Keys())
    shared = gate(read_journal(open_journal(DEMO)), "partner", AT, shipped_protocols().keys())
    one = replace(shared.journal, goals={g[0]: Goal(id=g[0][6:-5]) for g in goals})
    with pytest.raises(InvalidInput, match="more than a bundle holds: 1,0"):
        write_bundle(replace(shared, journal=one), {})


def test_an_encrypted_member_is_refused() -> None:
    raw = bytearray(zipped(("goals/a.toml", b"x")))
    place = raw.rindex(b"PK\x01\x02")
    raw[place + 8] |= 1
    with pytest.raises(InvalidInput):
        read_files(bytes(raw))


def test_no_first_page_no_bundle() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        bundle.writestr("goals/a.toml", "")
    with pytest.raises(InvalidInput, match="it has no"):
        read_files(made.getvalue())


WHOLE = zipped(
    ("goals/a.toml", b'title = "A"\n'), ("entries/2025/10/2025-10-01-1200-note-b.md", b"")
)


@given(cut=st.integers(0, len(WHOLE) - 1))
@settings(max_examples=100, deadline=None)
def test_a_bundle_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(InvalidInput):
        read_files(WHOLE[:cut])


@given(place=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
@settings(max_examples=300, deadline=None)
def test_a_flipped_bit_is_refused_or_changes_nothing_that_matters(place: int, bit: int) -> None:
    raw = bytearray(WHOLE)
    raw[place] ^= 1 << bit
    try:
        files = read_files(bytes(raw))
    except InvalidInput:
        return
    assert files == read_files(WHOLE)


# Evidence ----------------------------------------------------------------------------------------


def png(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    import zlib

    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        made += len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    return made + after


DRAWN = ((b"IHDR", b"h" * 13), (b"IDAT", b"pixels"), (b"IEND", b""))


def test_a_picture_tells_nothing_of_itself() -> None:
    told = (b"tEXt", b"Author\0Dana"), (b"eXIf", b"GPS"), (b"tIME", b"now"), (b"iTXt", b"x")
    raw = png(DRAWN[0], *told, *DRAWN[1:], after=b"hidden behind")
    assert cleaned("a.png", raw) == png(*DRAWN)


def test_a_photo_tells_nothing_of_itself() -> None:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2) + data

    scan = segment(0xDA, b"scan") + b"ab\xff\x00cd\xff\xd0ef"
    jfif = b"JFIF\0\x01\x02\x01\0\x48\0\x48"
    small = jfif + b"\x02\x02" + b"picture of all"
    drawn = segment(0xE0, jfif + b"\0\0") + segment(0xDB, b"tables") + scan
    told = segment(0xE1, b"Exif\0\0GPS") + segment(0xFE, b"Dana") + segment(0xED, b"Photoshop")
    told += segment(0xE0, b"JFXX\0thumbnail") + segment(0xF0, b"of a maker")
    raw = b"\xff\xd8" + segment(0xE0, small) + told + segment(0xDB, b"tables") + scan
    assert cleaned("a.JPG", raw + b"\xff\xd9" + b"behind") == b"\xff\xd8" + drawn + b"\xff\xd9"


@pytest.mark.parametrize("order", ["<", ">"])
def test_of_a_photo_taken_sideways_it_is_told_which_way_is_up_and_no_more(order: str) -> None:
    place, camera = struct.pack(f"{order}HHII", 0x8825, 4, 1, 99), (0x010F, 2, 4, b"Leic")
    maker = struct.pack(f"{order}HHI4s", *camera)
    turned = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, 6, 0)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    head = mark + struct.pack(f"{order}I", 8) + struct.pack(f"{order}H", 3)
    said = b"Exif\0\0" + head + maker + turned + place + struct.pack(f"{order}I", 0) + b"GPS"
    segment = b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said
    scan = b"\xff\xda\x00\x06scanab\xff\xd9"
    told = cleaned("a.jpg", b"\xff\xd8\xff\xff" + segment + b"\xff" + scan)
    assert told is not None
    assert told.startswith(b"\xff\xd8\xff\xe1")
    assert told.endswith(scan)
    exif = told[12 : -len(scan)]
    assert exif == struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    for word in (b"GPS", b"Leic", b"\x88\x25"):
        assert word not in told


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a.pdf", b"%PDF"), ("a.docx", b"PK"), ("a.svg", b"<svg/>"), ("a.png", b"GIF89a"),
     ("a.jpg", b"\xff\xd8\xff\xe1\xff\xff"), ("a.png", png(DRAWN[0])), ("a.txt", b"\xff\xfe"),
     ("a.csv", b"a\0b"), ("a", b"x"), ("a.html", b"<b>")],
)  # fmt: skip
def test_a_file_that_cannot_be_cleaned_stays(name: str, raw: bytes) -> None:
    assert cleaned(name, raw) is None


@given(raw=st.binary(max_size=300), lead=st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]))
@settings(max_examples=300, deadline=None)
def test_whatever_a_file_holds_it_is_cleaned_or_stays(raw: bytes, lead: bytes) -> None:
    for name in ("a.png", "a.jpg", "a.txt"):
        cleaned(name, lead + raw)
