"""Random lives of a journal, by command and by hand, against a model: no text is ever lost."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from stillpd.journal.kept import history, redo, undo
from stillpd.journal.operation import carry_out
from stillpd.journal.recover import pending
from stillpd.journal.wanted import Create, Remove, Replace
from stillpd.model.errors import AlreadyExists, ChangedOnDisk, NotFound

NOW = datetime(2025, 10, 24, 19, 5, tzinfo=UTC)
NAMES = st.sampled_from(["a.md", "sub/b.md", "c.toml"])


class Journal(RuleBasedStateMachine):
    """`live` is what the files should hold; `done` and `undone` are the two stacks."""

    @initialize()
    def begin(self):
        self.root = Path(tempfile.mkdtemp())
        self.live, self.tokens, self.copies = {}, [], []
        self.done, self.undone = [], []

    def teardown(self):
        shutil.rmtree(self.root)

    def token(self):
        self.tokens.append(f"<{len(self.tokens)}>".encode())
        return self.tokens[-1]

    def did(self, **after):
        """Note an operation: for each file what it was and is."""
        files = {name: (self.live.get(name), text) for name, text in after["files"].items()}
        self.done.append(files)
        self.undone.clear()
        self._set({name: text for name, (_, text) in files.items()})

    def _set(self, files):
        for name, text in files.items():
            if text is None:
                self.live.pop(name, None)
            else:
                self.live[name] = text

    @rule(name=NAMES)
    def create(self, name):
        if name in self.live:
            with pytest.raises(AlreadyExists):
                carry_out(self.root, "write", "w", [Create(name, b"lost")], NOW)
            return
        text = self.token()
        carry_out(self.root, "write", "w", [Create(name, text)], NOW)
        self.did(files={name: text})

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def replace(self, data):
        name = data.draw(st.sampled_from(sorted(self.live)))
        new = self.live[name] + self.token()
        carry_out(self.root, "edit", "e", [Replace(name, self.live[name], new)], NOW)
        self.did(files={name: new})

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def replace_with_a_stale_copy(self, data):
        name = data.draw(st.sampled_from(sorted(self.live)))
        new = self.token()
        with pytest.raises(ChangedOnDisk):
            carry_out(self.root, "edit", "e", [Replace(name, b"stale", new)], NOW)
        self.copies.append(new)

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def remove(self, data):
        name = data.draw(st.sampled_from(sorted(self.live)))
        carry_out(self.root, "delete", "d", [Remove(name, self.live[name])], NOW)
        self.did(files={name: None})

    @precondition(lambda self: self.live)
    @rule(data=st.data(), other=NAMES)
    def move_with_an_edit(self, data, other):
        name = data.draw(st.sampled_from(sorted(self.live)))
        if other in self.live:
            return
        new = self.live[name] + self.token()
        wanted = [Create(other, new), Remove(name, self.live[name])]
        carry_out(self.root, "move", "m", wanted, NOW)
        self.did(files={other: new, name: None})

    @precondition(lambda self: self.live)
    @rule(data=st.data(), in_place=st.booleans())
    def edit_by_hand(self, data, in_place):
        name = data.draw(st.sampled_from(sorted(self.live)))
        text = self.token()
        self.live[name] += text
        file = self.root / name
        if in_place:
            with file.open("ab") as editor:
                editor.write(text)
        else:
            new = file.with_name("editor.swp")
            new.write_bytes(self.live[name])
            new.replace(file)

    @rule()
    def undo(self):
        self._step(undo, self.done, self.undone, expected=1, result=0)

    @rule()
    def redo(self):
        self._step(redo, self.undone, self.done, expected=0, result=1)

    def _step(self, act, source, target, *, expected, result):
        if not source:
            with pytest.raises(NotFound):
                act(self.root, NOW)
            return
        files = source[-1]
        if any(self.live.get(name) != pair[expected] for name, pair in files.items()):
            with pytest.raises(ChangedOnDisk):
                act(self.root, NOW)
            return
        act(self.root, NOW)
        target.append(source.pop())
        self._set({name: pair[result] for name, pair in files.items()})

    @invariant()
    def files_are_as_they_should_be(self):
        found, copies = {}, []
        for path in self.root.rglob("*"):
            if path.is_file() and ".stillpd" not in path.parts:
                if ".conflict-" in path.name:
                    copies.append(path.read_bytes())
                else:
                    found[path.relative_to(self.root).as_posix()] = path.read_bytes()
        assert found == self.live
        assert sorted(copies) == sorted(self.copies)

    @invariant()
    def no_text_is_lost(self):
        everything = b"".join(p.read_bytes() for p in self.root.rglob("*") if p.is_file())
        assert [token for token in self.tokens if token not in everything] == []

    @invariant()
    def nothing_is_left_under_way(self):
        assert pending(self.root) == ()
        standing = [one for one in history(self.root) if not one.undone and not one.undoes]
        assert len(standing) == len(self.done)


Journal.TestCase.settings = settings(
    max_examples=int(os.environ.get("STILLPD_EXAMPLES", "40")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
test_no_life_of_a_journal_loses_a_text = Journal.TestCase
