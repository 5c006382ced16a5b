"""`stillpd audience` and `stillpd share`: by choice, page by page, and nothing else leaves."""

import json
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run

AT = ["--as-of", "2025-11-20"]


def bundle(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as made:
        return {name: made.read(name) for name in made.namelist()}


def list_students(root: Path, written: bytes | None) -> None:
    """Have the journal name a list of students, and put that there."""
    page = root / "stillpd.toml"
    told = page.read_text("utf-8").replace("[audiences", 'students = "s.txt"\n\n[audiences', 1)
    page.write_text(told, "utf-8")
    if written is not None:
        (root / "s.txt").write_bytes(written)


def test_an_audience_is_added_and_sees_nothing_by_that(run: Run, dana: Path, home: Path) -> None:
    done = run("audience", "add", "mentor", "--name", "Ade", "--kind", "coach")
    assert done.returncode == 0, done.stderr
    header = tomllib.loads((dana / "stillpd.toml").read_text("utf-8"))
    assert header["audiences"]["mentor"] == {"name": "Ade", "kind": "coach"}
    told = json.loads(run("audience", "list", "--format", "json").stdout)["data"]["audiences"]
    assert [(one["id"], one["pages"]) for one in told if one["id"] == "mentor"] == [("mentor", 0)]
    done = run("share", "pack", "mentor", "-o", "m.zip", *AT)
    assert done.returncode == 7
    assert not (home / "m.zip").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [(["coach"], 2), (["me"], 2), (["Big"], 2), (["x", "--kind", "friend"], 2),
     (["x", "--age-key", "age1short"], 2)],
    ids=str,
)  # fmt: skip
def test_an_audience_that_cannot_be_is_refused(
    run: Run, dana: Path, words: list[str], code: int
) -> None:
    before = (dana / "stillpd.toml").read_bytes()
    assert run("audience", "add", *words).returncode == code
    assert (dana / "stillpd.toml").read_bytes() == before


def test_of_an_audience_only_what_is_said_changes(run: Run, dana: Path) -> None:
    page = dana / "stillpd.toml"
    before = page.read_text("utf-8")
    key = "age1" + "q" * 58
    assert run("audience", "edit", "coach", "--age-key", key).returncode == 0
    priya = tomllib.loads(before)["audiences"]["coach"]
    assert tomllib.loads(page.read_text("utf-8"))["audiences"]["coach"] == {**priya, "age_key": key}
    assert run("audience", "edit", "coach", "--age-key", "").returncode == 0
    assert page.read_text("utf-8") == before
    for words, code in (
        (["nobody", "--name", "A"], 3),
        (["coach"], 2),
        (["coach", "--age-key", "x"], 2),
    ):
        assert run("audience", "edit", *words).returncode == code
    assert run("audience", "edit", "coach", "--kind", "boss").returncode == 2
    assert page.read_text("utf-8") == before


def test_an_audience_that_is_taken_out_gets_nothing_any_more(run: Run, dana: Path) -> None:
    done = run("audience", "remove", "coach")
    assert "104 pages still name it, and go nowhere." in done.stderr
    assert run("share", "preview", "coach").returncode == 3
    run("undo")
    assert run("share", "preview", "coach", *AT).returncode == 0


def test_a_page_is_shared_and_taken_back_and_its_words_stay(run: Run, dana: Path) -> None:
    path = dana / "goals" / "dinners.toml"
    before = path.read_text("utf-8")
    done = run("share", "set", "dinners", "coach", "--also", "why")
    assert done.returncode == 0, done.stderr
    assert "Once shared with somebody at school" in done.stderr
    goal = tomllib.loads(path.read_text("utf-8"))
    assert (goal["share"], goal["share_also"]) == (["coach"], ["why"])
    again = run("share", "set", "contacts", "team")
    assert "Once shared" not in again.stderr
    run("share", "set", "dinners", "coach", "--not")
    assert not tomllib.loads(path.read_text("utf-8")).get("share")
    run("undo")
    run("undo")
    run("undo")
    assert path.read_text("utf-8") == before


