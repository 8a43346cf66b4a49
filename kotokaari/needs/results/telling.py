"""What was answered, in words: tables with bars and a sentence each, ready for a page or a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import Reading
from kotokaari.people.public import place_book

from ..logic.themes import Found, Item
from ..logic.withholding import LEAST, tellable, tellable_mean, tellable_share, tellable_table
from ..models import Choice, Question
from .gathering import NOT_TOLD, OTHER, OTHERS, Gathered, item_names

WIDEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with its bar. ``value`` is None where it is withheld."""

    code: str
    label: str
    value: float | None
    width: int
    shown: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What was answered to one question: ``n`` answered; ``rows`` may be empty, the sentence never is."""

    key: str
    type: str
    title: Any
    n: int
    sentence: str
    first: str = ""
    head: str = ""
    rows: tuple[Row, ...] = ()
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Cross:
    """Responses by profession and municipality, with sums; None where withheld."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...], int | None], ...]
    sums: tuple[int | None, ...]
    all: int


def number(value: float | None, places: int = 1) -> str:
    """A number as the reader's language writes it; a dash when there is none."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}".replace("-", "−")
    return text.replace(".", ",") if _language() in ("fi", "sv") else text


def _language() -> str:
    return (get_language() or "fi")[:2]


def withheld() -> str:
    """What stands in place of a count that is not told."""
    return pgettext("a number of people", "withheld")


def _row(code: Any, label: Reading | str, value: int | None, most: int) -> Row:
    width = round(WIDEST * (value or 0) / most) if most else 0
    shown = withheld() if value is None else str(value)
    return Row(str(code), str(label), value, width, shown, language_of(label))


def language_of(words: Reading | str) -> str:
    """The language of words that are not in the reader's, for ``lang``; else ""."""
    return words.language if isinstance(words, Reading) and words.is_fallback else ""


# --- who answered


def profession_names(found: Gathered) -> dict[str, Reading | str]:
    """What professions are called."""
    question = found.profession_question
    names = {choice.code: read(choice.label) for choice in question.choices.all()} if question else {}
    return {NOT_TOLD: _("Not told"), OTHERS: _("Others together"), OTHER: _("Something else"), **names}


def place_name(code: Any) -> str:
    """What a municipality is called."""
    if code == NOT_TOLD:
        return _("Not told")
    if code == OTHERS:
        return _("Others together")
    place = place_book().by_key.get(code)
    return place.name(_language()) if place else _("Not told")


def who_answered(found: Gathered) -> list[Table]:
    """Responses by profession and by municipality, where these were asked."""
    names, tables = profession_names(found), []
    for key, title, first, counts, name in (
        (
            "professions",
            _("By professional field"),
            _("Professional field"),
            found.professions,
            lambda code: names.get(code, str(code)),
        ),
        ("municipalities", _("By municipality"), _("Municipality"), found.municipalities, place_name),
    ):
        if set(counts) != {NOT_TOLD}:
            tables.append(_by_group(found, key, title, first, counts, name))
    return tables


def _by_group(
    found: Gathered, key: str, title: str, first: str, counts: Mapping[Any, int], name: Callable[[Any], Reading | str]
) -> Table:
    most = max(counts.values(), default=0)
    rows = tuple(_row(code, name(code), counts[code], most) for code in _in_order(counts, name))
    sentence = _first_of(rows, len(found.people)) if set(counts) != {OTHERS} else _("Each has too few to be told of.")
    if OTHERS in counts and len(counts) > 1:
        sentence += " " + _(
            "Those with fewer than five responses are taken together, and where they alone would be too few, the next smallest with them."
        )
    return Table(key, "group", title, len(found.people), sentence, first, pgettext("how many", "Responses"), rows)


def _in_order(counts: Mapping[Any, int], name: Callable[[Any], Reading | str]) -> list[Any]:
    """The most first; what is no group of its own stands last."""
    return sorted(counts, key=lambda code: (code in (OTHERS, NOT_TOLD), -counts[code], str(name(code))))


def crossed(found: Gathered) -> Cross | None:
    """Professions by municipalities; None when one of the two has nothing to compare."""
    names = profession_names(found)
    professions = _in_order(found.professions, lambda code: names.get(code, str(code)))
    places = _in_order(found.municipalities, place_name)
    if len(professions) < 2 or len(places) < 2:
        return None
    counts = Counter((found.profession_of(one), found.municipality_of(one)) for one in found.people)
    rows, row_sums, column_sums = tellable_table([[counts[one, place] for place in places] for one in professions])
    return Cross(
        tuple(place_name(place) for place in places),
        tuple(
            (str(names.get(one, one)), tuple(row), total)
            for one, row, total in zip(professions, rows, row_sums, strict=True)
        ),
        tuple(column_sums),
        len(found.people),
    )


def _first_of(rows: Sequence[Row], of: int) -> str:
    told = [row for row in rows if row.value]
    if not told:
        return _("Every count is withheld: each would tell of fewer than five people.")
    first = max(told, key=lambda row: row.value or 0)
    if len(told) < len(rows) and any(row.value is None for row in rows):
        words = _("Of what can be told most often: %(label)s (%(count)s of %(all)s).")
        return words % {"label": first.label, "count": first.shown, "all": of}
    return _("Most often: %(label)s (%(count)s of %(all)s).") % {"label": first.label, "count": first.shown, "all": of}


