"""A bundle: a journal of format 1 in a zip file, that holds what one audience may see.

Written, it is the same bytes for the same journal: names in order, no times, nothing squeezed.
Read, it is a stranger's: names, sizes and links are not trusted, nothing is unpacked onto the
disk, and what no bundle of stillpd has makes it none.
"""

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from stillpd.exchange.locked import Keys, is_locked
from stillpd.insight.gate_entries import CLEANED
from stillpd.journal import names, pages
from stillpd.journal.first_page import Opened, open_page
from stillpd.journal.folder import gather, read_page
from stillpd.journal.standing import standing_path
from stillpd.journal.text import MOST_BYTES
from stillpd.model.entry import Entry, Reflection
from stillpd.model.errors import InvalidInput, NoJournal
from stillpd.model.journal import Document, Journal
from stillpd.model.problem import Problem
from stillpd.model.shared import Shared

EVIDENCE = "evidence/"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = (stat.S_IFREG | 0o600) << 16
_ON_UNIX = 3
_MOST_FILES = 25_000
_MOST_STANDING, _MOST_BLOCKS, _MOST_MEASURES = 1_000, 100, 5_000
"""Most answers look at each: a block may have thousands of days, a measure hundreds of weeks."""
MOST_EVIDENCE = 20 * 2**20
MOST_IN_ALL = 200 * 2**20
_MOST_LOCKED = MOST_IN_ALL * 3 // 2  # as letters a locked one is a third longer
_MOST_NAME = 200
_MEMBER = b"PK\x01\x02"  # begins each line of its list of files
_MOST_SQUEEZED = 200
_ENCRYPTED = 0x1
_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BEFORE_FILE = struct.Struct("<4s2xHH4xIIIHH")  # flags, way, checksum, sizes, lengths of the name
_AT_END = struct.Struct("<4s4xHHII2x")  # how many files, twice, and where their list lies
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(ValueError, OSError, RuntimeError, struct.error),
)
_NO_BUNDLE = "This is no bundle of stillpd: "
_PATCHED = "it is not put together as one"
_TOO_MANY = "it has more goals, numbers or quiet times than any journal"


# Writing -----------------------------------------------------------------------------------------


def write_bundle(shared: Shared, evidence: Mapping[str, bytes]) -> bytes:
    """Return a bundle's bytes; `evidence` are the files that go with it, by their new names.

    Raises InvalidInput for more than a bundle may hold: nobody could read it.
    """
    files = {_path(document): content for document, content in files_of(shared.journal)}
    files |= {names.HEADER: pages.new_standing(shared.journal.header), **evidence}
    for name, content in files.items():
        if len(content) > _most_of(name):
            raise InvalidInput(
                f"{name} would be longer than a bundle may hold.",
                "Keep it back: stillpd share set REF AUDIENCE --not",
            )
    size = sum(map(len, files.values()))
    made = zipped(files) if size <= MOST_IN_ALL else b""
    if not made or _is_too_large(made) or _has_too_many(shared.journal, files):
        raise InvalidInput(
            f"That is more than a bundle holds: {len(files):,} files, {size // 10**6:,} MB.",
            "Share fewer pages, or fewer files of evidence.",
        )
    return made


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file's bytes: the same for the same files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system, info.external_attr = _ON_UNIX, _PLAIN_FILE
            bundle.writestr(info, files[name])
    return made.getvalue()


def files_of(journal: Journal) -> Iterator[tuple[Document, bytes]]:
    """Iterate over the pages of a bundle, its first one aside, with what each says."""
    standing: list[Document] = [*journal.profiles]
    standing += [*journal.goals.values(), *journal.blocks.values()]
    for document in standing:
        yield document, pages.new_standing(document)
    for entry in journal.entries:
        yield entry, pages.new_entry(entry)


def ref_of(document: Document) -> str:
    """Return by what a page of a bundle is named: an entry by its id, any other by its path."""
    return document.id if isinstance(document, Entry) else standing_path(document)


def _path(document: Document) -> str:
    """Return where a page lies in a bundle: an entry's name is made, and never the owner's."""
    if not isinstance(document, Entry):
        return standing_path(document)
    slug = (document.protocol if isinstance(document, Reflection) else "") or document.kind
    return names.entry_path(document.at, slug, document.id)


# Reading -----------------------------------------------------------------------------------------


def read_bundle(path: Path, keys: Keys) -> tuple[Opened, Journal]:
    """Return a bundle's first page and all that it says; `keys` open one that is locked.

    Raises InvalidInput for what is no bundle and what no key opens, NoJournal where it cannot be
    opened.
    """
    return open_bundle(path, bundle_bytes(path), keys)


def bundle_bytes(path: Path) -> bytes:
    """Return what stands in a file, if not too much. Raises NoJournal where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_LOCKED + 1)
    except OSError as err:
        raise NoJournal(f"{path} cannot be opened: {err.strerror}.") from None


def open_bundle(path: Path, raw: bytes, keys: Keys) -> tuple[Opened, Journal]:
    """Return what a bundle's bytes say. Raises InvalidInput for what is no bundle."""
    files = read_files(keys.opened(raw) if is_locked(raw) else raw)
    opened = open_page(path, files[names.HEADER])
    documents: list[Document] = []
    problems: list[Problem] = []
    for name, content in files.items():
        what = names.what_is(name)
        if what not in names.NO_PAGES:
            read = read_page(what, name, content, opened.zone)
            problems += read.problems
            documents += [read.document] if read.document else []
    journal = gather(opened, documents, problems)
    if _has_too_many(journal, files):
        raise _refusal(_TOO_MANY)
    return opened, journal


