"""The numbers of a call in words: tables with a sentence each, ready for a page, a file or paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import language_name
from kotokaari.foundation.fields import read
from kotokaari.panel.public import Seat
from kotokaari.people.public import Organisation, place_book
from kotokaari.submissions.public import Submission
from kotokaari.vocabulary.public import concept_book

from ..models import Decision
from .counting import FEWEST, LEVELS, Counts

WIDEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. ``value`` is None when it is withheld."""

    code: str
    label: str
    value: int | None
    width: int

    @property
    def shown(self) -> str:
        """The number as a page says it."""
        return str(self.value) if self.value is not None else pgettext("a number of people", "withheld")


@dataclass(frozen=True, slots=True)
class Table:
    """A count by one thing, with the sentence that says what it shows."""

    key: str
    title: str
    sentence: str
    first: str
    head: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """How one criterion was judged: how many times each level, the mean, and how far the panel agreed."""

    code: str
    label: str
    levels: tuple[int, ...]
    shares: tuple[int, ...]
    starts: tuple[int, ...]
    n: int
    cannot_judge: int
    mean: float | None
    alpha: float | None
    low: float | None
    high: float | None

    @property
    def bars(self) -> list[tuple[int, int, int]]:
        """Level, where its part of the bar begins and how long it is, in per cent."""
        return [
            (level, start, share) for level, start, share in zip(LEVELS, self.starts, self.shares, strict=True) if share
        ]


@dataclass(frozen=True, slots=True)
class Told:
    """The statistics of a call in the language of the page."""

    counts: Counts
    figures: tuple[tuple[int, str], ...]
    tables: tuple[Table, ...]
    criteria: tuple[CriterionRow, ...]
    criteria_sentence: str
    panel: tuple[Table, ...]


def tell(counts: Counts) -> Told:
    """Everything, in the language of this request. No query: names come from the books in memory."""
    nothing = counts.is_of_published and not any(sum(levels.values()) for levels in counts.levels.values())
    told = counts.assessments >= FEWEST and not nothing
    criteria = tuple(_criterion(counts, one) for one in counts.criteria) if told else ()
    return Told(
        counts, _figures(counts), _tables(counts), criteria, _criteria_sentence(counts, criteria), _panel(counts)
    )


def _language() -> str:
    return (get_language() or "fi")[:2]


def _figures(counts: Counts) -> tuple[tuple[int, str], ...]:
    return (
        (counts.sent, ngettext("submission was sent", "submissions were sent", counts.sent)),
        (sum(counts.outcomes.values()), ngettext("was decided", "were decided", sum(counts.outcomes.values()))),
        (counts.outcomes["publish"], ngettext("was chosen", "were chosen", counts.outcomes["publish"])),
        (counts.assessments, ngettext("assessment counts", "assessments count", counts.assessments)),
        (counts.panel_size, ngettext("member of the panel", "members of the panel", counts.panel_size)),
    )


def _tables(counts: Counts) -> tuple[Table, ...]:
    language = _language()
    concepts, places = concept_book(), place_book()
    types: dict[str, Any] = dict(Organisation.Type.choices)
    unknown = pgettext("a place or a type", "Not known")
    head = _("Submissions")
    themes, regions, types_, languages = (_told(counts, name) for name in ("themes", "regions", "types", "languages"))
    return (
        _table("state", _("Where submissions stand"), _("Standing"), head, counts.state, _state_words, "one"),
        _table(
            "outcomes",
            _("What was decided"),
            _("Decision"),
            head,
            counts.outcomes,
            lambda code: str(Decision.Outcome(code).label),
            "one",
        ),
        _table(
            "themes",
            _("By theme"),
            _("Theme"),
            head,
            themes,
            lambda code: concepts.label(code, language),
            "several",
        ),
        _table(
            "regions",
            _("By region of the organisation"),
            _("Region"),
            head,
            regions,
            lambda code: places.name(code, language) if code else unknown,
            "one",
        ),
        _table(
            "types",
            _("By type of organisation"),
            _("Type"),
            head,
            types_,
            lambda code: str(types.get(code, unknown)),
            "one",
        ),
        _table("languages", _("By language of writing"), _("Language"), head, languages, language_name, "one"),
    )


def _state_words(code: str) -> str:
    if code == "withdrawn":
        return pgettext("submission", "Withdrawn")
    return str(Submission.Eligibility("" if code == "unknown" else code).label)


def _table(
    key: str,
    title: str,
    first: str,
    head: str,
    found: Mapping[str, int | None],
    words: Callable[[str], str],
    each: str,
) -> Table:
    order = sorted(found, key=lambda code: (found[code] is None, not code, -(found[code] or 0), words(code)))
    most = max((n for n in found.values() if n), default=1)
    rows = tuple(Row(code, words(code), found[code], round(WIDEST * (found[code] or 0) / most)) for code in order)
    return Table(key, title, _sentence(rows, several=each == "several"), first, head, rows)