# --- each question


def tables_of(found: Gathered, texts: Mapping[int, int]) -> list[Table]:
    """Every question that was asked, but notes, items of a matrix and who answered."""
    makers: dict[str, Callable[[Question, list[Any]], Table]] = {
        Question.Type.ONE: _one,
        Question.Type.SEVERAL: _several,
        Question.Type.SCALE: _scale,
        Question.Type.RANKING: _ranking,
        Question.Type.NUMBER: _mean_alone,
    }
    tables = []
    for question in found.questions:
        if question.type == Question.Type.TEXT:
            tables.append(_text(question, texts.get(question.pk, 0)))
        elif maker := makers.get(question.type):
            values = [value for _response, value in found.values.get(question.pk, [])]
            tables.append(maker(question, values) if len(values) >= LEAST else _too_few(question))
    return tables


def _too_few(question: Question) -> Table:
    return Table(question.code, question.type, question.label, 0, _("Fewer than five answered this: nothing is shown."))


def _choices(question: Question, values: Iterable[Any]) -> tuple[dict[str, Reading | str], Counter[str]]:
    """What the choices are called, and how many chose each; what is none of them counts as something else."""
    names: dict[str, Reading | str] = {choice.code: read(choice.label) for choice in question.choices.all()}
    counts = Counter(value if isinstance(value, str) and value in names else OTHER for value in values)
    if counts[OTHER] and OTHER not in names:
        names[OTHER] = _("Something else")
    return names, counts


def _bars(
    question: Question, n: int, names: Mapping[str, Reading | str], told: Mapping[str, int | None], note: str
) -> Table:
    most = max((count for count in told.values() if count), default=0)
    rows = tuple(_row(code, label, told[code], most) for code, label in names.items())
    if any(count is None for count in told.values()):
        note = f"{note} {_('Counts that would tell of fewer than five people are withheld.')}".strip()
    sentence = f"{_first_of(rows, n)} {note}".strip()
    head = pgettext("how many", "Responses")
    return Table(question.code, question.type, question.label, n, sentence, _("Choice"), head, rows)


def _one(question: Question, values: list[Any]) -> Table:
    names, counts = _choices(question, values)
    return _bars(question, len(values), names, tellable({code: counts[code] for code in names}), "")


def _several(question: Question, values: list[Any]) -> Table:
    names, counts = _choices(
        question, (one for value in values if isinstance(value, list) for one in set(map(str, value)))
    )
    told = {code: tellable_share(counts[code], len(values)) for code in names}
    return _bars(question, len(values), names, told, _("One person could choose several."))


def _scale(question: Question, values: list[Any]) -> Table:
    low, high = _ends(question)
    marks = [value for value in values if isinstance(value, int) and low <= value <= high]
    if len(marks) < LEAST:
        return _too_few(question)
    counts = {mark: marks.count(mark) for mark in range(low, high + 1)}
    told = tellable(counts)
    is_whole = None not in told.values()
    mean = sum(marks) / len(marks) if is_whole else tellable_mean(counts)
    words = {"mean": number(mean), "low": low, "high": high, "all": len(marks)}
    if mean is None:
        sentence = (
            _(
                "%(all)s answered on a scale from %(low)s to %(high)s; how is withheld, for it would tell of fewer than five people."
            )
            % words
        )
    else:
        sentence = _("Mean %(mean)s on a scale from %(low)s to %(high)s; %(all)s answered.") % words
        if not is_whole:
            sentence += " " + _("How the answers spread is withheld, for it would tell of fewer than five people.")
    most = max(counts.values())
    rows = (
        tuple(_row(mark, _mark_label(question, mark, low, high), count, most) for mark, count in counts.items())
        if is_whole
        else ()
    )
    return Table(
        question.code,
        question.type,
        question.label,
        len(marks),
        sentence,
        _("Mark"),
        pgettext("how many", "Responses"),
        rows,
        mean,
    )


def _ends(question: Question) -> tuple[int, int]:
    settings = question.settings or {}
    low, high = settings.get("low", 1), settings.get("high", 5)
    return (low, high) if isinstance(low, int) and isinstance(high, int) and low < high <= low + 100 else (1, 5)


def _mark_label(question: Question, mark: int, low: int, high: int) -> str:
    """The mark, with the words that stand at the ends."""
    words = (question.settings or {}).get({low: "low_label", high: "high_label"}.get(mark, ""))
    if isinstance(words, dict):
        texts = words.get("texts", words)
        entry = texts.get(_language()) or next(iter(texts.values()), "")
        words = entry.get("text", "") if isinstance(entry, dict) else entry
    return f"{mark} – {words}" if words else str(mark)


