"""The options that narrow a list of entries: the same for every command that lists them."""

from dataclasses import field

from stillpd.cli.options import (
    Audience,
    From,
    InCircle,
    InWeek,
    InYear,
    Kinds,
    OfGoal,
    Starred,
    Tags,
    To,
)
from stillpd.cli.words_as_options import options_of
from stillpd.model.record import record


@record(kw_only=True)
class FilterWords:
    """What was typed of the filters; filters.py reads it."""

    from_: From = ""
    to: To = ""
    week: InWeek = ""
    year: InYear = ""
    circle: InCircle = ""
    goal: OfGoal = field(default_factory=list)
    kind: Kinds = field(default_factory=list)
    tag: Tags = field(default_factory=list)
    audience: Audience = ""
    starred: Starred = False


with_filters = options_of(FilterWords)