def _sentence(rows: Sequence[Row], *, several: bool = False) -> str:
    """What a table shows, in a sentence."""
    if not rows:
        return _("Nothing to count yet.")
    if rows[0].value is None:
        return _("Every number is withheld: each would tell of fewer than five submissions that are not public.")
    if not rows[0].code:
        return _("Nothing to count yet.")
    first = {"label": rows[0].label, "count": rows[0].value}
    if len(rows) == 1:
        sentence = _("All of them: %(label)s (%(count)s).") % first
    else:
        sentence = _("Most often: %(label)s (%(count)s).") % first
    more = [_("One submission can have several.")] if several else []
    if any(row.value is None for row in rows):
        more.append(_("Numbers that would tell of fewer than five submissions that are not public are withheld."))
    return " ".join([sentence, *more])


def _criterion(counts: Counts, criterion: Any) -> CriterionRow:
    levels = tuple(counts.levels[criterion.code][level] for level in LEVELS)
    n = sum(levels)
    shares = tuple(round(WIDEST * number / n) if n else 0 for number in levels)
    alpha = counts.alpha.get(criterion.code) or {}
    return CriterionRow(
        criterion.code,
        str(read(criterion.name)),
        levels,
        shares,
        tuple(sum(shares[:index]) for index in range(len(shares))),
        n,
        counts.cannot_judge[criterion.code],
        sum(level * number for level, number in zip(LEVELS, levels, strict=True)) / n if n else None,
        alpha.get("value"),
        alpha.get("low"),
        alpha.get("high"),
    )


def _criteria_sentence(counts: Counts, rows: Sequence[CriterionRow]) -> str:
    if counts.assessments < FEWEST:
        return _("Fewer than five assessments were handed in: their levels are withheld.")
    if counts.is_of_published and not rows:
        return _("Fewer than five submissions were judged, and none is public: their levels are withheld.")
    judged = [row for row in rows if row.mean is not None]
    if not judged:
        return _("No level was given yet.")
    best = max(judged, key=lambda row: row.mean or 0)
    worst = min(judged, key=lambda row: row.mean or 0)
    words = {"best": best.label, "worst": worst.label, "high": number(best.mean), "low": number(worst.mean)}
    sentence = _("The highest mean is on “%(best)s” (%(high)s), the lowest on “%(worst)s” (%(low)s).") % words
    if not counts.is_of_published:
        return sentence
    more = _("Counted over what was published: the others are fewer than five.")
    return f"{sentence} {more}"


def number(value: float | None, places: int = 2) -> str:
    """A number as the reader's language writes it; a dash when there is none."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if _language() in ("fi", "sv") else text


def _panel(counts: Counts) -> tuple[Table, ...]:
    """Who sat on the panel. A number of fewer than five people is withheld, and what would give it away."""
    parts = dict(Seat.Part.choices)
    note = _("Numbers of fewer than five people are withheld, and those that would give them away.")
    return (
        _people(
            "parts",
            _("As what they judged"),
            _("Part"),
            withheld(counts.panel_parts),
            lambda code: str(parts[code]),
            note,
        ),
        _people(
            "panel_languages",
            _("Languages the panel reads"),
            _("Language"),
            {
                code: None if 0 < n < FEWEST or 0 < counts.panel_size - n < FEWEST else n
                for code, n in counts.panel_languages.items()
            },
            language_name,
            note,
        ),
    )


def _people(
    key: str, title: str, first: str, found: Mapping[str, int | None], words: Callable[[str], str], note: str
) -> Table:
    most = max((n for n in found.values() if n), default=0)
    order = sorted(found, key=lambda code: (-(found[code] or 0), words(code)))
    rows = tuple(
        Row(code, words(code), found[code], round(WIDEST * (found[code] or 0) / most) if most else 0) for code in order
    )
    return Table(key, title, note, first, _("People"), rows)


def _told(counts: Counts, table: str) -> Mapping[str, int | None]:
    """A count of submissions as everybody may read it: what was not chosen stays between the panel and the submitters.

    A number in which fewer than five are not public is withheld; so are the next smallest, while what is withheld
    could be had from the sum of the table. Those who run the call read every number.
    """
    found: Counter[str] = getattr(counts, table)
    if not counts.is_public:
        return found
    kept = {code: n - counts.out[table][code] for code, n in found.items()}
    hidden = {code for code, n in kept.items() if 0 < n < FEWEST}
    open_ = sorted(set(found) - hidden, key=lambda code: (kept[code] == 0, found[code], code), reverse=True)
    while hidden and open_ and table != "themes" and (len(hidden) < 2 or sum(kept[code] for code in hidden) < FEWEST):
        hidden.add(open_.pop())
    return {code: None if code in hidden else n for code, n in found.items()}


def withheld(found: Mapping[str, int]) -> dict[str, int | None]:
    """Parts of a whole without those under five; when only one is left out, the next smallest goes too.

    Otherwise the one could be had by taking the others from the total.
    """
    told: dict[str, int | None] = {code: n if n == 0 or n >= FEWEST else None for code, n in found.items()}
    hidden = [code for code, n in told.items() if n is None]
    if len(hidden) == 1:
        others = [code for code, n in told.items() if n]
        if others:
            told[min(others, key=lambda code: (found[code], code))] = None
    return told
