"""Bundles locked with age: the `age` program and stillpd open each other's; the plain text is on no
disk; and of whatever is broken or strange nothing is kept.
"""

import io
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.conftest import Say, everything
from tests.conftest import Run, clean_environment

pyrage = pytest.importorskip("pyrage", reason="pyrage is missing: locked bundles did NOT run")
needs_age = pytest.mark.skipif(
    not (shutil.which("age") and shutil.which("age-keygen")),
    reason="age is not installed: opening each other's bundles did NOT run",
)
AT = "2025-11-20"
HEADER = """\
format = 1
id = "q7m2kx4w9d"
owner = "Dana Okafor"
timezone = "America/New_York"
[bundle]
audience = "coach"
on = 2025-11-20
"""
GOAL = b'title = "Marzipan"\ncircle = "doing"\nstatus = "active"\nshare = ["coach"]\n'
LETTERS = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCB2cnV0ZnRuUmFrQXdCaDkv
cEVIZnRBIDE5CklCVUo1cCtqL29yMFhnZU15WHFBbTB0Q2FnSFVpRGdhQkxCOElM
WHJCeFkKLS0tIGVYdGtwVWUxRnV6RkcxTVZaRExYVU5EYWRpVXB5TGhhUzBPeXF3
RVhSSDAKkOxOF+/KIUu7z06fIw8zHvaialVXB6X1xsHMlc+q26K1
-----END AGE ENCRYPTED FILE-----
"""
PASSPHRASE = b64decode(b"".join(LETTERS.splitlines()[1:-1]))
"""One letter, locked with a passphrase by rage (pyrage 1.4)."""


def zipped(*files: tuple[str, bytes], way: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", way) as bundle:
        bundle.writestr("stillpd.toml", HEADER)
        for name, content in files:
            bundle.writestr(name, content)
    return made.getvalue()


WHOLE = zipped(("goals/cer.toml", GOAL), ("evidence/a.txt", b"words " * 40))


@pytest.fixture
def key(home: Path) -> Path:
    """A file of keys as age-keygen writes it."""
    home.mkdir(exist_ok=True)
    identity = pyrage.x25519.Identity.generate()
    path = home / "key.txt"
    path.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    return path


def public(key: Path) -> str:
    return key.read_text().split("public key: ")[1].split()[0]


def locked(raw: bytes, key: Path, *, armored: bool = False) -> bytes:
    to = pyrage.x25519.Recipient.from_str(public(key))
    made: bytes = pyrage.encrypt(raw, [to], armored=armored)
    return made


def shelf(home: Path) -> Path:
    return home / "data" / "stillpd" / "coachees"


# The program age ---------------------------------------------------------------------------------


def age(home: Path, *words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        words, input=given, capture_output=True, check=True, env=clean_environment(home), cwd=home
    )
    return done.stdout


@needs_age
def test_what_is_packed_for_a_key_age_opens_and_it_is_the_bundle_byte_for_byte(
    run: Run, dana: Path, home: Path
) -> None:
    age(home, "age-keygen", "-o", "key.txt")
    run("share", "pack", "team", "-o", "plain.zip", "--as-of", AT)
    page = (dana / "stillpd.toml").read_text("utf-8")
    table = "[audiences.team]\n"
    assert table in page
    known = page.replace(table, f'{table}age_key = "{public(home / "key.txt")}"\n')
    (dana / "stillpd.toml").write_text(known, "utf-8")
    done = run("share", "pack", "team", "-o", "locked.zip.age", "--as-of", AT)
    assert done.returncode == 0, done.stderr
    opened = age(home, "age", "-d", "-i", "key.txt", "locked.zip.age")
    assert opened == (home / "plain.zip").read_bytes()
    done = run("-j", "locked.zip.age", "goal", "list", STILLPD_IDENTITY="key.txt")
    assert done.stdout == run("-j", "plain.zip", "goal", "list").stdout
    assert done.returncode == 0


@needs_age
@pytest.mark.parametrize("form", [[], ["-a"]], ids=["bytes", "letters"])
def test_what_age_locks_is_read_and_kept_as_it_came(
    say: Say, home: Path, monkeypatch: pytest.MonkeyPatch, form: list[str]
) -> None:
    home.mkdir(exist_ok=True)
    monkeypatch.chdir(home)
    age(home, "age-keygen", "-o", "key.txt")
    given = age(home, "age", *form, "-r", public(home / "key.txt"), given=WHOLE)
    (home / "dana.zip.age").write_bytes(given)
    said = say(AT, "coach", "add", "dana.zip.age", "--identity", "key.txt")
    assert "Kept as dana" in said.out
    assert "It stays locked here" in said.out
    assert (shelf(home) / "dana.zip").read_bytes() == given
    assert "Marzipan" in say(AT, "coach", "brief", "dana").out
    assert "Dana Okafor" in say(AT, "coach").out
    assert "Marzipan" in say(AT, "-j", "dana.zip.age", "goal", "list").out
    written = b"".join(p.read_bytes() for p in home.rglob("*") if p.is_file())
    assert b"Marzipan" not in written
    assert b"stillpd.toml" not in written


# Which key ---------------------------------------------------------------------------------------


def test_a_key_is_named_once_and_remembered_beside_others(
    say: Say, home: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = home / "x.zip.age"
    given.write_bytes(locked(WHOLE, key))
    config = home / "config" / "stillpd" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('# mine\neditor = "vi"\nidentities = ["/gone.txt"]\n[journals]\na = "/a"\n')
    say(AT, "coach", "add", str(given), code=2)
    said = say(AT, "coach", "add", str(given), "--identity", str(key))
    assert "remembered" in said.err
    assert config.read_text() == (
        f'# mine\neditor = "vi"\nidentities = ["/gone.txt", "{key}"]\n[journals]\na = "/a"\n'
    )
    other = home / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    for path in (key, other):  # neither the one that is known, nor one that was of no use
        assert "remembered" not in say(AT, "coach", "add", str(given), "--identity", str(path)).err
    say(AT, "coach", "brief", "dana")
    config.unlink()
    for words in (["coach", "brief", "dana"], ["-j", str(given), "progress"]):
        said = say(AT, *words, code=2)
        assert "no key is named" in said.err
        assert "STILLPD_IDENTITY" in said.err
    said = say(AT, "coach", "list", code=4)
    assert "dana.zip: It is locked with a key of age, and no key is named." in said.err
    assert said.out == "1 bundle kept, and none of them could be read.\n"
    monkeypatch.setenv("STILLPD_IDENTITY", str(key))
    say(AT, "coach", "brief", "dana")
    say(AT, "-j", str(given), "progress")
    os.mkfifo(home / "pipe")
    age_itself = Thread(target=(home / "pipe").write_text, args=(key.read_text(),))
    age_itself.start()
    say(AT, "coach", "add", str(given), "--identity", str(home / "pipe"))
    age_itself.join()
    assert not config.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "cannot be opened"), (b"", "holds no key"), (b"age1xyz", "holds no key"),
     (b"AGE-SECRET-KEY-1QQQQ", "holds no key"), (b"\xff\x00" * 9, "holds no key"),
     (b"AGE-PLUGIN-YUBIKEY-1QQ", "holds no key"), (PASSPHRASE, "<(age -d key.txt) stillpd")],
    ids=["missing", "empty", "public", "damaged", "bytes", "plugin", "locked itself"],
)  # fmt: skip
def test_a_file_without_a_usable_key_is_told_in_words_and_never_quoted(
    say: Say, home: Path, key: Path, content: bytes | None, told: str
) -> None:
    (home / "x.zip.age").write_bytes(locked(WHOLE, key))
    key.unlink() if content is None else key.write_bytes(content)
    said = say(AT, "coach", "add", str(home / "x.zip.age"), "--identity", str(key), code=2)
    assert told in said.err
    assert "QQQQ" not in said.err
    assert not (home / "data").exists()
    assert not (home / "config").exists()


def test_a_kept_one_that_no_key_opens_stands_in_the_way_of_a_second_of_the_same_teacher(
    say: Say, home: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "x.zip.age").write_bytes(locked(WHOLE, key))
    (home / "x.zip").write_bytes(WHOLE)
    monkeypatch.setenv("STILLPD_IDENTITY", str(key))
    say(AT, "coach", "add", str(home / "x.zip.age"))
    monkeypatch.delenv("STILLPD_IDENTITY")
    before = everything(shelf(home))
    said = say(AT, "coach", "add", str(home / "x.zip"), code=2)
    assert "coach drop dana" in said.err
    assert everything(shelf(home)) == before
    say(AT, "coach", "drop", "dana", "--yes")
    assert "stays locked" not in say(AT, "coach", "add", str(home / "x.zip")).out


# What is broken or strange -----------------------------------------------------------------------


def changed(raw: bytes, old: bytes, new: bytes, *, last: bool = False) -> bytes:
    """Return a bundle with one place of it changed, the first or the last such."""
    place = raw.rindex(old) if last else raw.index(old)
    return raw[:place] + new + raw[place + len(old) :]


def flipped(raw: bytes, place: int) -> bytes:
    made = bytearray(raw)
    made[place] ^= 1
    return bytes(made)


def at(raw: bytes, mark: bytes, offset: int, form: str, value: int) -> bytes:
    """Return a bundle with a number of its structure changed, in the last part of that mark."""
    made = bytearray(raw)
    struct.pack_into(form, made, made.rindex(mark) + offset, value)
    return bytes(made)


LIST, FILE, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


def overlapping() -> bytes:
    """Many files that all are one and the same, as in a bomb that is flat."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = kernel.compress(b"a" * 10_000) + kernel.flush()
    sizes = (zlib.crc32(b"a" * 10_000), len(data), 10_000)
    name = b"evidence/0.txt"
    body = FILE + struct.pack("<5H3I2H", 20, 0, 8, 0, 33, *sizes, len(name), 0) + name + data
    head = zipped()
    start = head.index(LIST)
    rows = head[start : head.index(END)]
    for number in range(9):
        other = b"evidence/%d.txt" % number
        row = struct.pack("<6H3I5H2I", 20, 20, 0, 8, 0, 33, *sizes, len(other), *[0] * 5, start)
        rows += LIST + row + other
    end = END + struct.pack("<4H2IH", 0, 0, 10, 10, len(rows), start + len(body), 0)
    return head[:start] + body + rows + end