def _ranking(question: Question, values: list[Any]) -> Table:
    places: dict[str, list[int]] = {choice.code: [] for choice in question.choices.all()}
    for value in values:
        for place, code in enumerate(value if isinstance(value, list) else [], 1):
            if code in places:
                places[code].append(place)
    rows = sorted(
        (_ranked(choice, places[choice.code], len(places)) for choice in question.choices.all()),
        key=lambda row: (row.value is None, row.value or 0),
    )
    told = [row for row in rows if row.value is not None]
    if told:
        sentence = _("Highest on average: %(label)s (mean rank %(mean)s; 1 is the highest).") % {
            "label": told[0].label,
            "mean": told[0].shown,
        }
    else:
        sentence = _("Every mean is withheld: each is of fewer than five people.")
    return Table(
        question.code, question.type, question.label, len(values), sentence, _("Choice"), _("Mean rank"), tuple(rows)
    )


def _ranked(choice: Choice, places: Sequence[int], many: int) -> Row:
    mean = sum(places) / len(places) if len(places) >= LEAST else None
    width = round(WIDEST * (many + 1 - mean) / many) if mean is not None else 0
    label, shown = read(choice.label), withheld() if mean is None else number(mean)
    return Row(choice.code, str(label), mean, width, shown, language_of(label))


def _mean_alone(question: Question, values: list[Any]) -> Table:
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if len(numbers) < LEAST:
        return _too_few(question)
    mean = sum(numbers) / len(numbers)
    sentence = _("Mean %(mean)s; %(all)s answered.") % {"mean": number(mean), "all": len(numbers)}
    return Table(question.code, question.type, question.label, len(numbers), sentence, mean=mean)


def _text(question: Question, many: int) -> Table:
    if many < LEAST:
        return _too_few(question)
    sentence = ngettext("%(count)s wrote something.", "%(count)s wrote something.", many) % {"count": many}
    return Table(question.code, question.type, question.label, many, sentence)


# --- gaps


@dataclass(frozen=True, slots=True)
class GapRow:
    """An item of the gap analysis with its drawing: an axis from −4 to 4 in a box 160 wide."""

    item: Item
    choice: Choice
    label: str
    gap: str
    interval: str
    importance: str
    current: str
    stability: str
    is_top: bool
    low_at: float
    high_at: float
    at: float
    professions: tuple[tuple[str, int, str, str], ...]
    disagree: bool
    language: str = ""


def line_at(value: float) -> float:
    """Where a gap stands on the drawing's axis from −4 to 4, in a box 160 wide."""
    return round(6 + 148 * (min(4.0, max(-4.0, value)) + 4) / 8, 1)


def gap_rows(found: Gathered, gaps: Found | None) -> list[GapRow]:
    """The items, first the widest gap."""
    if gaps is None:
        return []
    names = item_names(found.questions)
    choices = {
        names[one.pk, choice.code]: choice
        for one in found.questions
        if one.type == Question.Type.MATRIX
        for choice in one.choices.all()
    }
    called = profession_names(found)
    return [
        GapRow(
            item,
            choices[item.item],
            str(read(choices[item.item].label)),
            number(item.gap, 2),
            between(item.low, item.high),
            number(item.importance),
            number(item.current),
            stability_words(item.stability),
            item.item in gaps.top,
            line_at(item.low),
            line_at(item.high),
            line_at(item.gap),
            tuple(
                (str(called.get(one.profession, one.profession)), one.n, number(one.gap, 2), between(one.low, one.high))
                for one in item.professions
            ),
            item.disagreement is not None and item.disagreement < 0.05,
            language_of(read(choices[item.item].label)),
        )
        for item in gaps.items
    ]


def between(low: float, high: float) -> str:
    """An interval in words."""
    return _("%(low)s to %(high)s") % {"low": number(low, 2), "high": number(high, 2)}


def stability_words(share: float) -> str:
    """How sure it is that an item is among the first, in words; the share stands behind."""
    if share >= 0.95:
        words = _("almost always among the first")
    elif share >= 0.8:
        words = _("mostly among the first")
    elif share >= 0.5:
        words = _("more often than not among the first")
    elif share >= 0.2:
        words = _("sometimes among the first")
    else:
        words = _("seldom among the first")
    return _("%(words)s (%(share)s %%)") % {"words": words, "share": round(100 * share)}


def gap_sentence(rows: Sequence[GapRow], gaps: Found | None) -> str:
    """What the gap analysis says, in a sentence or two."""
    if not rows or gaps is None:
        return _("Nothing to reckon gaps from yet.")
    first = rows[0]
    sentence = _("Widest gap: %(label)s (%(gap)s, with 95 %% certainty %(interval)s).") % {
        "label": first.label,
        "gap": first.gap,
        "interval": first.interval,
    }
    apart = [row.label for row in rows if row.disagree]
    if apart:
        sentence += " " + _("Professional fields disagree about: %(labels)s.") % {"labels": ", ".join(apart)}
    if gaps.withheld:
        many = len(gaps.withheld)
        sentence += " " + ngettext(
            "%(count)s item has fewer than five answers and is withheld.",
            "%(count)s items have fewer than five answers and are withheld.",
            many,
        ) % {"count": many}
    return sentence
