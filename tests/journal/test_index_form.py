"""The index's own form: whatever the model can say is thawed as it was frozen, and is found."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stillpd.journal import pages
from stillpd.journal.folder import ReadPage
from stillpd.journal.index.database import Database
from stillpd.journal.index.frozen import freeze, thaw
from stillpd.journal.index.words import as_found
from stillpd.model.block import Block
from stillpd.model.entry import KINDS, Entry, Evidence, Note
from stillpd.model.goal import Goal
from stillpd.model.journal import Document
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.selection import ALL
from tests.strategies import any_of, days, local_moments, moments, names

slow = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
# A file's name may be no text at all; what is in a file always is.
paths = st.text(st.characters(exclude_characters="\0"), max_size=60)
bodies = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
zones = st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC"])
# No file says `fold`; and a moment without an offset is one of the journal's zone.
locals_ = local_moments.map(lambda moment: moment.replace(fold=0))
any_moments = moments.map(lambda moment: moment.replace(fold=0)) | st.builds(
    lambda moment, zone: moment.replace(tzinfo=ZoneInfo(zone)), locals_, zones
)
STANDING = {
    Profile: {"day": days},
    Goal: {"id": names},
    Block: {"id": names, "starts": st.none() | locals_},
    Protocol: {"id": names},
}
AT = datetime(2025, 10, 24, 15, 5, tzinfo=UTC)


def through(document: Document) -> Document:
    [thawed] = thaw([(freeze(document), getattr(document, "body", None))])
    return thawed


def kept(*documents: Document) -> Database:
    """Return a database in memory that holds these documents."""
    database = Database.made(None)
    database.begin()
    for number, document in enumerate(documents):
        stamp = (f"{number}.md", 1, 1, 1, number)
        database.add("entries", stamp, "mark", ReadPage(document, ()), proven=True)
    database.sort()
    database.commit()
    return database


def types_in(value: object) -> Iterator[type]:
    """Iterate over the types of a value and of all that it holds."""
    yield type(value)
    if is_dataclass(value):
        for item in fields(value):
            yield from types_in(getattr(value, item.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from types_in(part)
    elif isinstance(value, dict):
        for pair in value.items():
            yield from types_in(pair)


def assert_alike(thawed: Document, document: Document) -> None:
    assert thawed == document
    assert repr(thawed) == repr(document)
    assert list(types_in(thawed)) == list(types_in(document))
    write: Any = pages.new_entry if isinstance(document, Entry) else pages.new_standing
    assert write(thawed) == write(document)


@pytest.mark.parametrize("cls", STANDING, ids=lambda cls: cls.__name__)
@slow
@given(data=st.data())
def test_any_standing_document_is_thawed_as_it_was_frozen(cls, data):
    document = data.draw(any_of(cls, **STANDING[cls]))

    assert_alike(through(document), document)
    assert_alike(kept(document).standing()[0], document)


@pytest.mark.parametrize("kind", KINDS)
@slow
@given(data=st.data())
def test_any_entry_is_thawed_as_it_was_frozen(kind, data):
    entry = data.draw(any_of(KINDS[kind], path=paths, body=bodies, at=any_moments))

    assert_alike(through(entry), entry)
    assert_alike(kept(entry).entries(ALL)[0], entry)


@pytest.mark.parametrize(
    "front",
    [
        'kind = "evidence"\nat = 2025-10-24\nvalue = 0.0\n',
        'kind = "evidence"\nat = 2025-10-24\nvalue = -0.0\n',
        'kind = "evidence"\nat = 2025-10-24\nvalue = 2.10\n',
        'kind = "evidence"\nat = 2025-10-24\nvalue = 1e400\n',
        'kind = "evidence"\nat = 2025-10-24\nvalue = "3"\n',
        'kind = "evidence"\nat = 2025-10-24\nvalue = 3\n',
        'kind = "note"\nat = 2025-10-24T15:05:00\n',
        'kind = "note"\nat = 2025-10-24T15:05:00Z\n',
        'kind = "note"\nat = 2025-10-24T15:05:00.000250-04:00\n',
        'kind = "check-in"\nat = 2025-10-24\nreadings = {"~" = 1, "is" = 2.0}\n',
        'kind = "reflection"\nat = 2025-10-24\n[answers]\na = true\nb = 1\nc = 1.0\nd = "true"\n',
        'kind = "release"\nat = 2025-10-24\nsince = 2019\nstopped = 2025-01-01\n',
    ],
)
def test_what_looks_alike_and_is_written_otherwise_stays_apart(front):
    zone = ZoneInfo("America/New_York")
    entry, _ = pages.read_entry(f"+++\n{front}+++\n".encode(), "entries/x.md", zone)
    assert entry is not None

    assert_alike(through(entry), entry)


@pytest.mark.parametrize(
    "local",
    [
        datetime(2025, 11, 2, 1, 30),  # twice that night
        datetime(2026, 3, 8, 2, 30),  # never that night
    ],
    ids=str,
)
def test_a_moment_in_the_hour_that_the_clock_changes_stays_in_its_zone(local):
    zone = ZoneInfo("America/New_York")
    entry = Note(at=local.replace(tzinfo=zone))
    thawed = through(entry)

    assert isinstance(thawed, Note)
    assert thawed.at.tzinfo is zone  # else the two would be neither equal nor in one order


def test_a_number_without_measure_is_refused_before_anything_is_kept():
    entry = Evidence(at=AT, value=10**5000)  # no file brings one
    database = Database.made(None)
    database.begin()
    with pytest.raises(ValueError, match="digits"):
        database.add("entries", ("x.md", 1, 1, 1, 1), "mark", ReadPage(entry, ()), proven=True)
    database.commit()

    assert database.count() == (0, 0)
    assert database.entries(ALL) == []


# Words -------------------------------------------------------------------------------------------


def phrase(words: str, begins: str = "") -> str:
    return f'"{as_found(words)}"{begins}'


def found(text: str, asked: str) -> bool:
    """Tell whether a note with that text is found."""
    return bool(kept(Note(at=AT, body=text)).match(asked))


FOUND = [
    ("Café with Zoë", ["cafe", "CAFÉ", "cafe\u0301", "zoe", "Zoë"], ["caf", "zo"]),
    ("Müller’s Straße naïve", ["muller", "mu\u0308ller", "straße", "NAIVE"], ["mueller"]),
    ("Łódź và Điện Biên", ["điên", "BIÊN", "bien"], ["dien"]),
    ("Ο Σωκράτης είπε", ["σωκρατησ", "Σωκράτης", "ειπε", "ΕΙΠΕ"], ["σωκρα"]),
    ("Ещё одна йога", ["еще", "ЕЩЁ", "иога", "йога"], ["ещ"]),
    ("我们去学校学习", ["学校", "学", "去学校", "我们去学校学习"], ["校学校", "习学"]),
    ("ひらがなとカタカナ", ["ひらがな", "カタカナ", "カナ", "が"], ["なが"]),
    ("日本語のテスト", ["日本語", "テスト", "語の"], ["本日"]),
    ("สวัสดีครับ", ["สวัสดี", "ครับ"], ["ครัว"]),
    ("हिन्दी में लिखना", ["हिन्दी", "लिखना", "में"], ["हिन"]),
    ("학교에서 공부", ["학교에서", "공부"], ["학부"]),
    ("مرحبا بكم", ["مرحبا", "بكم"], ["مر"]),
    ("went well 🎉🎉 and 👍🏽", ["🎉", "🎉🎉", "👍🏽", "well 🎉"], ["🙁", "🎉🎉🎉"]),
    ("2.1 of 3 at 09:30", ["2.1", "09:30", "3"], ["2.3"]),
    ("one\u200btwo snake_case", ["one two", "snake case"], ["onetwo"]),
]


@pytest.mark.parametrize(("text", "there", "not_there"), FOUND, ids=lambda v: str(v)[:20])
def test_words_of_every_script_are_found_and_no_others(text, there, not_there):
    assert [words for words in there if not found(text, phrase(words))] == []
    assert [words for words in not_there if found(text, phrase(words))] == []


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("colleague", "collea"),
        ("Réflexion", "refl"),
        ("Ещё", "ещ"),
        ("हिन्दी", "हिन"),
        ("学校", "学"),
    ],
)
def test_a_beginning_is_found(text, beginning):
    assert found(text, phrase(beginning, "*"))


@slow
@given(text=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20))
@example("İstanbul")
@example("ﬁnd")
@example("ſtill")
@example("ꟷ")
def test_any_word_finds_the_text_that_it_stands_in(text):
    assert found(f"before {text} behind", phrase(text))


@slow
@given(text=st.text(max_size=40))
def test_no_text_breaks_a_phrase(text):
    database = kept(Note(at=AT, body="words"))
    assert isinstance(database.match(phrase(text.replace('"', " ").replace("\0", " "))), list)


def test_a_title_counts_more_than_prose_and_both_are_found():
    database = kept(
        Note(at=AT, title="", body="talk of pairs " + "and more " * 9),
        Note(at=AT, title="Pair talk", body="something " * 20),
    )
    titles = [
        match.document.title for match in sorted(database.match("talk"), key=lambda m: m.rank)
    ]

    assert titles == ["Pair talk", ""]


def test_names_that_only_link_are_no_words():
    entry = Note(at=AT, path="entries/seen.md", id="kx7q2m", goals=("cer",), share=("coach",))
    database = kept(entry, Goal(id="cer", title="Claims"))

    asked = ("seen", "kx7q2m", "cer", "coach")
    assert [words for words in asked if database.match(phrase(words))] == []
    assert len(database.match(phrase("claims"))) == 1