def streamed() -> bytes:
    """A zip whose sizes stand behind each file, as a program writes it into a pipe."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    made = Pipe()
    with zipfile.ZipFile(made, "w") as bundle:
        bundle.writestr("stillpd.toml", HEADER)
        with bundle.open(zipfile.ZipInfo("goals/cer.toml"), "w") as file:
            file.write(GOAL)
    return made.getvalue()


def renamed_beside() -> bytes:
    """A file with a second name beside the first, which newer Pythons read instead."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        bundle.writestr("stillpd.toml", HEADER)
        info = zipfile.ZipInfo("goals/cer.toml")
        other = struct.pack("<BI", 1, zlib.crc32(b"goals/cer.toml")) + b"../evil"
        info.extra = struct.pack("<HH", 0x7075, len(other)) + other
        bundle.writestr(info, GOAL)
    return made.getvalue()


ZIPS: dict[str, bytes] = {
    "empty": b"",
    "a mark alone": FILE,
    "an empty zip": END + b"\0" * 18,
    **{f"cut at {n}": WHOLE[: len(WHOLE) * n // 5] for n in (1, 2, 3, 4)},
    "without its last byte": WHOLE[:-1],
    "flipped in a page": changed(WHOLE, b"Marzipan", b"Narzipan"),
    "flipped in a name": changed(WHOLE, b"goals/cer", b"goals/ces", last=True),
    "flipped in its list": flipped(WHOLE, WHOLE.index(LIST)),
    "a wrong checksum, both times": at(at(WHOLE, LIST, 16, "<I", 7), FILE, 14, "<I", 7),
    "upwards": zipped(("../evil.toml", GOAL)),
    "absolute": zipped(("/goals/x.toml", GOAL)),
    "a device of Windows": zipped(("goals/CON.toml", GOAL)),
    "one name in two cases": zipped(("goals/a.toml", GOAL), ("goals/A.toml", GOAL)),
    "a bundle in a bundle": zipped(("evidence/a.zip", WHOLE)),
    "a program": zipped(("evidence/a.sh", b"#!/bin/sh\n")),
    "squeezed a thousandfold": zipped(("evidence/a.txt", b"\0" * 9_000_000), way=8),
    "squeezed by bzip2": zipped(("evidence/a.txt", b"words"), way=zipfile.ZIP_BZIP2),
    "squeezed by lzma": zipped(("evidence/a.txt", b"words"), way=zipfile.ZIP_LZMA),
    "many files that are one": overlapping(),
    "sizes behind the files": streamed(),
    "a second name beside the first": renamed_beside(),
    "a password": at(at(WHOLE, LIST, 8, "<H", 1), FILE, 6, "<H", 1),
    "words before it": b"#!/bin/sh\n" + WHOLE,
    "words behind it": WHOLE + b"words",
    "a comment": at(WHOLE, END, 20, "<H", 5) + b"words",
    "a number of files that is none": at(at(WHOLE, END, 8, "<H", 9), END, 10, "<H", 9),
    "another size in its list": at(WHOLE, LIST, 24, "<I", 5),
    "another size before the file": at(WHOLE, FILE, 22, "<I", 5),
    "another way before the file": at(WHOLE, FILE, 8, "<H", 8),
    "another name before the file": changed(WHOLE, b"evidence/a", b"evidence/b"),
    "a place in its list that is none": at(WHOLE, LIST, 42, "<I", 0),
    "a lie of four gigabytes": at(at(WHOLE, LIST, 24, "<I", 2**32 - 2), FILE, 22, "<I", 2**32 - 2),
    "no first page": zipped(("goals/cer.toml", GOAL)).replace(b"stillpd.toml", b"stillpb.toml"),
}  # fmt: skip


def expect_refused(say: Say, home: Path, given: Path, told: str) -> None:
    """See that a file is refused by each way in, in two lines or three, and leaves no trace."""
    before = everything(home)
    for words in (["coach", "add"], ["coach", "add", "--as", "other"], ["-j"]):
        more = ["progress"] if words == ["-j"] else []
        said = say(AT, *words, str(given), *more, code=2)
        assert said.out == ""
        assert told in said.err
        assert 2 <= said.err.count("\n") <= 3
        assert "Marzipan" not in said.err
    assert everything(home) == before


def kept_one(say: Say, home: Path) -> None:
    home.mkdir(exist_ok=True)
    older = home / "older.zip"
    older.write_bytes(zipped(("goals/cer.toml", GOAL)))
    say(AT, "coach", "add", str(older))


def test_a_zip_that_is_broken_or_strange_is_refused_everywhere_and_the_one_before_stays(
    say: Say, home: Path
) -> None:
    kept_one(say, home)
    given = home / "new.zip"
    for case, raw in ZIPS.items():
        given.write_bytes(raw)
        try:
            expect_refused(say, home, given, "This is no bundle of stillpd: ")
        except BaseException as err:
            raise AssertionError(case) from err
    given.write_bytes(WHOLE)
    say(AT, "coach", "add", str(given))


Spoil = Callable[[bytes, bytes], bytes]
SPOILT: dict[str, Spoil] = {
    **{f"cut at {n}": lambda raw, _, n=n: raw[: len(raw) * n // 9] for n in range(1, 9)},
    "without its last byte": lambda raw, _: raw[:-1],
    "one byte more": lambda raw, _: raw + b"x",
    "flipped in its header": lambda raw, _: flipped(raw, raw.index(b"X25519") + 9),
    "flipped in its proof": lambda raw, _: flipped(raw, raw.index(b"\n---") + 9),
    "flipped in its nonce": lambda raw, _: flipped(raw, payload(raw)),
    "flipped in what it holds": lambda raw, _: flipped(raw, payload(raw) + 60),
    "flipped at its end": lambda raw, _: flipped(raw, len(raw) - 1),
    "for another key": lambda _, other: other,
    "by a passphrase": lambda *_: PASSPHRASE,
    "by a passphrase, as letters": lambda *_: LETTERS,
    "a mark alone": lambda *_: b"age-encryption.org/v1\n",
    "letters alone": lambda *_: b"-----BEGIN AGE ENCRYPTED FILE-----\n",
}


def payload(raw: bytes) -> int:
    """Return where a locked file's header ends: its nonce of 16 bytes follows."""
    return raw.index(b"\n", raw.index(b"\n---") + 1) + 1


def test_a_locked_file_that_is_broken_or_not_ours_is_refused_and_the_one_before_stays(
    say: Say, home: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_one(say, home)
    monkeypatch.setenv("STILLPD_IDENTITY", str(key))
    stranger = pyrage.x25519.Identity.generate().to_public()
    whole, other = locked(WHOLE, key), pyrage.encrypt(WHOLE, [stranger])
    given = home / "new.zip.age"
    for case, spoil in SPOILT.items():
        given.write_bytes(spoil(whole, other))
        try:
            expect_refused(say, home, given, "passphrase" if "phrase" in case else "Your key does")
        except BaseException as err:
            raise AssertionError(case) from err
    for inside in (b"", b"words", WHOLE[:-1], whole):
        given.write_bytes(locked(inside, key))
        expect_refused(say, home, given, "This is no bundle of stillpd: ")
    given.write_bytes(locked(WHOLE, key, armored=True).replace(b"\n", b"\r\n"))
    say(AT, "coach", "add", str(given))


def test_the_lock_does_not_count_towards_how_large_a_bundle_may_be(
    say: Say, home: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLPD_IDENTITY", str(key))
    given = home / "dana.zip.age"
    given.write_bytes(locked(WHOLE, key, armored=True))
    monkeypatch.setattr("stillpd.exchange.bundle.MOST_IN_ALL", len(WHOLE))
    assert "Marzipan" in say(AT, "-j", str(given), "goal", "list").out
    monkeypatch.setattr("stillpd.exchange.bundle.MOST_IN_ALL", len(WHOLE) - 1)
    assert "it is too large" in say(AT, "-j", str(given), "goal", "list", code=2).err
