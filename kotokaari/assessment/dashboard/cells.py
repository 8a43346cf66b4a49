"""The rows of the dashboard's tables, joined in Python: thousands of cells cost a template far more.

Everything that came from people goes through ``escape``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.rubrics.public import Criterion

from .figures import WIDE, Member, Row, is_under_floor

SIGNS = {"done": "✓", "begun": "…", "todo": "○"}


def figure(value: float | None) -> str:
    """3,2 or 3.2; a dash when there is none."""
    return "–" if value is None else str(number_format(round(value, 1), 1))


def _title(row: Row, address: str) -> str:
    lang = f' lang="{escape(row.language)}"' if row.language else ""
    href = escape(address.replace("KEY", row.key))
    return f'<td class="number">{row.number}</td><th scope="row"><a href="{href}"{lang}>{escape(row.title or "–")}</a></th>'


def _progress(row: Row, late: bool) -> str:
    words = ngettext("%(done)s of %(given)s handed in", "%(done)s of %(given)s handed in", row.given) % {
        "done": row.done,
        "given": row.given,
    }
    mark = "none" if not row.given else ("done" if row.done == row.given else ("late" if late else "waiting"))
    return (
        f'<td class="number" data-progress="{mark}"><span aria-hidden="true">{row.done}/{row.given}</span>'
        f'<span class="sr-only">{escape(words)}</span></td>'
    )


def score_rows(rows: Iterable[Row], criteria: Sequence[Criterion], *, address: str, late: bool) -> SafeString:
    """One row a submission: progress, weighted mean, then mean and spread on each criterion."""
    own = escape(_("You judge this one: shown when you have handed in"))
    apart, under = escape(_("judges far apart")), escape(_("under the floor"))
    told: dict[tuple[int, float, int, int, int], str] = {}
    lines = []
    for row in rows:
        cells = []
        for criterion in criteria:
            cell = row.cells.get(criterion.pk)
            if cell is None:
                cells.append("<td></td>")
                continue
            key = (criterion.pk, cell.mean, cell.count, cell.lowest, cell.highest)
            if key not in told:
                told[key] = _score(criterion, cell, apart, under)
            cells.append(told[key])
        total = (
            f'<td class="own-one" colspan="2">{own}</td>'
            if row.is_hidden
            else (
                f'<td class="number total">{figure(row.total)}</td><td class="number">{row.spread if row.cells else ""}</td>'
            )
        )
        lines.append(f"<tr>{_title(row, address)}{_progress(row, late)}{total}{''.join(cells)}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 - every part is escaped or a number


def _score(criterion: Criterion, cell: Any, apart: str, under: str) -> str:
    span = f"{cell.lowest}–{cell.highest}" if cell.spread else str(cell.lowest)
    marks, words = "", ""
    if cell.spread >= WIDE:
        marks, words = " apart", f'<span class="sr-only">, {apart}</span>'
    if is_under_floor(criterion, cell):
        marks, words = f"{marks} under", f'{words}<span class="sr-only">, {under}</span>'
    return f'<td class="number score{marks}">{figure(cell.mean)} <small>{span}</small>{words}</td>'


def member_rows(rows: Iterable[Row], members: Sequence[Member], *, address: str, late: bool) -> SafeString:
    """One row a submission, one column a member: handed in, begun, not begun, or not theirs."""
    words = {"done": _("handed in"), "begun": _("begun"), "todo": _("late, not begun") if late else _("not begun")}
    cells = {
        state: f'<td class="mark {state}"><span aria-hidden="true">{SIGNS[state]}</span>'
        f'<span class="sr-only">{escape(words[state])}</span></td>'
        for state in SIGNS
    }
    cells[""] = "<td></td>"
    order = [member.pk for member in members]
    lines = [
        f"<tr>{_title(row, address)}{_progress(row, late)}"
        f"{''.join([cells[row.states.get(seat, '')] for seat in order])}</tr>"
        for row in rows
    ]
    return mark_safe("\n".join(lines))  # noqa: S308 - every part is escaped or a number