def test_a_rate_alone_is_shared_without_a_title(run: Run, dana: Path, home: Path) -> None:
    run("share", "set", "dinners", "partner", "--rate-only")
    assert run("share", "pack", "partner", "-o", "p.zip", "--as-of", "2026-06-05").returncode == 0
    files = bundle(home / "p.zip")
    header = tomllib.loads(files["stillpd.toml"].decode())
    rates = {(rate["met"], rate["recorded"]) for rate in header["bundle"]["rates"]}
    assert rates == {(25, 38), (19, 37)}  # notes: dinners 25 of 38, movement 19 of 37
    assert not [name for name in files if name.startswith("goals/")]
    assert b"dinner" not in b"".join(files.values()).lower()


def test_a_lasting_part_of_who_one_is_asks_for_a_second_yes(run: Run, dana: Path) -> None:
    done = run("share", "set", "profile.identity_static", "coach")
    assert done.returncode == 7
    assert run("share", "set", "profile.identity_static", "coach", "--yes").returncode == 0
    assert run("share", "set", "profile.growth", "team").returncode == 0
    assert run("share", "set", "profile.nothing", "team").returncode == 2


def test_the_coach_gets_what_was_shared_and_no_trace_of_the_rest(
    run: Run, dana: Path, home: Path
) -> None:
    refused = run("share", "pack", "coach", "-o", "c.zip", *AT)
    assert refused.returncode == 7
    assert "hpkrzx, body line 3" in refused.stderr
    for private in ("stillness", "movement", "dinners", "packets"):
        assert private not in refused.stderr
    assert not (home / "c.zip").exists()

    done = run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT)
    assert done.returncode == 0, done.stderr
    assert (home / "c.zip").stat().st_mode & 0o777 == 0o600
    words = b"".join(bundle(home / "c.zip").values()).decode()
    for private in ("dinners", "Phones away", "movement", "Walk or yoga", "stillness",
                    "first in my family", "eldest"):  # fmt: skip
        assert private not in words
    assert "[private]" in words
    assert "Students argue from evidence" in words


def test_the_same_journal_makes_the_same_bytes(run: Run, dana: Path, home: Path) -> None:
    for name in ("a.zip", "b.zip"):
        assert run("share", "pack", "team", "-o", name, *AT).returncode == 0
    assert (home / "a.zip").read_bytes() == (home / "b.zip").read_bytes()
    assert run("share", "pack", "team", "-o", "a.zip", *AT).returncode == 2
    assert run("share", "pack", "team", "-o", "a.zip", "--force", *AT).returncode == 0
    assert run("share", "pack", "team", "-o", str(dana / "x.zip"), *AT).returncode == 2


def test_what_went_is_written_down_and_never_shared_and_the_next_one_marks_what_is_new(
    run: Run, dana: Path, home: Path
) -> None:
    run("share", "pack", "coach", "-o", "first.zip", "--redact", *AT)
    logged = json.loads(run("share", "log", "--format", "json").stdout)["data"]["shares"]
    assert [(one["audience"], one["file"]) for one in logged] == [("coach", "first.zip")]
    empty = run("share", "log", "team")
    assert (empty.returncode, empty.stdout) == (0, "Nothing has gone to team yet.\n")
    run("audience", "remove", "coach")
    assert "first.zip" in run("share", "log", "coach").stdout
    run("undo")
    run("write", "For you, Priya.", "--share", "coach", "--as-of", "2025-11-21")
    later = ["--as-of", "2025-11-22"]
    done = run("share", "pack", "coach", "-o", "next.zip", "--since", "last", "--redact", *later)
    assert done.returncode == 0, done.stderr
    header = tomllib.loads(bundle(home / "next.zip")["stillpd.toml"].decode())
    assert str(header["bundle"]["since"]) == "2025-11-20"
    [note] = [n for n in bundle(home / "next.zip") if "2025-11-21" in n and "note" in n]
    assert note.rpartition("-")[2].removesuffix(".md") in header["bundle"]["new"]
    assert not [name for name in bundle(home / "next.zip") if "-share-" in name]


