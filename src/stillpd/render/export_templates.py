"""The templates of pages for a browser, and the style that they share."""

from functools import cache
from typing import TYPE_CHECKING, Any

from stillpd.render.safe import safe

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def page_style() -> "Markup":
    """Return the page's own style, which is the same for everybody."""
    from importlib.resources import files

    from markupsafe import Markup

    sheet = files("stillpd.render") / "templates" / "journal.css"
    return Markup(sheet.read_text("utf-8"))  # noqa: S704 - it is ours, and no word of a journal


@cache
def templates() -> "Environment":
    """Return our templates; whatever they show is made safe, and no word in it is markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return Environment(
        loader=PackageLoader("stillpd.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
