"""Who asks: somebody whose organisation has described itself, or anybody who says it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from ..models import Situation
from .actions import answers_of
from .forms import AnswersForm, initial_of
from .queries import situations_for
from .situations import Us

TICKS, MOST_TICKS = "have", 60


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of who asks, and the form that says it otherwise."""

    us: Us
    form: AnswersForm
    situation: Situation | None
    situations: list[Situation]
    query: str  # what to take along to another page

    @property
    def has_errors(self) -> bool:
        """True when an answer could not be understood."""
        return self.form.is_bound and not self.form.is_valid()

    @property
    def is_given(self) -> bool:
        """True when the answers stand in the address."""
        return self.form.is_bound


def asking(request: HttpRequest) -> Asking:
    """The answers in the address; without any, the situation of the chosen or first organisation. One query."""
    ticked = ticks(request.GET)
    situations = situations_for(request.user)
    if any(name in request.GET for name in AnswersForm.base_fields):
        form = AnswersForm(request.GET)
        return Asking(Us.said(form.answers(), ticked), form, None, situations, carried(request.GET))
    chosen = request.GET.get("organisation", "")
    own = next((one for one in situations if one.organisation.code == chosen), next(iter(situations), None))
    if own is None:
        return Asking(Us(ticked=frozenset(ticked)), AnswersForm(), None, [], "")
    initial: dict[str, Any] = initial_of(answers_of(own))
    us = Us.of(own, ticked)
    form = AnswersForm(initial={**initial, "country": us.country})
    return Asking(us, form, own, situations, carried(request.GET))


def ticks(query: QueryDict) -> list[str]:
    """The requirements somebody has ticked."""
    return [value[:40] for value in query.getlist(TICKS)[:MOST_TICKS]]


def carried(query: QueryDict) -> str:
    """The answers of an address as ``?…``, without page and ticks; "" when there are none."""
    left = query.copy()
    for name in ("page", TICKS):
        left.pop(name, None)
    for name in [name for name, values in left.lists() if not any(values)]:
        del left[name]
    return f"?{left.urlencode()}" if left else ""
