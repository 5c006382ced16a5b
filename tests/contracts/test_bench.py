"""The benchmark measures what it says: its journals, its turns, and its verdicts."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks import bench, journals
from benchmarks.journals import Source, make_journal, pages
from benchmarks.measure import Spread, Turn, Wrong, take_turns
from benchmarks.notes import make_notes, write_for_jrnl, write_for_stillpd
from benchmarks.rows import Bar, Row, as_markdown, as_text, compared

from tests.conftest import Run

IN_FEW_YEARS, IN_TEN_YEARS = 150, 230


@pytest.mark.parametrize("entries", [0, 1, 20, 199, 200, 2_003])
def test_a_journal_has_exactly_so_many_entries_and_sixty_goals(entries: int) -> None:
    paths = [page.path for page in pages(entries)]
    assert len(set(paths)) == len(paths)
    assert sum(path.startswith("entries/") for path in paths) == entries
    assert sum(path.startswith("goals/") for path in paths) == 60


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others() -> None:
    assert list(pages(IN_TEN_YEARS)) == list(pages(IN_TEN_YEARS, seed=1))
    assert list(pages(IN_TEN_YEARS)) != list(pages(IN_TEN_YEARS, seed=2))


def test_a_journal_spans_ten_school_years() -> None:
    days = sorted(page.path[16:26] for page in pages(2_000) if page.path.startswith("entries/"))
    assert days[0] < "2016-10"
    assert "2026-03-01" < days[-1] <= "2026-03-20"


def test_no_two_entries_have_one_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_ALPHABET", "23")  # 64 ids
    source = Source(1)
    assert len({source.new_id() for _ in range(64)}) == 64


@pytest.mark.parametrize("entries", [IN_FEW_YEARS, IN_TEN_YEARS])
def test_doctor_finds_every_file_of_a_journal_well(run: Run, tmp_path: Path, entries: int) -> None:
    make_journal(tmp_path / "made", entries)
    done = run("-j", str(tmp_path / "made"), "doctor", "--as-of", "2026-03-20")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("tagged", [False, True])
def test_both_programs_get_the_same_notes(run: Run, tmp_path: Path, *, tagged: bool) -> None:
    notes = make_notes(40, tagged=tagged)
    write_for_stillpd(notes, tmp_path / "ours")
    write_for_jrnl(notes, tmp_path / "theirs", "%Y-%m-%d %H:%M")
    theirs = (tmp_path / "theirs").read_text("utf-8")
    assert len(re.findall(r"^\[\d{4}-\d\d-\d\d \d\d:\d\d\] ", theirs, re.MULTILINE)) == 40
    ours = [path.read_text("utf-8") for path in sorted((tmp_path / "ours").rglob("*.md"))]
    for note, text in zip(notes, ours, strict=True):
        for said in (note.title, note.prose):
            assert said in text
            assert said in theirs
        assert bool(note.tag) == tagged == ("tags = " in text)
        assert f"@{note.tag} {note.title}" in theirs or not tagged
    done = run("-j", str(tmp_path / "ours"), "doctor")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def python(code: str, **more: object) -> Turn:
    return Turn(words=[sys.executable, "-c", code], environment={}, **more)


def test_a_turn_is_taken_in_every_round_and_the_first_two_do_not_count() -> None:
    befores: list[Turn] = []
    turn = python("print('done')", expected="done", before=befores.append)
    take_turns([turn], 3, "test")
    assert (len(turn.times), len(befores)) == (3, 5)


@pytest.mark.parametrize("in_terminal", [False, True])
@pytest.mark.parametrize("code", ["print('something else')", "print('done'); exit(3)"])
def test_a_command_that_does_not_do_its_work_is_not_timed(code: str, *, in_terminal: bool) -> None:
    with pytest.raises(Wrong):
        take_turns([python(code, expected="done", in_terminal=in_terminal)], 1, "test")


def test_the_memory_of_a_process_is_told_at_its_peak(tmp_path: Path) -> None:
    mib = 1024 * 1024
    code = f"held = b'x' * {150 * mib}; del held"
    # Asked from a small process: one that runs many tests is larger than what it would measure.
    asked = (
        "import sys; from pathlib import Path; from benchmarks.measure import run_alone; "
        f"print(run_alone([sys.executable, '-c', {code!r}], {{}}, Path({str(tmp_path / 'said')!r}))"
        ".peak)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True
    )
    assert 150 * mib < int(done.stdout) < 200 * mib


def test_the_middle_and_the_quartiles() -> None:
    assert Spread.of([5.0, 1.0, 4.0, 2.0, 3.0]) == (2.0, 3.0, 4.0)
    assert Spread.of([7.0]) == (7.0, 7.0, 7.0)


@pytest.mark.parametrize(
    ("figure", "bar", "verdict"),
    [
        (1.4, Bar("F", most=1.4), "met"),
        (1.41, Bar("F", most=1.4), "not met"),
        (6_000, Bar("entries/s", least=6_000), "met"),
        (5_999, Bar("entries/s", least=6_000), "not met"),
        (0.84, Bar("×", least=0.85, most=1.15), "not met"),
        (1.16, Bar("×", least=0.85, most=1.15), "not met"),
        (1.0, Bar("×", least=0.85, most=1.15), "met"),
        (1.0, Bar("×"), ""),
        (None, Bar("F", most=1.4), "not measured: no git here"),
    ],
)
def test_a_row_says_whether_its_bar_is_met(figure: float | None, bar: Bar, verdict: str) -> None:
    row = Row("write", figure=figure, bar=bar, why="" if figure else "not measured: no git here")
    assert row.verdict == verdict
    assert as_text(row.cells).endswith(verdict)
    assert as_markdown(row.cells).endswith(f"| {verdict} |")


def test_a_ratio_is_of_the_medians() -> None:
    hello, write = python(""), python("")
    hello.times, write.times = [0.1, 0.1, 0.9], [0.15, 0.9, 0.14]
    row = compared("write", write, hello, Bar("F", most=1.4))
    assert row.cells == ("write", "150 ms", "145–525", "1.50 F", "≤ 1.4 F", "not met")


@pytest.mark.parametrize(
    ("figure", "code", "last"), [(1.0, 0, "No bar is missed"), (2.0, 1, "1 not met")]
)
def test_a_missed_bar_is_told_and_makes_make_stop(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    figure: float,
    code: int,
    last: str,
) -> None:
    def part(place: object, runs: int) -> Iterator[Row]:
        yield Row("write", figure=figure, bar=Bar("F", most=1.4))

    monkeypatch.setattr(bench, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(bench, "PARTS", {"demo": part})
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "demo"])
    assert bench.main() == code
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_a_part_that_goes_wrong_leaves_the_others_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(place: object, runs: int) -> Iterator[Row]:
        raise Wrong("stillpd search left with 1")
        yield

    def well(place: object, runs: int) -> Iterator[Row]:
        yield Row("write", figure=1.0, bar=Bar("F", most=1.4))

    monkeypatch.setattr(bench, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(bench, "PARTS", {"demo": broken, "write": well})
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert bench.main() == 1
    said = capsys.readouterr().out
    assert "met" in said
    assert "demo could not be measured: stillpd search left with 1" in said
