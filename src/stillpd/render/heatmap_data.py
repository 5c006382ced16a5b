"""A year at a glance as JSON data (docs/reference/json.md): keys are added, never renamed."""

from datetime import date, datetime
from typing import Any

from stillpd.insight.heatmap import Heatmap, HeatYear
from stillpd.render.data import data_of


def data(report: Heatmap) -> dict[str, Any]:
    """Return the report as JSON data (docs/reference/json.md); keys are added, never renamed."""
    return {
        "as_of": str(report.as_of.date()),
        "from": str(report.years[0].first),
        "to": str(_end(report.years[-1], report.as_of)),
        "filter": {"circle": report.circle, "goals": list(report.goals)},
        "entries": report.entries,
        "written": report.written,
        "stillness": data_of(report.stillness),
        "blocks": [{"id": name, "title": title} for name, title in report.blocks.items()],
        "outside": report.outside,
        "years": [_year_data(year, report.as_of) for year in report.years],
    }


def _year_data(year: HeatYear, as_of: datetime) -> dict[str, Any]:
    return {
        "name": year.name,
        "from": str(year.first),
        "to": str(_end(year, as_of)),
        "entries": year.entries,
        "written": year.written,
        "stillness": data_of(year.stillness),
        "days": [
            {
                "day": str(day.day),
                "state": day.state,
                "entries": day.entries,
                "stillness": [{"block": q.block, "state": q.state} for q in day.stillness],
            }
            for day in year.days
        ],
    }


def _end(year: HeatYear, as_of: datetime) -> date:
    return min(year.last, as_of.date())
