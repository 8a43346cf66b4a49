"""Lists as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from kotokaari.foundation.fields import read
from kotokaari.foundation.tables import csv_text

from .models import Expert
from .overview import Overview

LANGUAGE_NAMES = {"fi": "suomi", "sv": "svenska", "en": "English"}


def as_csv(name: str, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as a file to keep. It is not for everybody: no cache keeps it."""
    response = HttpResponse(csv_text(columns, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def experts(found: Iterable[Expert]) -> tuple[list[str], list[list[object]]]:
    """Experts as a table. Own experience of moving stays out of files: a consent must be able to end."""
    lines: list[list[object]] = [
        [
            str(expert.user),
            str(read(expert.organisation.name)) if expert.organisation else "",
            " ".join(concept.code for concept in expert.fields.all()),
            " ".join(expert.languages),
            " ".join(expert.size_bands),
            expert.most,
        ]
        for expert in found
    ]
    return ["name", "organisation", "themes", "languages", "kinds_of_municipality", "most"], lines


def assignment(overview: Overview) -> tuple[list[str], list[list[object]]]:
    """Who judges what, one pair a line."""
    lines: list[list[object]] = [
        [
            row.submission.number or "",
            str(read(row.submission.organisation.name)),
            str(read(row.submission.current.title)) if row.submission.current else "",
            str(place.seat.user),
            place.seat.part,
            "" if place.fit is None else place.fit / 100,
            "yes" if place.change == "locked" else "no",
        ]
        for row in overview.rows
        for place in row.places
    ]
    return ["number", "organisation", "title", "member", "part", "affinity", "locked"], lines
