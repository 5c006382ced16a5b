"""What `search` finds is what a reader with much patience would find."""

import re
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.actions.search import Sought, search
from stillpd.insight.timeline import Wanted
from stillpd.journal.first_page import open_journal
from stillpd.journal.index.reader import ask_in_memory
from stillpd.model.errors import InvalidInput
from stillpd.model.query import Query, Term, read_query
from stillpd.model.selection import ALL
from tests.conftest import DEMO, clean_environment

HEADER = 'format = 1\nid = "aaaaaaaaaa"\ntimezone = "UTC"\n'
LATE = datetime.fromisoformat("2030-01-01T00:00:00+00:00")


@pytest.fixture(scope="module", autouse=True)
def apart(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in clean_environment(tmp_path_factory.mktemp("home")).items():
            patch.setenv(name, value)
        yield


def refs(root: Path, text: str, wanted: Wanted = Wanted(), **more) -> list[str]:  # noqa: B008
    def question(index):
        sought = Sought(query=read_query(text), wanted=wanted, **more)
        return search(index, index.journal(), sought, LATE)

    return [page.ref for page in ask_in_memory(open_journal(root), question).pages]


@pytest.fixture
def journal(tmp_path):
    (tmp_path / "stillpd.toml").write_text(HEADER)
    (tmp_path / "entries").mkdir()
    return tmp_path


def put(journal: Path, name: str, body: str, day: str = "2026-01-01", front: str = "") -> None:
    (journal / "entries" / f"{day}-note-{name}.md").write_text(
        f'+++\nkind = "note"\nid = "{name}"\nat = {day}T12:00:00+00:00\n{front}+++\n{body}\n',
        encoding="utf-8",
    )


# Against plain reading -----------------------------------------------------------------------


def words_of_file(path: Path) -> list[str]:
    text = path.read_text("utf-8").lower()
    return re.findall(r"[^\W_]+", text)


# No word of these also stands in a key, an id, a path or a date of Dana's files.
@pytest.mark.parametrize("word", ["reyes", "slower", "colloid", "ferry", "magenta", "syllabus"])
def test_a_word_is_found_in_every_file_that_has_it_and_in_no_other(word):
    def question(index):
        sought = Sought(query=read_query(word), wanted=Wanted())
        return search(index, index.journal(), sought, LATE)

    found = {page.path for page in ask_in_memory(open_journal(DEMO), question).pages}
    files = [p for p in DEMO.rglob("*") if p.suffix in {".md", ".toml"} and p.parent != DEMO]
    have = {p.relative_to(DEMO).as_posix() for p in files if word in words_of_file(p)}
    assert found == have != set()


ALPHABET = ["lab", "label", "talk", "pair", "quiet", "Friday"]
texts = st.lists(st.sampled_from(ALPHABET), max_size=6).map(" ".join)
terms = st.builds(
    Term, st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=2).map(" ".join), st.booleans()
)


def has(text: str, term: Term) -> bool:
    words, asked = text.lower().split(), term.words.lower().split()
    for start in range(len(words) - len(asked) + 1):
        *first, last = words[start : start + len(asked)]
        if first == asked[:-1] and (
            last.startswith(asked[-1]) if term.begins else last == asked[-1]
        ):
            return True
    return False


def typed(term: Term, minus: str = "") -> str:
    return f'{minus}"{term.words}"{"*" if term.begins else ""}'


@settings(max_examples=60, deadline=None)
@given(
    st.lists(texts, min_size=1, max_size=5),
    st.lists(terms, max_size=2),
    st.lists(terms, max_size=2),
)
def test_words_phrases_beginnings_and_without_mean_what_they_say(
    tmp_path_factory, bodies, wanted, unwanted
):
    if not wanted and not unwanted:
        return
    root = tmp_path_factory.mktemp("journal")
    (root / "stillpd.toml").write_text(HEADER)
    (root / "entries").mkdir()
    for number, body in enumerate(bodies):
        put(root, f"n{number:05}", body)
    text = " ".join([typed(term) for term in wanted] + [typed(term, "-") for term in unwanted])

    assert set(refs(root, text)) == {
        f"n{number:05}"
        for number, body in enumerate(bodies)
        if all(has(body, term) for term in wanted) and not any(has(body, term) for term in unwanted)
    }