def test_undo_takes_back_the_line_in_the_log_and_says_so(run: Run, dana: Path, home: Path) -> None:
    run("share", "pack", "coach", "-o", "c.zip", "--redact")
    assert "Taken back: the line in the log about" in run("undo").stdout
    assert "c.zip" not in run("share", "log").stdout
    assert (home / "c.zip").exists()


def test_the_pages_of_a_bundle_are_one_number_wherever_it_is_told(
    run: Run, dana: Path, home: Path
) -> None:
    packed = ["share", "pack", "coach", "--redact", *AT]
    told = json.loads(run(*packed, "-o", "a.zip", "--format", "json").stdout)["data"]["pages"]
    inside = [name for name in bundle(home / "a.zip") if not name.startswith("evidence/")]
    assert told == len(inside) - 1  # its first page is nobody's
    assert f"{told} pages for coach" in run(*packed, "-o", "b.zip").stderr
    [_, logged] = run("share", "log").stdout.splitlines()[:2]
    assert f"  {told} pages  " in logged
    kept = json.loads(run("coach", "add", "a.zip", "--format", "json").stdout)["data"]
    assert kept["pages"] == told
    assert kept["goals"] == len([name for name in inside if name.startswith("goals/")])


def test_any_reading_command_reads_a_bundle_and_none_writes_in_it(
    run: Run, dana: Path, home: Path
) -> None:
    run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT)
    before = (home / "c.zip").read_bytes()
    there = ["-j", "./c.zip", *AT]
    for words in (["today"], ["progress"], ["log"], ["goal", "list"], ["show", "cer"],
                  ["profile", "show"], ["commitment", "list", "--all"], ["doctor"]):  # fmt: skip
        done = run(*words, *there)
        assert (done.returncode, done.stderr) == (0, ""), words
        assert "being" not in done.stdout.lower() or words[0] in {"log", "show"}, words
    ours = json.loads(run("progress", "cer", *AT, "--format", "json").stdout)["data"]["goals"][0]
    theirs = json.loads(run("progress", "cer", *there, "--format", "json").stdout)
    [goal] = theirs["data"]["goals"]
    sought = [run("search", "talk", *words, "--format", "json").stdout
              for words in (there, [*AT, "--audience", "coach"])]  # fmt: skip
    refs = [[page["ref"] for page in json.loads(said)["data"]["pages"]] for said in sought]
    assert {*refs[1]} - {"on-task"} <= {*refs[0]}  # that goal has not begun
    assert len(refs[1]) > 3
    for mine, seen in zip(ours["measures"], goal["measures"], strict=True):
        assert {k: seen[k] for k in ("planned", "recorded", "met", "sum")} == {
            k: mine[k] for k in ("planned", "recorded", "met", "sum")
        }
    for words in (["write", "x"], ["check", "contacts=3"], ["undo"], ["delete", "hpkrzx"],
                  ["share", "set", "cer", "coach", "--not"],
                  ["calendar", "break", "remove", "2025-11-25"],
                  ["profile", "edit", "--purpose", "x"],
                  ["index", "rebuild"]):  # fmt: skip
        done = run(*words, *there)
        assert done.returncode != 0, words
        assert "Traceback" not in done.stderr
    assert (home / "c.zip").read_bytes() == before


def test_what_is_no_bundle_is_refused_in_words(run: Run, home: Path, dana: Path) -> None:
    for name, raw in (("a.zip", b""), ("b.zip", b"PK\x03\x04"), ("c.zip", b"hello")):
        (home / name).write_bytes(raw)
        done = run("-j", f"./{name}", "progress")
        assert done.returncode == 2
        assert done.stderr.startswith("This is no bundle of stillpd: ")


