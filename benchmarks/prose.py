"""Words for made-up entries: what a teacher could have typed, from one seeded source."""

from random import Random

RARE_WORD = "estuary"
"""Stands in one of some five hundred pieces of prose: what `search` looks for."""
RARE_TAG = "storm"
"""Stands on one of a hundred tagged notes."""
TAGS = ("lab", "families", "grading", "sleep", "planning", "third-period", "reading")

_TEXT = """
    the a of and to in that it with for was on as before after again lesson claim evidence group
    question board paper ticket quiet window hallway bus call home mother brother answer wait
    three seconds nobody somebody first last table number graph reason because talk pair morning
    friday rain heat copier rubric team coach visit minute hour week break grade word page
    knee walk dinner phone sleep garden light coffee desk drawer letter name seat corner plan
"""
_WORDS = _TEXT.split()


def make_title(source: Random) -> str:
    """Return three to seven words."""
    return " ".join(source.choices(_WORDS, k=source.randrange(3, 8)))


def make_prose(source: Random, words: int) -> str:
    """Return so many words in lines of fourteen."""
    picked = source.choices(_WORDS, k=words)
    if source.random() < 0.002:
        picked[len(picked) // 2] = RARE_WORD
    lines = [" ".join(picked[start : start + 14]) for start in range(0, words, 14)]
    return ".\n".join(lines) + "."