# The query -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("pair talk", Query((Term("pair"), Term("talk")))),
        ('"pair talk" lab', Query((Term("pair talk"), Term("lab")))),
        ("“pair talk”", Query((Term("pair talk"),))),
        ('"pair talk', Query((Term("pair talk"),))),
        ("coll*", Query((Term("coll", begins=True),))),
        ('"pair ta"*', Query((Term("pair ta", begins=True),))),
        ("talk -lab", Query((Term("talk"),), (Term("lab"),))),
        ('-"pair talk" x', Query((Term("x"),), (Term("pair talk"),))),
        ("talk - lab !!!", Query((Term("talk"), Term("lab")))),
        ("AND OR NOT NEAR", Query((Term("AND"), Term("OR"), Term("NOT"), Term("NEAR")))),
        ("talk talk", Query((Term("talk"),))),
    ],
)
def test_a_query_is_read_as_it_is_meant(text, query):
    assert read_query(text) == query


@pytest.mark.parametrize("text", ["", "   ", '""', "-", "*", "!!! ---", "\x00\x1b", "x" * 1001])
def test_without_a_word_there_is_nothing_to_look_for(text):
    with pytest.raises(InvalidInput):
        read_query(text)


SIGNS = [*"\"'*-()^:{}+a %\0", "AND", "NEAR(", "🎉", "ﷺ", "title"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_of_a_query_breaks_the_search(hostile_index, text):
    try:
        query = read_query(text)
    except InvalidInput:
        return
    search(hostile_index, hostile_index.journal(), Sought(query=query, wanted=Wanted()), LATE)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_no_sign_of_sqlites_own_breaks_the_search(hostile_index, text):
    try:
        query = read_query(text)
    except InvalidInput:
        return
    search(hostile_index, hostile_index.journal(), Sought(query=query, wanted=Wanted()), LATE)


@pytest.fixture(scope="module")
def hostile_index(tmp_path_factory):
    from stillpd.journal.index.catch_up import CatchUp
    from stillpd.journal.index.database import Database
    from stillpd.journal.index.reader import Index
    from stillpd.journal.index.stamps import look_at

    root = tmp_path_factory.mktemp("journal")
    (root / "stillpd.toml").write_text(HEADER)
    (root / "entries").mkdir()
    put(root, "aaaaaa", 'a "quoted" (AND) title:x NEAR 🎉 ﷺ\ufdd0\ufdd1 a')
    opened = open_journal(root)
    catch_up, database = CatchUp(opened, look_at(root)), Database.made(None)
    database.begin()
    catch_up.read_all(database)
    database.commit()
    yield Index(opened, database, catch_up.left_out)
    database.close()


# Words of every script -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("À l'École, naïve", "ecole"),
        ("a\u0300 l'e\u0301cole", "école"),
        ("Ελληνικά", "ελληνικα"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("ёлка", "елка"),
        ("一个安静的小组", "安静"),
        ("日本語のテスト", "テスト"),
        ("한국어 시험", "시험"),
        ("ภาษาไทยวันนี้", "ไทย"),
        ("हिन्दी में", "हिन्दी"),
        ("كتاب عربي", "كتاب"),
        ("great🎉day", "🎉"),
        ("great🎉day", "great"),
        ("👩🏽‍🏫 teacher", "👩🏽‍🏫"),
        ("Straße", "straße"),
    ],
)
def test_words_are_found_in_every_script_and_without_their_accents(journal, body, text):
    put(journal, "aaaaaa", body)
    put(journal, "bbbbbb", "something else")
    assert refs(journal, text) == ["aaaaaa"]


def test_a_mark_of_another_syllable_is_another_word(journal):
    put(journal, "aaaaaa", "हिन्दी")
    assert refs(journal, "हिन्दु") == []


# The line and the order ----------------------------------------------------------------------


def pages(root: Path, text: str):
    def question(index):
        return search(
            index, index.journal(ALL), Sought(query=read_query(text), wanted=Wanted()), LATE
        )

    return ask_in_memory(open_journal(root), question).pages