def test_a_students_name_in_what_would_go_is_found(run: Run, dana: Path, home: Path) -> None:
    list_students(dana, b"Maria Gonzalez\n")
    run("write", "maria gonzalez argued today.", "--share", "team", "--as-of", "2025-11-19")
    done = run("share", "pack", "team", "-o", "t.zip", *AT)
    assert done.returncode == 7
    assert "gonzalez" not in done.stderr.lower()
    assert run("share", "pack", "team", "-o", "t.zip", "--redact", *AT).returncode == 0
    assert b"gonzalez" not in b"".join(bundle(home / "t.zip").values()).lower()


def test_evidence_goes_under_a_name_that_tells_nothing(run: Run, dana: Path, home: Path) -> None:
    run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT)
    files = [name for name in bundle(home / "c.zip") if name.startswith("evidence/")]
    assert files == ["evidence/bj4j8z.csv", "evidence/ck7nh3.csv", "evidence/ctxgpw.csv"]


def test_a_name_in_a_file_stops_what_the_file_goes_with_and_nothing_else(
    run: Run, dana: Path, home: Path
) -> None:
    (dana / "evidence" / "2026-02-27-packet-survey.txt").write_text("One.\nOf the dinners.\n")
    later = ["--as-of", "2026-03-03"]
    refused = run("share", "pack", "team", "-o", "t.zip", *later)
    assert (refused.returncode, "r7jnc7, its file line 2" in refused.stderr) == (7, True)
    assert run("share", "pack", "team", "--redact", "-o", "t.zip", *later).returncode == 0
    held = bundle(home / "t.zip")
    assert held["evidence/r7jnc7.txt"] == b"One.\nOf the [private].\n"
    done = run("export", "json", "--audience", "team", "-o", "t.json", *later)
    assert done.returncode == 0, done.stderr
    assert "dinners" not in (home / "t.json").read_text("utf-8")


def test_with_a_key_the_bundle_is_locked_and_age_opens_it(run: Run, dana: Path, home: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.generate()
    run("audience", "add", "mentor", "--kind", "coach", "--age-key", str(identity.to_public()))
    run("share", "set", "cer", "mentor")
    done = run("share", "pack", "mentor", "-o", "m.zip.age", "--redact", *AT)
    assert done.returncode == 0, done.stderr
    raw = (home / "m.zip.age").read_bytes()
    assert raw.startswith(b"age-encryption.org/v1")
    assert "It is locked: only mentor can open it." in done.stderr
    (home / "m.zip").write_bytes(pyrage.decrypt(raw, [identity]))
    assert "Students argue from evidence" in run("-j", "./m.zip", "goal", "list").stdout


def test_a_folder_is_nobodys_bundle_whatever_its_first_page_says(
    run: Run, dana: Path, home: Path
) -> None:
    page = dana / "stillpd.toml"
    page.write_text(page.read_text("utf-8") + '\n[bundle]\naudience = "coach"\n', "utf-8")
    assert run("export", "json", "-o", "a.json").returncode == 7
    done = run("export", "json", "--audience", "coach", "--redact", *AT, "-o", "a.json")
    assert done.returncode == 0, done.stderr
    assert "Phones away" not in (home / "a.json").read_text("utf-8")
    assert run("write", "still mine").returncode == 0


def test_a_bundle_goes_to_whom_it_was_made_for_and_is_not_packed_again(
    run: Run, dana: Path, home: Path
) -> None:
    run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT)
    there = ["-j", "./c.zip"]
    assert run("export", "json", "--audience", "team", *there, "-o", "a.json").returncode == 3
    assert run("share", "pack", "coach", *there, "-o", "again.zip").returncode == 2
    assert not (home / "again.zip").exists()


