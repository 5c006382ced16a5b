"""A file of evidence without what it tells about itself: where a photo was taken, by what, when.

Only kinds that can be freed of it wholly are handed out; of any other there is nothing.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
_PNG_FRAME = 12  # bytes of a chunk beside its data
_JPEG = b"\xff\xd8"
_START_OF_SCAN, _END, _JFIF, _ADOBE = 0xDA, 0xD9, 0xE0, 0xEE
_DRAWING = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}) - {0xC8}
"""The segments that draw a picture: frames, tables, scans."""
_TEXTS = frozenset({".txt", ".csv", ".tsv", ".md"})
_PHOTOS = frozenset({".jpg", ".jpeg"})
CLEANABLE = _TEXTS | _PHOTOS | {".png"}
"""The endings of files that are handed out."""


def cleaned(name: str, raw: bytes) -> bytes | None:
    """Return a file's bytes without what they tell about themselves; None where that is unknown.

    `name` says by its ending what it should be; what is not that is not handed out.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending in _TEXTS:
        return _text(raw)
    try:
        if ending == ".png" and raw.startswith(_PNG):
            return _PNG + b"".join(_png_chunks(raw))
        if ending in _PHOTOS and raw.startswith(_JPEG):
            return _JPEG + b"".join(_jpeg_parts(raw))
    except (IndexError, ValueError):
        return None
    return None


def is_text(name: str) -> bool:
    """Tell whether a file's words can be looked through."""
    return PurePosixPath(name).suffix.lower() in _TEXTS


def _text(raw: bytes) -> bytes | None:
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in words else words.encode()


def _png_chunks(raw: bytes) -> Iterator[bytes]:
    """Iterate over the chunks that draw the picture; what follows its end is left out."""
    place = len(_PNG)
    while True:
        size = int.from_bytes(raw[place : place + 4])
        chunk = raw[place : place + size + _PNG_FRAME]
        if len(chunk) != size + _PNG_FRAME:
            raise ValueError
        kind = chunk[4:8]
        if kind in _PNG_KEPT:
            yield chunk
        if kind == b"IEND":
            return
        place += len(chunk)


def _jpeg_parts(raw: bytes) -> Iterator[bytes]:
    """Iterate over the segments that draw the picture; what follows its end is left out."""
    place = len(_JPEG)
    while True:
        if raw[place] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise ValueError
        marker = raw[place + 1]
        if marker == _END:
            yield raw[place : place + 2]
            return
        end = place + 2 + int.from_bytes(raw[place + 2 : place + 4])
        if end > len(raw) or end < place + 4:
            raise ValueError
        if marker == _START_OF_SCAN:
            end = _end_of_scan(raw, end)
        if marker in _DRAWING:
            yield raw[place:end]
        else:
            yield _colours(marker, raw[place + 4 : end])
        place = end


def _colours(marker: int, data: bytes) -> bytes:
    """Return what a picture looks wrong without: JFIF without its small picture, and Adobe's."""
    if marker == _JFIF and data.startswith(b"JFIF\0") and len(data) >= 14:  # noqa: PLR2004
        return b"\xff\xe0\x00\x10" + data[:12] + b"\0\0"
    if marker == _ADOBE and data.startswith(b"Adobe") and len(data) >= 12:  # noqa: PLR2004
        return b"\xff\xee\x00\x0e" + data[:12]
    return b""


def _end_of_scan(raw: bytes, place: int) -> int:
    """Return where a scan's data ends: at the next marker that is none of its own."""
    while True:
        place = raw.index(b"\xff", place)
        following = raw[place + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - restarts
            return place
        place += 2
