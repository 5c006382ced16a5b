"""A name stops what it would stand in and nothing else, and nothing goes that was not looked at."""

import re
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stillpd.actions.brief import brief_for
from stillpd.actions.export import leaving_in, shared_for
from stillpd.insight.brief import brief
from stillpd.insight.gate_words import PrivateNames, named_private
from stillpd.insight.period import Period, period_at
from stillpd.insight.portfolio import portfolio
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.entry import KINDS, Commitment, Entry, Note
from stillpd.model.errors import Private, StillpdError
from stillpd.model.journal import Journal
from stillpd.render import (
    export_csv,
    export_form,
    export_html,
    export_ics,
    export_markdown,
)
from tests.conftest import DEMO

ZONE = ZoneInfo("America/New_York")
END = datetime(2026, 6, 5, 23, 59, tzinfo=ZONE)
OPENED = open_journal(DEMO)
JOURNAL = read_journal(OPENED)
YEAR = period_at(JOURNAL.calendar, END)
MONTH = Period(date(2025, 10, 1), date(2025, 10, 31), END)
TABLES = tuple(export_csv.TABLES)
MADE: dict[str, Any] = {
    **{f"csv {t}": (lambda r, t=t: export_csv.as_bytes(r, table=t)) for t in TABLES},
    "ics ": export_ics.as_bytes,
    "form ": lambda r: export_form.as_bytes(r, WORDS),
    "html ": export_html.as_bytes,
    "markdown ": export_markdown.as_bytes,
}
WORDS = (
    "{{ owner }} {{ profile.purpose }}\n{% for g in goals %}{{ g.title }} {{ g.why }}\n"
    "{% for e in g.evidence %}{{ e.words }} {{ e.measure }}\n{% endfor %}{% endfor %}"
    "{% for e in evidence %}{{ e.words }} {{ e.goals }}\n{% endfor %}"
    "{% for a in hours.activities %}{{ a.title }} {{ a.provider }} {{ a.topic }} {{ a.tried }} "
    "{{ a.proof }}\n{% endfor %}"
)


def made(what: str, audience: str, period: Period, journal: Journal = JOURNAL,
         *, part: bool = True, redact: bool = True) -> bytes:  # fmt: skip
    form, _, table = what.partition(" ")
    leaving = leaving_in(form, period, table) if part else None
    shared = shared_for(OPENED, journal, audience, END, redact=redact, leaving=leaving)
    content: bytes = MADE[what](portfolio(shared, period))
    return content


@pytest.mark.parametrize("what", MADE)
def test_the_part_of_a_journal_that_a_format_holds_makes_the_same_file(what: str) -> None:
    for audience in ("coach", "team", "partner"):
        for period in (YEAR, MONTH):
            try:
                whole = made(what, audience, period, part=False)
            except StillpdError as err:
                with pytest.raises(type(err)):
                    made(what, audience, period)
                continue
            assert made(what, audience, period) == whole


@pytest.mark.parametrize("audience", ["coach", "team", "partner", "evaluator"])
def test_the_part_that_a_brief_tells_of_makes_the_same_brief(audience: str) -> None:
    coaching = shipped_protocols()["coaching"]
    for day in range(0, 280, 40):
        now = END - timedelta(days=day)
        shared = shared_for(OPENED, JOURNAL, audience, now, redact=True)
        assert brief_for(OPENED, JOURNAL, audience, now, redact=True) == brief(shared, coaching)


def with_entry(*entries: Entry) -> Journal:
    found = sorted((*JOURNAL.entries, *entries), key=lambda entry: entry.at)
    return replace(JOURNAL, entries=tuple(found))


def test_a_name_stops_what_it_would_stand_in_and_nothing_else() -> None:
    at = datetime(2025, 10, 20, 12, tzinfo=ZONE)
    note = Note(id="zzzz22", at=at, body="Of dinners.", share=("partner",))
    promise = Commitment(id="zzzz23", at=at, text="call about dinners", share=("partner",),
                         due=date(2026, 9, 1))  # fmt: skip
    told = {
        what: [_stops(what, period, with_entry(entry))
               for period in (YEAR, Period(date(2026, 3, 2), date(2026, 3, 8), END))
               for entry in (note, promise)]
        for what in MADE
    }  # fmt: skip
    assert {what for what, found in told.items() if any(found)} == {
        "csv commitments", "html ", "markdown ", "ics "
    }  # fmt: skip
    assert told["html "] == told["markdown "] == [True, True, False, False]
    assert told["csv commitments"] == [False, True, False, False]
    assert told["ics "] == [False, True, False, True]  # a calendar is not cut to a period


def _stops(what: str, period: Period, journal: Journal) -> bool:
    try:
        made(what, "partner", period, journal, redact=False)
    except Private:
        return True
    except StillpdError:
        return False
    return False


LINKS = {"path", "id", "file", "block", "protocol", "measure", "goal"}


@pytest.mark.parametrize("what", MADE)
def test_whatever_stands_in_a_file_was_looked_through(what: str) -> None:
    form, _, table = what.partition(" ")
    entries = []
    for number, (kind, cls) in enumerate(KINDS.items()):
        words = {
            item.name: f"zqx{kind}{item.name}".replace("-", "").replace("_", "")
            for item in fields(cls)
            if item.type is str and item.name not in LINKS
        }
        at = datetime(2025, 10, 20, 12, number, tzinfo=ZONE)
        for title in (words.pop("title"), ""):
            made_id = f"zzz{'bcdfghjkmnpq'[number]}{'vw'[bool(title)]}b"
            own: dict[str, Any] = {**words, "id": made_id, "title": title}
            own |= {"due": date(2026, 9, 1)} if cls is Commitment else {}
            entries.append(cls(at=at, share=("partner",), **own))
    shared = shared_for(
        OPENED, with_entry(*entries), "partner", END, redact=True,
        leaving=leaving_in(form, YEAR, table),
    )  # fmt: skip
    content = MADE[what](portfolio(shared, YEAR)).decode()
    told = set(re.findall("zqx[a-z]+", content))
    assert told or what in {"csv readings", "csv time"}
    for token in told:
        assert named_private(shared, PrivateNames(words=[token])), token
