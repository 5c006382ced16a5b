"""One page of the journal, whole: its facts in rows, the prose as it was written."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from stillpd.insight.sharing import page_of, spoken
from stillpd.model.days import long_day, short_day
from stillpd.model.entry import Ask, Commitment, Entry, Reflection, Release
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.profile import Profile
from stillpd.model.week import Week
from stillpd.render import marks
from stillpd.render.data import data_of
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Spans, dim, strong, text

_SHOWN_ELSEWHERE = frozenset({"id", "path", "at", "title", "body", "share", "day"})
_LABELS = {
    "goals": "goal",
    "from_": "from",
    "with_": "with",
    "try_": "to try",
    "if_then": "if … then",
    "readings": "",
    "excused": "",
    "answers": "",
    "hours": "",
}
_UNSAID: Mapping[str, object] = {"scope": "self", "weeks": "school", "sequence": 0}
_LATE = frozenset(
    {"goals", "circle", "discipline", "tags", "starred", "energy", "fulfilment", "minutes"}
    | {"source"}
)
_BARE = frozenset(
    {"on", "name", "kind", "role", "title", "ask", "what", "answer", "shows", "words"}
)
_HEADLINES: Mapping[type[Entry], str] = {
    Commitment: "text",
    Ask: "what",
    Release: "practice",
}


def page(ref: str, path: str, document: object) -> Page:
    """Return a page of the journal on a page of the screen."""
    if isinstance(document, Entry):
        return tuple(_entry(ref, document))
    return tuple(_standing(ref, path, document))


def unread_page(path: str, written: str) -> Page:
    """Return a file that cannot be read as meant, as the text that it is."""
    said = text(dim("This file cannot be read as it is meant; here is its text."))
    return (Heading(1, text(path)), Para(said), Gap(), Para(text(written), verbatim=True))


def data(ref: str, path: str, document: object) -> dict[str, Any]:
    """Return a page as JSON data: what it is, and every key that it has."""
    what = document.kind if isinstance(document, Entry) else type(document).__name__.lower()
    said = data_of(document)
    said.pop("path", None)
    return {"what": what, "ref": ref, "path": path, "page": said}


# Entries -----------------------------------------------------------------------------------------


def _entry(ref: str, entry: Entry) -> Iterator[Block]:
    when = f"{long_day(entry.day)}, {entry.at:%H:%M}"
    yield Heading(1, text(strong(headline(entry))), text(dim(when)))
    yield from entry_blocks(entry)
    yield Gap()
    yield Para(text(dim(f"{shared_with(entry.share)} · {ref}")))
    if entry.path != ref:
        yield Para(text(dim(entry.path)))


def entry_blocks(entry: Entry) -> Iterator[Block]:
    """Iterate over all that an entry says below its headline: its facts, and its prose."""
    said = "" if entry.title else _HEADLINES.get(type(entry), "")  # with a title it is a fact
    own = [row for name in _names(entry, _SHOWN_ELSEWHERE | {said}) for row in _rows(entry, name)]
    if own:
        yield Rows(tuple(own), indent=2)
    if entry.body:
        yield Gap()
        yield Para(text(entry.body), prose=True)


def headline(entry: Entry) -> str:
    """Return what stands above an entry: its title or own words, else what kind it is."""
    kind = entry.kind.capitalize()
    if isinstance(entry, Reflection) and entry.protocol:
        kind += f", {entry.protocol}"
    name = _HEADLINES.get(type(entry), "title")
    said = entry.title or str(getattr(entry, name))
    return f"{kind}: {said}" if said else kind


def ref_words(ref: str) -> str:
    """Return a page that went as it is typed: what is written down of a goal is its path."""
    return ref.rpartition("/")[2].removesuffix(".toml")


def shared_with(share: tuple[str, ...]) -> str:
    """Return who may see it."""
    return f"shared with {', '.join(share)}" if share else "private"


def _names(document: Any, skip: frozenset[str]) -> list[str]:
    names = [item.name for item in fields(document) if item.name not in skip]
    return sorted(names, key=lambda name: name in _LATE)


def _rows(document: Any, name: str) -> Iterator[tuple[Spans, ...]]:
    value = getattr(document, name)
    if _is_unsaid(name, value):
        return
    label = _LABELS.get(name, name.replace("_", " "))
    if name == "items":
        yield text(dim("pages")), text(", ".join(ref_words(page_of(item)) for item in value))
    elif name == "share_also":
        yield text(dim(label)), text(spoken(value))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            told = f"excused: {item}" if name == "excused" else _said(item)
            yield text(dim(key)), text(told)
    elif isinstance(value, tuple) and value and name == "if_then":
        for number, item in enumerate(value):
            yield text(dim("" if number else label)), text(_said(item))
    else:
        yield text(dim(label)), text(_said(value))


def _is_unsaid(name: str, value: object) -> bool:
    """Tell whether a value goes without saying: it is empty, or what it usually is."""
    if name in _UNSAID and value == _UNSAID[name]:
        return True
    if is_dataclass(value):
        return not any(True for _ in _parts(value))
    return value in (None, "", (), {}, False) and not _is_zero(value)


def _is_zero(value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value == 0


def _said(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return marks.number(value)
        case datetime():
            return f"{long_day(value.date())}, {value:%H:%M}"
        case date():
            return short_day(value)
        case Week():
            return str(value)
        case tuple():
            return ", ".join(_said(item) for item in value)
    if is_dataclass(value):
        return " · ".join(_parts(value))
    return str(value)


# Standing documents ------------------------------------------------------------------------------


def _standing(ref: str, path: str, document: Any) -> Iterator[Block]:
    title, aside = standing_title(ref, document)
    yield Heading(1, text(strong(title)), text(dim(aside)))
    yield from standing_blocks(document)
    yield Gap()
    yield Para(text(dim(f"{_who_sees(document)}{path}")))


def standing_blocks(document: Any) -> Iterator[Block]:
    """Iterate over all that a goal, a block, a profile or another page says below its title."""
    in_title = {"kind", "status", "circle"} if isinstance(document, Goal) else set()
    names = _names(document, _SHOWN_ELSEWHERE | {"owner", "uid", "changed"} | in_title)
    nested = [name for name in names if _is_nested(getattr(document, name))]
    facts = [row for name in names if name not in nested for row in _rows(document, name)]
    if facts:
        yield Rows(tuple(facts), indent=2)
    for name in nested:
        yield Gap()
        yield Heading(2, text(name.replace("_", " ").capitalize()))
        yield from _list(getattr(document, name))


def standing_title(ref: str, document: Any) -> tuple[str, str]:
    """Return what stands above such a page, and beside it."""
    match document:
        case Goal():
            parts = [document.circle, document.kind, document.status]
            return document.title or ref, f"{ref} · {', '.join(str(p) for p in parts if p)}"
        case Profile():
            return f"Profile of {long_day(document.day)}", ""
        case Header():
            return document.owner or "Journal", "the journal's first page"
    return document.title or ref, f"{type(document).__name__.lower()} {ref}"


def _is_nested(value: object) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    if is_dataclass(value):
        return any(_is_list_of_tables(getattr(value, item.name)) for item in fields(value))
    return _is_list_of_tables(value)


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _list(value: Any) -> Iterator[Block]:
    rows: list[tuple[Spans, ...]] = []
    if isinstance(value, Mapping):
        rows = [(text(key), text(_said(item))) for key, item in value.items()]
    elif isinstance(value, tuple):
        rows = [_row(item) for item in value]
    else:
        for item in fields(value):
            label = item.name.replace("_", " ")
            rows += [(text(dim(label)), text(_said(one))) for one in getattr(value, item.name)]
    yield Rows(tuple(rows), indent=2)


def _row(item: Any) -> tuple[Spans, ...]:
    first, *rest = _parts(item)
    return text(first), text(" · ".join(rest))


def _parts(value: Any) -> Iterator[str]:
    """Iterate over what a small table says: its first value bare, the others with their keys."""
    for number, item in enumerate(fields(value)):
        held = getattr(value, item.name)
        if _is_unsaid(item.name, held) or (number and held == item.default and _is_zero(held)):
            continue
        if item.name in _BARE or (number == 0 and not isinstance(held, date)):
            yield _said(held)
        else:
            yield f"{item.name.strip('_').replace('_', ' ')} {_said(held)}"


def _who_sees(document: Any) -> str:
    match document:
        case Goal():
            return f"{shared_with(document.share)} · "
        case Profile():
            told = [f"{spoken([k])} with {', '.join(v)}" for k, v in document.share.items() if v]
            return f"shared: {'; '.join(told)} · " if told else "private · "
    return ""
