"""The statistics of a call on paper: a tagged PDF with a chart, a table and a sentence for each count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import typeset
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.fields import read

from .counting import LEVELS, Counts
from .telling import CriterionRow, Table, Told, number, tell

SOURCE = Path(__file__).parent / "statistics.typ"


def report(counts: Counts) -> bytes:
    """The PDF in the language of the page."""
    return typeset(SOURCE, _data(tell(counts)))


def _data(told: Told) -> dict[str, Any]:
    language = (get_language() or "fi")[:2]
    call = told.counts.call
    day = written_day(timezone.localdate(), language)
    name = str(read(call.name))
    mark = pgettext("mark of what is invented", "example")
    return {
        "language": language,
        "title": _("Statistics of a call: %(call)s") % {"call": name},
        "eyebrow": f"{call.organisation} · {mark}" if call.is_example else str(call.organisation),
        "author": str(call.organisation),
        "notices": [] if told.counts.is_public else [_("Not public yet: only for those who run the call.")],
        "footer": _("Kotokaari, counted on %(day)s. %(address)s")
        % {"day": day, "address": f"{settings.BASE_URL}/id/{call.uuid}"},
        "figures": [{"number": str(count), "words": words} for count, words in told.figures],
        "tables": [_table(table) for table in told.tables if table.rows],
        "levels": {
            "title": _("How the criteria were judged"),
            "sentence": told.criteria_sentence,
            "heads": [_("Criterion"), *[str(level) for level in LEVELS], _("Mean"), _("Cannot judge")],
            "rows": [_criterion(row) for row in told.criteria],
            "alt": told.criteria_sentence,
        },
        "agreement": {
            "title": _("How far the panel agreed"),
            "sentence": agreement_note(),
            "heads": [_("Criterion"), _("Alpha"), _("95 % interval")],
            "rows": [
                [row.label, number(row.alpha), f"{number(row.low)} – {number(row.high)}"]
                for row in told.criteria
                if row.alpha is not None
            ],
        },
        "panel": {"title": _("Who judged"), "tables": [_table(table) for table in told.panel if table.rows]},
    }


def agreement_note() -> str:
    """What alpha is, for somebody who has never heard of it."""
    return _(
        "Krippendorff's alpha (ordinal) by criterion: 1 is full agreement, 0 is what chance would give. "
        "Panels of people rarely come near 1; under 0.4 it is worth talking about what the criterion means."
    )


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "sentence": table.sentence,
        "heads": [table.first, table.head],
        "rows": [{"label": row.label, "shown": row.shown, "width": row.width} for row in table.rows],
    }


def _criterion(row: CriterionRow) -> dict[str, Any]:
    cells = [row.label, *[str(count) for count in row.levels], number(row.mean), str(row.cannot_judge)]
    return {
        "label": row.label,
        "cells": cells,
        "bars": [{"level": level, "share": share} for level, _at, share in row.bars],
    }
