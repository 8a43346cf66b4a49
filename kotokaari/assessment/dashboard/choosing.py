"""Which rows of the dashboard are shown, and in which order: all of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from .figures import WIDE, Figures, Row

STATES = {
    "waiting": pgettext_lazy("judging", "Not all handed in"),
    "done": pgettext_lazy("judging", "All handed in"),
    "few": pgettext_lazy("judging", "Given to fewer than wanted"),
    "apart": pgettext_lazy("judging", "Judges far apart"),
}


@dataclass
class Choice:
    """What somebody asked for by the address."""

    params: QueryDict
    figures: Figures
    wanted: int  # assessments of each submission

    @property
    def state(self) -> str:
        """One of ``STATES``, or all."""
        state = self.params.get("state", "")
        return state if state in STATES else ""

    @property
    def member(self) -> int | None:
        """Only what this member was given."""
        text = self.params.get("member", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None

    @property
    def words(self) -> str:
        """Part of a title, or a number."""
        return self.params.get("q", "").strip()[:80]

    @property
    def is_any(self) -> bool:
        """True when something was chosen."""
        return bool(self.state or self.member or self.words)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows to show, in order."""
        found = [row for row in self.figures.rows if self._keeps(row)]
        key, down = self._order()
        # What has no value stands last whichever way one sorts.
        known = [row for row in found if key(row) is not None]
        return sorted(known, key=key, reverse=down) + [row for row in found if key(row) is None]

    def _keeps(self, row: Row) -> bool:
        if self.member is not None and self.member not in row.states:
            return False
        words = self.words.casefold()
        if words and words not in row.title.casefold() and words != str(row.number):
            return False
        match self.state:
            case "waiting":
                return row.done < row.given
            case "done":
                return 0 < row.given == row.done
            case "few":
                return row.given < self.wanted
            case "apart":
                return row.spread >= WIDE
        return True

    def _order(self) -> tuple[Callable[[Row], Any], bool]:
        sort = self.params.get("sort", "")
        name, down = sort.removeprefix("-"), sort.startswith("-")
        criteria = {criterion.code: criterion.pk for criterion in self.figures.criteria}
        if name in criteria:
            pk = criteria[name]
            return (lambda row: cell.mean if (cell := row.cells.get(pk)) else None), down
        keys: dict[str, Callable[[Row], Any]] = {
            "title": lambda row: row.title.casefold(),
            "done": lambda row: (row.done / row.given if row.given else -1.0, row.given),
            "total": lambda row: row.total,
            "spread": lambda row: row.spread if row.cells else None,
        }
        return keys.get(name, lambda row: row.number), down


def states_with_counts(figures: Figures, wanted: int) -> Sequence[tuple[str, Any, int]]:
    """Each state with how many rows it has."""
    counts = []
    for state, label in STATES.items():
        params = QueryDict(mutable=True)
        params["state"] = state
        counts.append((state, label, len(Choice(params, figures, wanted).rows)))
    return counts
