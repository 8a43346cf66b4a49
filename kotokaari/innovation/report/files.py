"""The day as data: its log line by line with a codebook, and tables of ideas, choices, weights and epics."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from kotokaari.foundation.tables import csv_text
from kotokaari.innovation.models import Chosen, Day, Epic, EpicText, Idea, Weight
from kotokaari.live.public import Act

from .gathering import LEAST, UNTOLD, Told, gather, points_told, texts_of

CODEBOOK = {
    "seq": "Place in the order in which acts were taken, from 1, without gaps.",
    "kind": "What was done: idea, refine, idea_edit, comment, react, open_phase and so on.",
    "at": "When it was taken in (UTC, ISO 8601). Empty in the open version.",
    "late": "True when the part of the day had closed.",
    "event": "What everybody was told then: how the thing is after the act, whole. Nobody's name or mark is in it.",
}
NOT_OPEN = ("at", "group", "files", "voted", "weighed")
WORDLESS = ("comment", "comment_hide", "comment_show")


def log_lines(day: Day, *, openly: bool = False) -> Iterable[str]:
    """The log as JSONL, in order. The first line is the codebook. No act is told with its author.

    ``openly``: only what was for everybody, without comments, times and words that were withdrawn or hidden.
    """
    yield json.dumps({"codebook": CODEBOOK, "day": str(day.uuid), "open": openly}, ensure_ascii=False)
    acts = Act.objects.filter(channel=day.channel_id).order_by("seq")
    gone = set(Idea.objects.filter(day=day, state__in=UNTOLD).values_list("number", flat=True)) if openly else set()
    for act in acts.filter(audience="all") if openly else acts:
        event = _without(act.event, gone) if openly else act.event
        if openly and act.kind in WORDLESS:
            continue
        line = {
            "seq": act.seq,
            "kind": act.kind,
            "at": "" if openly else act.received_at.isoformat(),
            "late": act.is_late,
            "event": event,
        }
        yield json.dumps(line, ensure_ascii=False)


def _without(event: Any, gone: set[int]) -> Any:
    """The event with the words of ideas that are gone taken out; times, groups and counts of few people too."""
    if isinstance(event, dict):
        bare = {name: _without(value, gone) for name, value in event.items() if name not in NOT_OPEN}
        if bare.get("ballots", LEAST) < LEAST:
            bare["ballots"] = None
        if bare.get("number") in gone and "text" in bare:
            bare["text"] = ""
        return bare
    return [_without(one, gone) for one in event] if isinstance(event, list) else event


def tables(day: Day, *, openly: bool = False) -> dict[str, str]:
    """CSV files by name: ideas, choices, weights (counts of fewer than five withheld), epics."""
    return {
        "ideas.csv": _ideas(day, openly),
        "choices.csv": _choices(day),
        "weights.csv": _weights(day),
        "epics.csv": _epics(day, openly),
    }


def _ideas(day: Day, openly: bool) -> str:
    rows = Idea.objects.filter(day=day, is_silent=False).select_related("theme", "group").order_by("number")
    rows = rows.exclude(state__in=UNTOLD) if openly else rows
    heads = ["number", "theme", "group", "text", "language", "state", "late"]
    return csv_text(
        heads,
        [
            [one.number, str(one.theme), "" if openly or not one.group else str(one.group), one.text, one.language, one.state, one.is_late]
            for one in rows
        ],
    )  # fmt: skip


def _choices(day: Day) -> str:
    rows = list(Chosen.objects.filter(day=day).select_related("theme", "idea").order_by("theme", "place", "pk"))
    points = points_told(rows, day)
    heads = ["theme", "place", "idea", "points", "reason"]
    return csv_text(heads, [[str(one.theme), one.place, one.idea.number, points[one.pk], one.reason] for one in rows])


def _weights(day: Day) -> str:
    """Of each idea and scale how many weighed it and their mean, when at least five did; nothing while weighing goes on."""
    heads, rows = ["idea", "scale", "people", "mean"], []
    given: dict[int, list[Weight]] = {}
    for row in Weight.objects.filter(idea__day=day, mark="").select_related("idea").order_by("idea__number"):
        given.setdefault(row.idea.number, []).append(row)
    for number, weights in given.items():
        for scale in ("value", "impact", "feasibility"):
            values = [value for one in weights if (value := getattr(one, scale)) is not None]
            told = [len(values), round(sum(values) / len(values), 3)] if len(values) >= LEAST else ["", ""]
            rows.append([number, scale, *told])
    return csv_text(heads, rows)


def _epics(day: Day, openly: bool) -> str:
    epics = Epic.objects.filter(day=day).select_related("theme").prefetch_related("texts", "ideas").order_by("number")
    parts = [str(part.value) for part in EpicText.Part]
    rows = []
    for epic in epics:
        if openly and not epic.is_public:
            continue
        words = texts_of(epic)
        ideas = " ".join(str(one.number) for one in epic.ideas.all())
        rows.append([epic.number, str(epic.theme), epic.status, ideas, *[words.get(part, "") for part in parts]])
    return csv_text(["number", "theme", "status", "ideas", *parts], rows)


def bundle(day: Day, *, openly: bool) -> bytes:
    """Everything as data in one ZIP: log, codebook, tables, and what the report tells as JSON."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("log.jsonl", "\n".join(log_lines(day, openly=openly)) + "\n")
        made.writestr("codebook.json", json.dumps(CODEBOOK, ensure_ascii=False, indent=1) + "\n")
        made.writestr(
            "report.json", json.dumps(as_json(gather(day, openly=openly)), ensure_ascii=False, indent=1) + "\n"
        )
        for name, text in tables(day, openly=openly).items():
            made.writestr(name, text)
    return kept.getvalue()


def as_json(told: Told) -> dict[str, Any]:
    """What the report tells, as plain data."""
    return {
        "title": told.title,
        "source": told.source,
        "example": told.day.is_example,
        "open": told.is_open,
        "figures": [{"number": int(number), "words": words} for number, words in told.figures],
        "people": [{"title": title, "rows": [list(row) for row in rows]} for title, _sentence, rows in told.people],
        "themes": [
            {
                "name": theme.name,
                "ideas": [{"number": one.number, "text": one.text, "chosen": one.is_chosen} for one in theme.ideas],
            }
            for theme in told.themes
        ],
        "epics": [{"number": one.number, "name": one.name, "status": one.status} for one in told.epics],
        "licence": "CC BY 4.0",
    }