def read_files(raw: bytes) -> dict[str, bytes]:
    """Return the files in a bundle, by name. Raises InvalidInput for what is none."""
    if _is_too_large(raw):
        raise _refusal("it is too large")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as bundle:
            members = bundle.infolist()
            _check(members)
            _check_layout(raw, members)
            files = {member.filename: _content(bundle, member) for member in members}
    except InvalidInput:
        raise
    except _DAMAGED:
        raise _refusal("it is cut off, damaged, or no zip file") from None
    if names.HEADER not in files:
        raise _refusal("it has no stillpd.toml")
    return files


def _is_too_large(raw: bytes) -> bool:
    """Tell whether a bundle is larger than one may be, or its list of files longer."""
    return len(raw) > MOST_IN_ALL or raw.count(_MEMBER) > _MOST_FILES


def _has_too_many(journal: Journal, paths: Iterable[str]) -> bool:
    measures = sum(len(goal.measures) for goal in journal.goals.values())
    return measures > _MOST_MEASURES or _has_too_many_standing(paths)


def _has_too_many_standing(paths: Iterable[str]) -> bool:
    found = [names.what_is(path) for path in paths if names.is_standing(path)]
    return len(found) > _MOST_STANDING or found.count("block") > _MOST_BLOCKS


def _most_of(name: str) -> int:
    """Return how many bytes a file of that name may have."""
    return MOST_EVIDENCE if name.startswith(EVIDENCE) else MOST_BYTES


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse what no bundle of stillpd has, by the names and sizes that are told."""
    if len(members) > _MOST_FILES or sum(m.file_size for m in members) > MOST_IN_ALL:
        raise _refusal("it is too large")
    if _has_too_many_standing(m.filename for m in members):
        raise _refusal(_TOO_MANY)
    folded = {unicodedata.normalize("NFKC", m.filename).casefold() for m in members}
    if len(folded) != len(members):
        raise _refusal("two files in it have one name")
    for member in members:
        mode = member.external_attr >> 16
        # Two names: some Pythons take another one out of what follows the name.
        is_known = _is_known(member.orig_filename) and member.filename == member.orig_filename
        if not is_known or stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            raise _refusal("it holds a file that none has")
        if member.compress_type not in _WAYS:
            raise _refusal("a file in it is squeezed in a way that none has")
        if member.flag_bits & _ENCRYPTED:
            raise _refusal("it is locked with a password")
        if member.file_size > _MOST_SQUEEZED * max(member.compress_size, 1):
            raise _refusal("it is squeezed too tightly to be trusted")


def _check_layout(raw: bytes, members: list[zipfile.ZipInfo]) -> None:
    """Refuse what is not one file after another and then their list, and nothing else.

    So no two files share bytes, nothing is hidden between, before or behind them, and what each
    says of itself is what the list says of it: every program reads the same bundle.
    """
    place = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        told = _BEFORE_FILE.unpack_from(raw, place)
        mark, flags, way, checksum, squeezed, size, name, beside = told
        here = place + _BEFORE_FILE.size
        sizes = (member.compress_size, member.file_size)
        if (
            (mark, member.header_offset) != (b"PK\x03\x04", place)
            or (beside, member.extra, member.comment) != (0, b"", b"")
            or (flags, way, checksum) != (member.flag_bits, member.compress_type, member.CRC)
            or (squeezed, size) != sizes
            or raw[here : here + name] != member.orig_filename.encode()
        ):
            raise _refusal(_PATCHED)
        place = here + name + squeezed
    mark, here, in_all, length, start = _AT_END.unpack_from(raw, len(raw) - _AT_END.size)
    ends = (place, place + length, len(members), len(members))
    if mark != b"PK\x05\x06" or ends != (start, len(raw) - _AT_END.size, here, in_all):
        raise _refusal(_PATCHED)


def _is_known(name: str) -> bool:
    """Tell whether a bundle may have a file of that name."""
    if len(name) > _MOST_NAME or not name.isascii() or not name.isprintable():
        return False
    parts = name.split("/")
    if any(not part.strip(". ") or part.startswith(".") for part in parts):
        return False
    if set(name) & set('\\:*?"<>|') or not all(_is_no_device(part) for part in parts):
        return False
    if name.startswith(EVIDENCE):
        return len(parts) == 2 and PurePosixPath(name).suffix.lower() in CLEANED  # noqa: PLR2004
    return names.what_is(name) not in {"conflict", "other"}


def _is_no_device(part: str) -> bool:
    return part.lower().split(".")[0] not in names.DEVICES


def _content(bundle: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a file's bytes, no more than it may have, whatever it says of its size."""
    most = _most_of(member.filename)
    with bundle.open(member) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _refusal("a file in it is too large")
    return content


def _refusal(why: str) -> InvalidInput:
    return InvalidInput(f"{_NO_BUNDLE}{why}.", "Ask for it once more. Nothing was written.")
