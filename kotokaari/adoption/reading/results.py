"""What came of it: results as told by adopters, ready to be shown. Nothing is added up or averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation.text import TranslatedText
from kotokaari.ui.public import Tone

from ..models import FEWEST, Outcome, Situation
from .words import DIRECTION_TONES, figure, language, span

# Words by which people are counted: a figure of them is itself a number of people.
PEOPLE = (
    "henkilö", "henkeä", "hlö", "ihmi", "osallistuj", "asiak", "perhe", "lasta", "lapsi", "nuor", "työnteki",
    "person", "deltagar", "kund", "famil", "barn", "ungdom", "people", "participant", "client", "child", "young",
    "women", "men", "nainen", "naista", "miestä", "kvinn", "opiskelij", "student",
)  # fmt: skip
PER_CENT = ("%", "prosent", "procent", "per cent", "percent")
WIDTH, HEIGHT, EDGE = 132, 26, 8


@dataclass(frozen=True, slots=True)
class Chart:
    """A value against its baseline on a line of its own, from nought; places in units of the drawing."""

    value: int
    baseline: int | None
    start: int
    tone: str
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = HEIGHT // 2
    left: int = EDGE
    right: int = WIDTH - EDGE

    @property
    def bar(self) -> tuple[int, int]:
        """The stretch between baseline and value (or nought and value): where it begins, how wide it is."""
        other = self.start if self.baseline is None else self.baseline
        return min(other, self.value), abs(other - self.value)


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome as a row says it."""

    indicator: TranslatedText
    value: str
    baseline: str
    people: int | None
    period: str
    method: TranslatedText
    note: TranslatedText
    direction: str
    tone: Tone
    is_withheld: bool
    chart: Chart | None
    source_url: str
    is_example: bool
    sentence: str
    who: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The results of adopters in a like situation."""

    name: str
    results: list[Result]


def is_withheld(outcome: Outcome) -> bool:
    """True when the figures are about so few people that they are not shown."""
    if outcome.is_withheld:
        return True
    counts_people = any(outcome.unit.casefold().startswith(word) for word in PEOPLE)
    return counts_people and any(
        figure is not None and 0 < figure < FEWEST for figure in (outcome.value, outcome.baseline)
    )


def result(outcome: Outcome, who: str = "", url: str = "") -> Result:
    """An outcome ready to be shown; a withheld one without its figures."""
    hidden = is_withheld(outcome)
    value = "" if hidden else figure(outcome.value, outcome.unit)
    baseline = "" if hidden else figure(outcome.baseline, outcome.unit)
    period = span(outcome.period_from, outcome.period_to)
    direction = str(outcome.get_direction_display()) if outcome.direction else ""
    return Result(
        indicator=outcome.indicator,
        value=value,
        baseline=baseline,
        people=outcome.people if outcome.people is not None and outcome.people >= FEWEST else None,
        period=period,
        method=outcome.method,
        note=outcome.note,
        direction=direction,
        tone=DIRECTION_TONES.get(outcome.direction, "neutral"),
        is_withheld=hidden,
        chart=None if hidden else chart(outcome),
        source_url=outcome.source_url if outcome.source_url.startswith(("https://", "http://")) else "",
        is_example=outcome.is_example,
        sentence=_sentence(value, baseline, period, hidden),
        who=who,
        url=url,
    )


def _sentence(value: str, baseline: str, period: str, hidden: bool) -> str:
    if hidden:
        return _("Withheld: the figure is about fewer than five people.")
    values = {"value": value, "baseline": baseline, "period": period}
    if not value:
        return _("Told in words, without a figure.")
    if baseline and period:
        return _("%(value)s in the period %(period)s, at the beginning %(baseline)s.") % values
    if baseline:
        return _("%(value)s, at the beginning %(baseline)s.") % values
    if period:
        return _("%(value)s in the period %(period)s; nothing to compare with.") % values
    return _("%(value)s; nothing to compare with.") % values


def chart(outcome: Outcome) -> Chart | None:
    """The value against its baseline; None without a value, or when nought is all there is."""
    if outcome.value is None:
        return None
    figures = [outcome.value, *([outcome.baseline] if outcome.baseline is not None else [])]
    low = min(Decimal(0), *figures)
    high = max(Decimal(0), *figures)
    if outcome.unit.casefold().startswith(PER_CENT) and high <= 100:
        high = Decimal(100)
    if high == low:
        return None

    def at(figure: Decimal) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * (figure - low) / (high - low))

    baseline = at(outcome.baseline) if outcome.baseline is not None else None
    return Chart(at(outcome.value), baseline, at(Decimal(0)), outcome.direction or "none")


def by_context(told: Iterable[tuple[str, str, Result]]) -> list[Context]:
    """Results by the adopter's situation: ``(size, area, result)``; smaller places first, the unknown last."""
    sizes = {value: (place, str(label)) for place, (value, label) in enumerate(Situation.Size.choices)}
    areas = {value: (place, str(label)) for place, (value, label) in enumerate(Situation.Area.choices)}
    unknown = (99, "")
    groups: dict[tuple[str, str], list[Result]] = {}
    for size, area, one in told:
        groups.setdefault((size, area), []).append(one)
    contexts = []
    for size, area in sorted(groups, key=lambda key: (sizes.get(key[0], unknown)[0], areas.get(key[1], unknown)[0])):
        words = [sizes.get(size, unknown)[1], areas.get(area, unknown)[1]]
        name = ", ".join(
            word if not number else word[:1].lower() + word[1:] for number, word in enumerate(filter(None, words))
        )
        contexts.append(Context(name or _("Situation not told"), sorted(groups[size, area], key=_by_indicator)))
    return contexts


def _by_indicator(one: Result) -> tuple[str, str]:
    return one.indicator.read(language()).text.casefold(), one.who


def in_words(results: Sequence[Result], adopters: int) -> str:
    """How many results there are, which way they went, how many are withheld."""
    if not results:
        return ""
    said = [
        ngettext("%(count)s result", "%(count)s results", len(results)) % {"count": len(results)}
        + " "
        + ngettext("from %(count)s adopter", "from %(count)s adopters", adopters) % {"count": adopters}
    ]
    directions = Counter(one.direction for one in results if one.direction)
    known = [str(label) for _value, label in Outcome.Direction.choices if directions[str(label)]]
    ways = ", ".join(f"{label[:1].lower()}{label[1:]} {directions[label]}" for label in known)
    sentence = f"{said[0]}: {ways}." if ways else f"{said[0]}."
    hidden = sum(one.is_withheld for one in results)
    if hidden:
        sentence += " " + ngettext(
            "%(count)s figure is withheld, because it is about fewer than five people.",
            "%(count)s figures are withheld, because they are about fewer than five people.",
            hidden,
        ) % {"count": hidden}
    return sentence
