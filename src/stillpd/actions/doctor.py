"""Look at every file of a journal and say what is wrong; touches nothing."""

from collections.abc import Iterator
from datetime import datetime

from stillpd.insight.checkup import checkup
from stillpd.journal import kept, names, recover, surroundings
from stillpd.journal.first_page import Opened
from stillpd.journal.text import Unreadable
from stillpd.model.entry import Evidence
from stillpd.model.journal import Journal
from stillpd.model.problem import Problem
from stillpd.model.record import record


@record
class Examined:
    """What `doctor` found, by file and line."""

    found: tuple[Problem, ...]


def examine(opened: Opened, journal: Journal, now: datetime) -> Examined:
    """Return every problem of the journal, what could not be read among them.

    A bundle is looked at for what it says; what lies around a journal it has not.
    """
    if opened.is_bundle:
        return Examined(journal.problems)
    found = [
        *journal.problems,
        *_unfit(opened, journal, now),
        *_missing_files(opened, journal),
        *_copies(opened),
        *_unfinished(opened),
        *kept.broken(opened.root),
        *_students(opened),
    ]
    return Examined(tuple(sorted(found, key=lambda problem: (problem.path, problem.line))))


def _unfit(opened: Opened, journal: Journal, now: datetime) -> Iterator[Problem]:
    for one in checkup(journal, now):
        line = surroundings.line_of(opened.root, one.path, one.key)
        yield Problem(one.path, line, one.code, one.message, one.hint)


def _missing_files(opened: Opened, journal: Journal) -> Iterator[Problem]:
    for entry in journal.entries:
        if isinstance(entry, Evidence) and entry.file:
            if surroundings.is_file_of(opened.root, entry.file):
                continue
            line = surroundings.line_of(opened.root, entry.path, ("file",))
            told = "the attached file is not in the journal's folder"
            hint = "Put it back where “file” says, or mend “file”."
            yield Problem(entry.path, line, "missing-file", told, hint)


def _copies(opened: Opened) -> Iterator[Problem]:
    for path in surroundings.conflict_copies(opened.root):
        told = "two versions of a file met here, and this is the one that gave way"
        hint = "Carry over what you want from it, then remove it."
        yield Problem(path, 0, "conflict-copy", told, hint)


def _unfinished(opened: Opened) -> Iterator[Problem]:
    for one in recover.pending(opened.root):
        path = ".stillpd/pending.toml" if one.begun else f".stillpd/kept/{one.name}"
        told = f"`stillpd {one.command or '…'}` was cut off"
        hint = "Finish it with `stillpd recover`"
        hint += ", or take it back with `stillpd recover --back`." if one.begun else "."
        yield Problem(path, 0, "unfinished", told, hint)


def _students(opened: Opened) -> Iterator[Problem]:
    name = opened.header.students
    if not name:
        return
    try:
        students = surroundings.read_names(surroundings.students_file(opened.root, name))
    except Unreadable as err:
        line = surroundings.line_of(opened.root, names.HEADER, ("students",))
        told = f"the file of students' names cannot be read: {err.message}"
        yield Problem(names.HEADER, line, err.code, told, "Put it there, or mend “students”.")
        return
    for path, line in surroundings.lines_with(opened.root, students):
        told = "a student's name stands here"
        yield Problem(path, line, "student-name", told, "Initials are safer.")
