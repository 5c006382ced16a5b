"""`export json`: all that its reader may see, and read back equal; what is none is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from stillpd.exchange.journal_json import MOST_BYTES, read_journal_json
from stillpd.insight.gate import gate
from stillpd.insight.period import period_at
from stillpd.insight.portfolio import portfolio, whole
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.block import Block
from stillpd.model.entry import KINDS
from stillpd.model.errors import InvalidInput, NewerFormat, StillpdError
from stillpd.model.goal import Goal
from stillpd.model.header import Audience, Header
from stillpd.model.journal import Journal
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.shared import Shared
from stillpd.render.export_json import as_bytes
from tests.conftest import DEMO
from tests.strategies import any_of, days, names, words

AT = datetime(2026, 6, 5, 23, 59, tzinfo=ZoneInfo("America/New_York"))
ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "src" / "stillpd" / "render" / "schemas" / "journal.schema.json"


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@cache
def dana() -> Journal:
    return read_journal(open_journal(DEMO))


def written(shared: Shared) -> bytes:
    return as_bytes(portfolio(shared, period_at(shared.journal.calendar, shared.at)))


def test_the_schema_is_what_the_model_says() -> None:
    spec = spec_from_file_location("make_schema", ROOT / "docs" / "make_schema.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    assert SCHEMA.read_text("utf-8") == made.make(), "run: make screens"


def test_danas_whole_year_fits_the_schema_and_reads_back_equal() -> None:
    shared = whole(dana(), AT)
    made = written(shared)
    told = json.loads(made)
    assert list(validator().iter_errors(told)) == []
    assert (told["schema"], told["kind"], told["audience"]) == ("stillpd/1", "journal", "me")
    assert len(told["entries"]) == len([e for e in dana().entries if e.kind != "share"])
    assert read_journal_json(made) == shared.journal


@pytest.mark.parametrize("audience", ["coach", "team", "partner", "evaluator"])
def test_what_an_audience_may_see_fits_the_schema_and_reads_back_equal(audience: str) -> None:
    shared = gate(dana(), audience, AT, shipped_protocols().keys())
    made = written(shared)
    assert list(validator().iter_errors(json.loads(made))) == []
    assert read_journal_json(made) == shared.journal


PATH = "entries/2025/10/2025-10-24-1505-note-kx7q2m.md"


def keyed(cls: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(any_of(cls, id=names), max_size=1).map(lambda made: {m.id: m for m in made})


any_entry = st.sampled_from(list(KINDS.values())).flatmap(
    lambda cls: any_of(cls, path=st.sampled_from([PATH, ""]), body=words)
)
any_journal = st.builds(
    Journal,
    header=any_of(Header, format=st.just(1)),
    profiles=st.lists(any_of(Profile, day=days), max_size=1).map(tuple),
    goals=keyed(Goal),
    blocks=keyed(Block),
    protocols=keyed(Protocol),
    entries=st.lists(any_entry, max_size=3).map(
        lambda found: tuple(sorted(found, key=lambda entry: (entry.at, entry.path)))
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(journal=any_journal)
def test_any_journal_fits_the_schema_and_reads_back_equal(journal: Journal) -> None:
    shared = Shared(audience="me", party=Audience(), at=AT, journal=journal)
    # No report is made of it: what JSON holds is the journal, and sums of any numbers are not ours.
    made = as_bytes(replace(portfolio(whole(EMPTY, AT), PERIOD), shared=shared))
    assert list(validator().iter_errors(json.loads(made))) == []
    assert read_journal_json(made) == journal
    assert not set(made.decode()) & set("\x1b\x9b\u202e\u2028\x7f")


EMPTY = Journal(header=Header(id="x", timezone="UTC"))
PERIOD = period_at(EMPTY.calendar, AT)


def document(**changed: Any) -> dict[str, Any]:
    return json.loads(written(whole(EMPTY, AT))) | changed


def as_raw(told: Any) -> bytes:
    return json.dumps(told).encode()


def entry(**keys: Any) -> dict[str, Any]:
    return {"kind": "note", "at": "2025-10-24T15:05:00-04:00", **keys}


def test_numbers_are_as_exact_as_they_were_written() -> None:
    raw = as_raw(document(entries=[entry(kind="check-in", readings={"a": 0})]))
    for text in ("2.10", "0.1", "123456789012345678901234567890", "1E+3", "1E-30", "-0.00001"):
        journal = read_journal_json(raw.replace(b'"a": 0', f'"a": {text}'.encode()))
        shared = Shared(audience="me", party=Audience(), at=AT, journal=journal)
        again = as_bytes(replace(portfolio(whole(EMPTY, AT), PERIOD), shared=shared))
        assert f'"a": {text}'.encode() in again
        [found] = read_journal_json(again).entries
        assert str(found.readings["a"]) == str(Decimal(text))  # type: ignore[attr-defined]


WHOLE = as_raw(document())
HOSTILE = {
    "nothing": b"",
    "no JSON": b"{",
    "another encoding": WHOLE.decode().encode("utf-16"),
    "half a byte": WHOLE[:-1] + b"\xff}",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "nested lists": b"[" * 100_000,
    "nested tables": b'{"a":' * 100_000,
    "nested within": as_raw(document(x=json.loads("[" * 40 + "]" * 40))),
    "NaN": WHOLE.replace(b'"UTC"', b"NaN"),
    "Infinity": WHOLE.replace(b'"UTC"', b"-Infinity"),
    "a huge exponent": WHOLE.replace(b'"UTC"', b"1e999999999"),
    "a huge negative exponent": WHOLE.replace(b'"UTC"', b"1e-999999999"),
    "an exponent beyond Decimal": WHOLE.replace(b'"UTC"', b"1e99999999999999999999"),
    "a thousand digits": WHOLE.replace(b'"UTC"', b"0." + b"1" * 1000),
    "a whole number without end": WHOLE.replace(b'"UTC"', b"1" * 10_000),
    "half a character": WHOLE.replace(b'"UTC"', b'"\\ud800"'),
    "half a character as a key": WHOLE.replace(b'"UTC"', b'{"\\udfff": 1}'),
    "one key twice": WHOLE.replace(b'"kind"', b'"kind": "journal", "kind"'),
    "another schema": as_raw(document(schema="stillpd/2")),
    "an envelope": as_raw({"schema": "stillpd/1", "command": "log", "data": {}}),
    "no entries": as_raw({key: value for key, value in document().items() if key != "entries"}),
    "entries as a table": as_raw(document(entries={})),
    "goals as a list": as_raw(document(goals=[])),
    "an entry that is no table": as_raw(document(entries=[1])),
    "a goal that is no table": as_raw(document(goals={"a": []})),
    "no header": as_raw(document(header=None)),
    "too many parts": b"[" + b"[]," * 2_100_000 + b"[]]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_such_document_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="no journal in JSON"):
        read_journal_json(HOSTILE[name])


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidInput, match="too large"):
        read_journal_json(b" " * (MOST_BYTES + 1))


def test_a_newer_format_is_refused() -> None:
    with pytest.raises(NewerFormat):
        read_journal_json(as_raw(document(header={"format": 2, "id": "x", "timezone": "UTC"})))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"goals": {"../../x": {"title": "A"}}}, "bad-name"),
        ({"profiles": [{"day": "9999-01-01"}]}, "bad-date"),
        ({"profiles": [{}]}, "bad-date"),
        ({"entries": [{"kind": "note"}]}, "bad-moment"),
        ({"entries": [entry(at="2025-10-24T15:05:00")]}, "bad-moment"),
        ({"entries": [entry(at="2025-02-30T15:05:00Z")]}, "bad-moment"),
        ({"entries": [entry(at=5)]}, "bad-moment"),
        ({"entries": [entry(kind=["note"])]}, "unknown-kind"),
        ({"entries": [entry(energy=11)]}, "out-of-range"),
        ({"entries": [entry(kind="commitment", text="x", due="20251024")]}, "bad-date"),
        ({"entries": [entry(kind="commitment", text="x", due=None)]}, "bad-date"),
        ({"goals": {"a": {"title": "A", "measure": [3]}}}, "bad-table"),
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_is_left_out_and_told(changed: dict[str, Any], code: str) -> None:
    journal = read_journal_json(as_raw(document(**changed)))
    assert [problem.code for problem in journal.problems] == [code]


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "entries/../../x.md", "goals/a.toml", "entries\\x.md", 5, "stillpd.toml"],
)
def test_an_entry_lies_among_the_entries_or_nowhere(path: object) -> None:
    [found] = read_journal_json(as_raw(document(entries=[entry(path=path)]))).entries
    assert found.path == ""


KEYS = ["at", "day", "kind", "share", "measure", "readings", "breaks", "pauses", "audiences"]
KEYS += ["bundle", "identity", "starts"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words | days.map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
PLACES = ["header", "profiles", "goals", "blocks", "protocols", "entries"]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), junk=JUNK, key=st.sampled_from(KEYS))
def test_whatever_stands_there_it_is_read_or_refused(place: str, junk: Any, key: str) -> None:
    table = entry(kind="check-in") | {key: junk, "day": "2025-08-13"}
    tables = {"header": table, "profiles": [table], "entries": [table]}
    for value in (junk, tables.get(place, {"a": table})):
        try:
            read_journal_json(as_raw(document(**{place: value})))
        except StillpdError:
            continue


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_document_that_was_cut_or_bent_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(as_raw(document(entries=[entry(id="kx7q2m", body="Words.")])))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_journal_json(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    except StillpdError:
        return


def test_moments_keep_their_offset() -> None:
    [found] = read_journal_json(
        as_raw(document(entries=[entry(at="2025-10-24T15:05:00Z")]))
    ).entries
    assert found.at == datetime(2025, 10, 24, 15, 5, tzinfo=UTC)
