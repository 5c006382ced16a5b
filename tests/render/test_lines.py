"""Lines of a page: never wider than it, never with spaces at their end."""

from hypothesis import given
from hypothesis import strategies as st

from stillpd.render.lines import lay_out
from stillpd.render.page import Para, command, text
from stillpd.render.width import cells

WORDS = st.lists(st.text("abc ", max_size=24), max_size=20).map(" ".join)


@given(WORDS, st.integers(40, 90), st.integers(0, 4))
def test_no_line_is_wider_than_the_page_or_ends_in_a_space(
    words: str, width: int, indent: int
) -> None:
    for line in lay_out((Para(text(words), indent=indent),), width):
        said = "".join(span.text for span in line)
        assert cells(said) <= width
        assert said == said.rstrip()


def test_what_can_be_typed_is_not_broken() -> None:
    page = (Para(text("No goal for relating now? ", command("stillpd goal add --circle being"))),)
    said = ["".join(span.text for span in line) for line in lay_out(page, 50)]
    assert said == ["No goal for relating now?", "stillpd goal add --circle being"]


def shown(prose: str, width: int) -> list[str]:
    page = (Para(text(prose), prose=True),)
    return ["".join(span.text for span in line) for line in lay_out(page, width)]


def test_lines_that_do_not_fit_are_one_paragraph_and_those_that_fit_stay() -> None:
    wide = "Sixth had thirty-one bodies and twenty-six chairs,\nso five of them sat."
    assert shown(wide, 40) == [
        "Sixth had thirty-one bodies and",
        "twenty-six chairs, so five of them sat.",
    ]
    assert shown(wide, 60) == wide.split("\n")
    poem = "A quiet hour\nand nobody in it"
    assert shown(f"{poem}\n\n{wide}", 40)[:3] == [*poem.split("\n"), ""]


def test_what_is_set_in_lines_stays_in_lines_on_a_narrow_page() -> None:
    long = "the lab sheets that nobody had seen since before June"
    for written in (f"- {long}\n- chairs", f"> {long}\n> so", f"1. {long}\n2. so", f"{long}  \nso"):
        assert shown(written, 40)[-1] == written.split("\n")[-1]
    assert shown(f"```\n{long}\nchairs\n```", 40)[-2] == "chairs"
