"""The words and tones of statuses, and sentences with numbers."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import formats
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

from kotokaari.foundation.dates import written_day
from kotokaari.ui.public import Tone

from ..models import Adoption

Status = Adoption.Status
TONES: dict[str, Tone] = {
    Status.INTERESTED: "neutral",
    Status.EXPLORING: "neutral",
    Status.PLANNED: "neutral",
    Status.PILOTING: "info",
    Status.IN_USE: "success",
    Status.MAINSTREAMED: "success",
    Status.STOPPED: "warning",
}
DIRECTION_TONES: dict[str, Tone] = {"positive": "success", "mixed": "info", "none": "neutral", "negative": "warning"}


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def number(value: Decimal | int | None) -> str:
    """A figure as people write it, without empty decimals; "" when there is none."""
    if value is None:
        return ""
    plain = Decimal(value).normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return formats.number_format(plain, places, force_grouping=abs(plain) >= 10000)


def figure(value: Decimal | int | None, unit: str) -> str:
    """A figure with its unit."""
    return f"{number(value)}\u00a0{unit}".strip() if value is not None else ""


def span(start: datetime.date | None, end: datetime.date | None) -> str:
    """A period as people write it; one day, or open at an end."""
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    first, last = (written_day(day, language()) if day else "" for day in (start, end))
    return first if first == last else f"{first}–{last}"


def use_in_short(users: int) -> str:
    """«Used by 7 organisations»."""
    return ngettext("Used by %(count)s organisation", "Used by %(count)s organisations", users) % {"count": users}


def use_in_words(users: int, regions: int, abroad: int, adapted: int) -> str:
    """«In use in 7 organisations in 5 regions and in 2 abroad; 4 have adapted it.»"""
    values = {
        "organisations": npgettext("in use in", "%(count)s organisation", "%(count)s organisations", users)
        % {"count": users},
        "regions": npgettext("in use in", "%(count)s region", "%(count)s regions", regions) % {"count": regions},
        "adapted": npgettext("of organisations", "%(count)s has adapted it", "%(count)s have adapted it", adapted)
        % {"count": adapted},
    }
    if regions and adapted:
        sentence = _("In use in %(organisations)s in %(regions)s; %(adapted)s.")
    elif regions:
        sentence = _("In use in %(organisations)s in %(regions)s.")
    elif adapted:
        sentence = _("In use in %(organisations)s; %(adapted)s.")
    else:
        sentence = _("In use in %(organisations)s.")
    said = [sentence % values]
    if abroad:
        said.append(
            npgettext("organisations", "%(count)s of them is abroad.", "%(count)s of them are abroad.", abroad)
            % {"count": abroad}
        )
    return " ".join(said)


def considered_in_words(count: int) -> str:
    """How many are only considering it."""
    return ngettext(
        "%(count)s more organisation is considering it.", "%(count)s more organisations are considering it.", count
    ) % {"count": count}


def planned_in_words(count: int) -> str:
    """How many have decided to begin."""
    return ngettext("%(count)s plans to begin.", "%(count)s plan to begin.", count) % {"count": count}


def stopped_in_words(count: int) -> str:
    """How many have stopped."""
    return ngettext("%(count)s has stopped.", "%(count)s have stopped.", count) % {"count": count}


def described_label(value: str) -> str:
    """Used as described, adapted, or not said."""
    return {
        Adoption.AsDescribed.AS_DESCRIBED.value: pgettext("adoption", "Used as described"),
        Adoption.AsDescribed.ADAPTED.value: pgettext("adoption", "Adapted"),
    }.get(value, pgettext("adoption", "Not said yet"))
