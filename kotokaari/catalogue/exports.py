"""The list as files: CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

from kotokaari.foundation.tables import harmless
from kotokaari.people.public import organisation_book

from .listing import rows
from .models import Version

BATCH = 500
COLUMNS = (
    "title",
    "summary",
    "organisation",
    "places",
    "themes",
    "kind",
    "evidence",
    "cost",
    "published",
    "language",
    "example",
    "url",
)


def batches(versions: Sequence[int]) -> Iterator[Sequence[int]]:
    """Versions a few hundred at a time."""
    for start in range(0, len(versions), BATCH):
        yield versions[start : start + BATCH]


class _Line:
    """Takes a line from the csv writer and hands it on."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(versions: Sequence[int], language: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for batch in batches(versions):
        for row in rows(batch, language):
            cells = (row.title, row.summary, row.organisation, row.places, row.themes, row.kind, row.evidence, row.cost)
            rest = (row.day, row.title_language or language, str(int(row.is_example)), settings.BASE_URL + row.url)
            yield writer.writerow([*map(harmless, cells), *rest])


def csv_text(versions: Sequence[int], language: str) -> str:
    """The list as the text of a CSV file."""
    return "".join(_csv_lines(versions, language))


def csv_response(versions: Sequence[int], language: str) -> StreamingHttpResponse:
    """A CSV file in the reader's language: UTF-8 with a mark, so that spreadsheets read it right."""
    lines = (line.encode() for line in list(_csv_lines(versions, language)))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=_as_file("csv"))


def json_response(versions: Sequence[int], language: str) -> HttpResponse:
    """A JSON file with the texts in every language they exist in."""
    things = [thing for batch in batches(versions) for thing in _json_things(batch)]
    body = json.dumps({"practices": things}, ensure_ascii=False, indent=1)
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=_as_file("json"))


def _json_things(versions: Sequence[int]) -> list[dict[str, Any]]:
    owners = organisation_book().by_key
    found = Version.objects.select_related("practice").in_bulk(versions)
    return [
        {
            "id": str(version.practice.uuid),
            "status": version.practice.status,
            "owner": owners[version.practice.owner_id].code,
            "version": version.number,
            "published": version.published_at.isoformat() if version.published_at else None,
            "example": version.practice.is_example,
            "title": version.title.to_json(),
            "summary": version.summary.to_json(),
            "record": version.record,
        }
        for version in (found[pk] for pk in versions if pk in found)
    ]


def _as_file(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="kotokaari-practices.{ending}"'}
