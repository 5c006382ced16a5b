"""What happened to a goal, in our words."""

from stillpd.model.days import month_day
from stillpd.model.goal import Event
from stillpd.render import marks

ENDINGS = {
    "met": "met",
    "partly": "partly met",
    "not-met": "closed, not met",
    "released": "let go",
}
"""How a closed goal ended."""


def happened(event: Event) -> str:
    """Return what an event did, in our words alone."""
    match event.kind:
        case "extended":
            was = f" from {month_day(event.was)}" if event.was else ""
            return f"extended{was} to {month_day(event.due)}" if event.due else "extended"
        case "closed":
            return ENDINGS.get(event.status or "met", "closed")
        case "rebased":
            moved = [
                f"{name} {marks.number(was)} → {marks.number(now)}"
                for name, was, now in (
                    ("target", event.was_target, event.target),
                    ("baseline", event.was_baseline, event.baseline),
                )
                if now is not None
            ]
            return f"{event.measure}: {', '.join(moved)}"
    return str(event.kind)


def told(event: Event) -> str:
    """Return what an event did, and the person's own words about it."""
    own = event.what or event.why
    return f"{happened(event)}: {own}" if own else happened(event)
