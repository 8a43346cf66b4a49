"""The dashboard as a table for a spreadsheet: what the page shows, with the same filters and order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kotokaari.foundation.tables import harmless
from kotokaari.rubrics.public import Criterion

from .figures import Row


def as_csv(rows: Iterable[Row], criteria: Sequence[Criterion]) -> str:
    """UTF-8 with a mark at the front, a header, one row a submission; empty where nothing was judged."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    parts = ("mean", "judged", "lowest", "highest")
    heads = [f"{criterion.code}_{part}" for criterion in criteria for part in parts]
    writer.writerow(["number", "key", "title", "given", "handed_in", "weighted_mean", "spread", *heads])
    for row in rows:
        line: list[object] = [row.number, row.key, harmless(row.title), row.given, row.done]
        line += ["" if row.total is None else round(row.total, 3), row.spread if row.cells else ""]
        for criterion in criteria:
            cell = row.cells.get(criterion.pk)
            line += [round(cell.mean, 3), cell.count, cell.lowest, cell.highest] if cell else [""] * 4
        writer.writerow(line)
    return "\ufeff" + out.getvalue()
