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
