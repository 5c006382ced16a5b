"""The index on a page: what it knows, where it lies."""

from stillpd.journal.index.upkeep import IndexDropped, IndexState
from stillpd.render.page import Page, Para, Rows, Span, command, dim
from stillpd.render.page import text as spans
from stillpd.render.paths import said_path
from stillpd.render.when import plural

_MIB = 1 << 20


def page(report: IndexState) -> Page:
    """Return how the index stands."""
    return (
        Para(spans(*_told(report))),
        *((_figures(report),) if report.state in {"ready", "behind"} else ()),
    )


def rebuilt(report: IndexState) -> Page:
    """Return what a new index knows."""
    return Para(spans("The index is made anew.")), _figures(report)


def dropped(report: IndexDropped) -> Page:
    """Return that the index is gone."""
    if not report.was_there:
        return (Para(spans("There was no index.")),)
    return (Para(spans("The index is gone; the next command that reads makes another.")),)


def _told(report: IndexState) -> tuple[str | Span, ...]:
    match report.state:
        case "ready":
            return ("The index knows every file as it is now.",)
        case "behind":
            told = plural(report.behind, "file")
            return (f"{told} changed since; the next command that reads takes them in.",)
        case "absent":
            return ("There is no index yet; the next command that reads makes one.",)
        case "off":
            return ("The index is turned off by ", command("STILLPD_INDEX"), ".")


def _figures(report: IndexState) -> Rows:
    rows = {
        "files": f"{report.files}, {plural(report.entries, 'entry', 'entries')} among them",
        "size": f"{report.size / _MIB:.1f} MiB",
        "place": said_path(report.path),
    }
    return Rows(tuple((spans(dim(name)), spans(told)) for name, told in rows.items()))