def test_a_bundle_stands_as_of_its_day(run: Run, dana: Path, home: Path) -> None:
    run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT)
    told = json.loads(run("-j", "./c.zip", "progress", "--format", "json").stdout)["data"]
    assert told["as_of"] == "2025-11-20"
    [talk] = [m for g in told["goals"] for m in g["measures"] if m["id"] == "talk"]
    assert talk["not_recorded"] == 1
    assert "Welcome back" not in run("-j", "./c.zip").stdout


def test_no_page_of_the_journal_goes_as_evidence(run: Run, dana: Path, home: Path) -> None:
    [private] = (dana / "entries" / "2025" / "10").glob("*-note-cyh2nn.md")
    path = private.relative_to(dana)
    page = dana / "entries" / "2025" / "10" / "2025-10-30-0800-evidence-zzzzz2.md"
    moment = "2025-10-30T08:00:00-04:00"
    page.write_text(f'+++\nkind = "evidence"\nid = "zzzzz2"\nat = {moment}\nshare = ["team"]\n'
                    f'file = "{path}"\n+++\n')  # fmt: skip
    done = run("share", "pack", "team", "-o", "t.zip", *AT)
    assert done.returncode == 0, done.stderr
    assert not [name for name in bundle(home / "t.zip") if "evidence/zzzzz2" in name]


@pytest.mark.parametrize(
    "words",
    ["PHONES AWAY\nat dinner", "phones  away at\n\ndinner", "#dinners", "_dinners_", "Dinners."],
)
def test_a_private_name_is_found_in_any_case_and_over_the_end_of_a_line(
    run: Run, dana: Path, home: Path, words: str
) -> None:
    run("write", "-", "--share", "team", "--as-of", "2025-11-19", text=f"Of {words} I said little.")
    assert run("share", "pack", "team", "-o", "t.zip", *AT).returncode == 7
    assert run("share", "pack", "team", "-o", "t.zip", "--redact", *AT).returncode == 0
    assert b"dinner" not in b"".join(bundle(home / "t.zip").values()).lower()


@pytest.mark.parametrize(
    "written", ["José\n".encode("latin-1"), "Ana\n".encode("utf-16"), "Ana\n".encode("utf-16-le"),
                b"Ana\n" * 300_000, b"", b"# nobody yet\n7b\n", None],
    ids=["latin", "utf-16", "utf-16 without a mark", "too long", "empty", "no name", "not there"],
)  # fmt: skip
def test_without_the_whole_list_of_students_nothing_goes(
    run: Run, dana: Path, home: Path, written: bytes | None
) -> None:
    list_students(dana, written)
    done = run("share", "pack", "team", "-o", "t.zip", *AT)
    assert (done.returncode, "s.txt, cannot be read" in done.stderr) == (7, True)
    assert not (home / "t.zip").exists()


def test_a_list_of_students_is_read_as_schools_give_it_out(
    run: Run, dana: Path, home: Path
) -> None:
    lists = (
        "Quux Zuleika\r\nMo\r\n".encode("utf-8-sig"), b"Quux, Zuleika", b"Zuleika Quux;7b;7@x.org",
        b'"Last name","First name",7\n"Quux","Zuleika",7\n', b"1. Zuleika Quux", b"zuleika de quux",
        b"# Period 3\nZuleika Quux # reads ahead",
    )  # fmt: skip
    said = "Zuleika spoke up.\n\nThen Quux, too. The last name of a class is first period."
    run("write", "-", "--share", "team", "--as-of", "2025-11-19", text=said)
    list_students(dana, None)
    for written in lists:
        (dana / "s.txt").write_bytes(written)
        assert run("share", "pack", "team", "-o", "t.zip", *AT).returncode == 7, written
        done = run("share", "pack", "team", "-o", "t.zip", "--force", "--redact", *AT)
        assert done.returncode == 0, done.stderr
        words = b"".join(bundle(home / "t.zip").values())
        assert b"[private] spoke up.\n\nThen [private], too. The last name of a class" in words


