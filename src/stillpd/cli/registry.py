"""Every command: its name, the module that holds it, one line about it, and where help lists it.

A command's module is imported when that command runs, and not before: see `LazyCommand`.
"""

from stillpd.model.record import record


@record
class Row:
    """One command of stillpd."""

    name: str
    summary: str
    section: str
    has_verbs: bool = False

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"stillpd.cli.commands.{self.name}"


_EVERY_WEEK = "Every week"
_LOOKING_BACK = "Looking back"
_STANDING = "What stands"
_SHARING = "With others"
_JOURNAL = "The journal itself"

COMMANDS: tuple[Row, ...] = (
    Row("today", "What is due, promised and moving (also: just stillpd)", _EVERY_WEEK),
    Row("write", "Write something down", _EVERY_WEEK),
    Row("reflect", "Reflect with a protocol's questions", _EVERY_WEEK),
    Row("check", "This week's numbers", _EVERY_WEEK),
    Row("commitment", "Promises: make, settle, renegotiate", _EVERY_WEEK, has_verbs=True),
    Row("progress", "How your goals move, week by week", _EVERY_WEEK),
    Row("remind", "What is due, said once; made for cron", _EVERY_WEEK),
    Row("log", "The timeline, newest last", _LOOKING_BACK),
    Row("search", "Find your own words again", _LOOKING_BACK),
    Row("show", "One entry, goal or other page, whole", _LOOKING_BACK),
    Row("edit", "Change an entry in your editor", _LOOKING_BACK),
    Row("delete", "Take an entry out (undo brings it back)", _LOOKING_BACK),
    Row("restore", "Bring back a deleted entry or an earlier version", _LOOKING_BACK),
    Row("undo", "Take back the last change", _LOOKING_BACK),
    Row("redo", "Do again what was undone", _LOOKING_BACK),
    Row("history", "What was changed, and when", _LOOKING_BACK),
    Row("profile", "Who you are as a professional", _STANDING, has_verbs=True),
    Row("goal", "Goals in three circles, and their measures", _STANDING, has_verbs=True),
    Row("protocol", "The question sets, yours and ours", _STANDING, has_verbs=True),
    Row("calendar", "School years and breaks", _STANDING, has_verbs=True),
    Row("block", "Protected time to be still", _STANDING, has_verbs=True),
    Row("schedule", "The prompt from cron or systemd; calendars", _STANDING, has_verbs=True),
    Row("audience", "Who may see pages, if you share any", _SHARING, has_verbs=True),
    Row("share", "Share pages, look at what would go, hand it out", _SHARING, has_verbs=True),
    Row("export", "A period as a page, a table or data, for somebody", _SHARING),
    Row("brief", "One page before the talk, from what is shared", _SHARING),
    Row("coach", "For a coach: teachers' bundles, talks, a report", _SHARING, has_verbs=True),
    Row("init", "Start a journal", _JOURNAL),
    Row("demo", "Look at a real year: Dana Okafor's", _JOURNAL),
    Row("index", "What makes a long journal quick", _JOURNAL, has_verbs=True),
    Row("doctor", "Is every file well?", _JOURNAL),
    Row("recover", "Finish, or take back, what was cut off", _JOURNAL),
    Row("purge", "Remove kept versions for good", _JOURNAL),
)