@pytest.mark.parametrize(
    ("body", "text", "line"),
    [
        ("One.\nA quiet bus today.\nQuiet again.", "quiet", "A [quiet] bus today."),
        ("pair\ntalk, twice", '"pair talk"', "[pair]"),
        ("L'École est là", "ecole", "L'[École] est là"),
        ("小组安静了", "安静", "小组[安静]了"),
        ("e\u0301cole", "ecole", "[\u00e9cole]"),
        ("coll colloid", "coll*", "[coll] [colloid]"),
    ],
)
def test_a_hit_is_shown_in_its_line_with_the_words_marked(journal, body, text, line):
    put(journal, "aaaaaa", body)
    (page,) = pages(journal, text)
    shown = "".join(f"[{p.text}]" if p.found else p.text for p in page.line)
    assert shown.replace("][", "") == line


def test_a_title_counts_more_than_a_body(journal):
    put(journal, "aaaaaa", "dinner and more words beside it")
    put(journal, "bbbbbb", "nothing of it here", front='title = "dinner"\n')
    assert refs(journal, "dinner") == ["bbbbbb", "aaaaaa"]


def test_by_date_the_newest_comes_first(journal):
    for name, day in [("bbbbbb", "2026-01-02"), ("cccccc", "2026-01-03"), ("aaaaaa", "2026-01-01")]:
        put(journal, name, "dinner", day)
    assert refs(journal, "dinner", order="date") == ["cccccc", "bbbbbb", "aaaaaa"]


def test_what_had_not_been_written_by_then_is_not_found(journal):
    put(journal, "aaaaaa", "dinner", "2031-01-01")
    assert refs(journal, "dinner") == []


def test_the_filters_narrow_what_is_found(journal):
    put(journal, "aaaaaa", "dinner", "2026-01-01", 'tags = ["family"]\nstarred = true\n')
    put(journal, "bbbbbb", "dinner", "2026-01-02", 'circle = "being"\n')
    assert refs(journal, "dinner", Wanted(tags=("family",))) == ["aaaaaa"]
    assert refs(journal, "dinner", Wanted(starred=True)) == ["aaaaaa"]
    assert refs(journal, "dinner", Wanted(circle="being")) == ["bbbbbb"]
    assert refs(journal, "dinner", Wanted(kinds=("commitment",))) == []
    assert refs(journal, "dinner", Wanted(limit=1), order="date") == ["bbbbbb"]


def test_what_is_private_is_not_looked_at_where_others_can_see(journal):
    put(journal, "aaaaaa", "dinner")
    put(journal, "bbbbbb", "dinner", front='share = ["coach"]\n')
    (journal / "goals").mkdir()
    (journal / "goals" / "open.toml").write_text('title = "Dinner"\nshare = ["coach"]\n')
    (journal / "goals" / "why.toml").write_text('title = "x"\nwhy = "dinner"\nshare = ["coach"]\n')
    (journal / "goals" / "mine.toml").write_text('title = "Dinner too"\n')
    assert refs(journal, "dinner", only_shared=True) == ["bbbbbb"]
    assert refs(journal, "-breakfast", only_shared=True) == ["bbbbbb"]
    assert len(refs(journal, "dinner")) == 5


def test_capitals_do_not_matter(journal):
    put(journal, "aaaaaa", "Dinner")
    assert refs(journal, "DINNER") == refs(journal, "dinner") == ["aaaaaa"]


# Long pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text", "shown"),
    [
        ("x\n" * 12_000 + "A quiet bus.", "quiet", "A [quiet] bus."),
        ("word " * 60_000 + "quiet bus", "quiet", "[quiet] bus"),
        ("漢" * 60_000 + "静", "静", "漢[静]"),
        ("quiet bus\n" + "quiet " * 100_000, "bus", "quiet [bus]"),
    ],
)
def test_in_a_long_page_too_the_line_is_found_and_soon(journal, body, text, shown):
    put(journal, "aaaaaa", body)
    begun = process_time()
    (page,) = pages(journal, text)
    assert "".join(f"[{p.text}]" if p.found else p.text for p in page.line).endswith(shown)
    assert len("".join(p.text for p in page.line)) < 10_000
    assert process_time() - begun < 10


@pytest.mark.parametrize("body", ["a\u200btalk here", "one \x00 talk", "\ufdd0 talk \ufdd1"])
def test_what_nobody_sees_moves_no_mark(journal, body):
    put(journal, "aaaaaa", body)
    (page,) = pages(journal, "talk")
    assert [piece.text for piece in page.line if piece.found] == ["talk"]
    assert "".join(piece.text for piece in page.line) == body