def test_a_students_name_in_an_id_is_found_too(run: Run, dana: Path, home: Path) -> None:
    list_students(dana, b"Bo\nZendaya\n")
    run("goal", "add", "for-bo", "--title", "A reader", "--circle", "doing", "--share", "team")
    assert run("share", "pack", "team", "-o", "t.zip", "--redact").returncode == 7


def test_fields_of_a_goal_are_told_and_can_be_kept_back_again(run: Run, dana: Path) -> None:
    assert "with why" in run("share", "set", "dinners", "coach", "--also", "why").stdout
    path = dana / "goals" / "dinners.toml"
    run("share", "set", "dinners", "coach", "--not", "--also", "why")
    goal = tomllib.loads(path.read_text("utf-8"))
    assert (goal["share"], goal.get("share_also", [])) == (["coach"], [])
    run("share", "set", "dinners", "coach", "--also", "why")
    run("share", "set", "dinners", "coach", "--not")
    assert not tomllib.loads(path.read_text("utf-8")).get("share_also")


@pytest.mark.parametrize(
    "words", ["*Phones* away at dinner", "Phones\u00a0away at din\u00adner", "ＤＩＮＮＥＲＳ"]
)
def test_a_private_name_is_found_however_it_is_set(
    run: Run, dana: Path, home: Path, words: str
) -> None:
    run("write", "-", "--share", "team", "--as-of", "2025-11-19", text=f"Of {words} I said little.")
    assert run("share", "pack", "team", "-o", "t.zip", *AT).returncode == 7
    assert run("share", "pack", "team", "-o", "t.zip", "--redact", *AT).returncode == 0
    made = b"".join(bundle(home / "t.zip").values()).decode()
    assert "[private] I said little." in made
    assert words.rsplit(maxsplit=1)[-1] not in made


def test_two_pages_of_one_id_both_go(run: Run, dana: Path, home: Path) -> None:
    for name in ("a", "b"):
        page = dana / "entries" / "2025" / "10" / f"2025-10-30-0800-note-{name}.md"
        front = 'kind = "note"\nid = "zzzzz2"\nat = 2025-10-30T08:00:00-04:00\nshare = ["team"]\n'
        page.write_text(f"+++\n{front}+++\nwords of {name}\n")
    assert run("share", "pack", "team", "-o", "t.zip", *AT).returncode == 0
    made = b"".join(bundle(home / "t.zip").values())
    assert b"words of a" in made
    assert b"words of b" in made


def test_what_could_not_be_written_down_did_not_go(run: Run, dana: Path, home: Path) -> None:
    folder = dana / "entries" / "2025" / "11"
    month = dana / "entries" / "2025" / "11-kept"
    folder.rename(month)
    folder.write_text("in the way")
    done = run("share", "pack", "team", "-o", "t.zip", *AT)
    assert done.returncode == 2, done.stderr
    assert not (home / "t.zip").exists()


@pytest.mark.parametrize(
    ("target", "code", "told"),
    [
        ("x" * 300, 2, "is no place on this computer"),
        ("~nobody-here/x.zip", 2, "is no place on this computer"),
        ("there/x.zip", 6, "could not be written"),
    ],
)
def test_a_place_that_takes_no_file_is_told_in_words(
    run: Run, dana: Path, target: str, code: int, told: str
) -> None:
    done = run("share", "pack", "team", "-o", target, *AT)
    assert (done.returncode, told in done.stderr) == (code, True)


def test_a_student_of_one_letter_is_looked_for_as_a_capital(run: Run, dana: Path) -> None:
    list_students(dana, b"Q\n")
    assert run("share", "pack", "partner", "-o", "a.zip", *AT).returncode == 0
    run("write", "Then Q. said it.", "--share", "partner", "--as-of", "2025-11-19")
    assert run("share", "pack", "partner", "-o", "b.zip", *AT).returncode == 7
