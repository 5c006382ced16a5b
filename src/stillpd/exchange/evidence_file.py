"""A file of evidence without what it tells about itself: where a photo was taken, by what, when.

Only kinds that can be freed of it wholly are handed out; of any other there is nothing.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal

from stillpd.insight.gate_entries import CLEANED

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
_PNG_FRAME = 12  # bytes of a chunk beside its data
_JPEG = b"\xff\xd8"
_START_OF_SCAN, _END, _JFIF, _EXIF, _ADOBE = 0xDA, 0xD9, 0xE0, 0xE1, 0xEE
_FILLING = 0xFF  # may stand before any marker
_TURNED_TAG, _ROW = 0x0112, 12  # of Exif: how a camera was held, and the bytes of a row
_MOST_ROWS = 200
_DRAWING = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}) - {0xC8}
"""The segments that draw a picture: frames, tables, scans."""
_PHOTOS = frozenset({".jpg", ".jpeg"})
_TEXTS = CLEANED - _PHOTOS - {".png"}


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
        if marker == _FILLING:
            place += 1
            continue
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
            yield _looks(marker, raw[place + 4 : end])
        place = end


def _looks(marker: int, data: bytes) -> bytes:
    """Return what a picture looks wrong without: JFIF's frame, which way is up, Adobe's colours."""
    if marker == _JFIF and data.startswith(b"JFIF\0") and len(data) >= 14:  # noqa: PLR2004
        return b"\xff\xe0\x00\x10" + data[:12] + b"\0\0"
    if marker == _EXIF and data.startswith(b"Exif\0\0"):
        return _which_way_up(data[6:])
    if marker == _ADOBE and data.startswith(b"Adobe") and len(data) >= 12:  # noqa: PLR2004
        return b"\xff\xee\x00\x0e" + data[:12]
    return b""


def _which_way_up(exif: bytes) -> bytes:
    """Return a segment that tells how the camera was held, and nothing else of what Exif tells.

    Exif 2.3, 4.5 and 4.6.4: a header, then rows of tag, type, count and value.
    """
    order: Literal["big", "little"] = "little" if exif[:2] == b"II" else "big"

    def number(start: int, size: int) -> int:
        return int.from_bytes(exif[start : start + size], order)

    first = number(4, 4)
    for row in range(min(number(first, 2), _MOST_ROWS)):
        start = first + 2 + row * _ROW
        turned = number(start + 8, 2)
        if number(start, 2) == _TURNED_TAG and 1 < turned <= 8:  # noqa: PLR2004 - 1 is upright
            said = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"
            said += turned.to_bytes(2) + b"\0" * 6
            return b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said
    return b""


def _end_of_scan(raw: bytes, place: int) -> int:
    """Return where a scan's data ends: at the next marker that is none of its own."""
    while True:
        place = raw.index(b"\xff", place)
        following = raw[place + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - restarts
            return place
        place += 2
