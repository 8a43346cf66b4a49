"""What can happen to a situation: it is described, and described again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.people.public import Organisation, User

from ..merging import EditConflict, marks, merge
from ..models import Situation
from .situations import HAVING, by_kind

RESOURCES = ("staff_fte", "money", *HAVING)
PLAIN = ("size", "area", "share_foreign_language", "languages", "exists", "note", "source")
ANSWERS = (*PLAIN, *RESOURCES, "themes", "groups", "phases")


def answers_of(situation: Situation) -> dict[str, Any]:
    """A situation as the answers of its form. Changes nothing."""
    resources, needs = situation.resources or {}, by_kind(situation.needs)
    numbers = {name: _decimal(resources.get(name)) for name in ("staff_fte", "money")}
    return {
        **{name: getattr(situation, name) for name in PLAIN},
        "exists": sorted(situation.exists or ()),
        **numbers,
        **{name: resources.get(name) for name in HAVING},
        "themes": sorted(needs["theme"]),
        "groups": sorted(needs["target_group"]),
        "phases": sorted(needs["phase"]),
    }


def marks_of(situation: Situation) -> dict[str, str]:
    """Marks of every answer as it stands, for the form to bring back."""
    return marks(SimpleNamespace(**answers_of(situation)), ANSWERS)


@transaction.atomic
def describe_situation(
    organisation: Organisation,
    *,
    answers: Mapping[str, Any],
    by: User | None,
    base: Mapping[str, str] | None = None,
    is_example: bool = False,
) -> Situation:
    """Store what an organisation says about itself; an answer that is left out stays as it was.

    ``base`` are the marks the form was shown with: what somebody else changed meanwhile is kept, and what both
    changed raises EditConflict. Nothing is stored while nothing is said.
    """
    found = Situation.objects.select_for_update().filter(organisation=organisation).first()
    situation = found or Situation(organisation=organisation, is_example=is_example)
    mine = by is not None and situation.changed_by_id == by.pk
    now = SimpleNamespace(**answers_of(situation))
    write, clashes = merge(now, answers, None if mine else base)
    if clashes:
        raise EditConflict(_("Somebody else has changed the same answers meanwhile."), clashes)
    if not write:
        return situation
    _put(situation, {**vars(now), **write})
    situation.changed_by, situation.changed_at = by, timezone.now()
    situation.save()
    audit.record("situation described", target=organisation, by=by, answers=sorted(write))
    return situation


def _put(situation: Situation, answers: Mapping[str, Any]) -> None:
    for name in PLAIN:
        setattr(situation, name, answers[name])
    share = answers["share_foreign_language"]
    situation.share_foreign_language = None if share is None else Decimal(str(share))
    numbers = {name: float(answers[name]) for name in ("staff_fte", "money") if answers[name] is not None}
    situation.resources = {**numbers, **{name: answers[name] for name in HAVING if answers[name] is not None}}
    needs = (*answers["themes"], *answers["groups"], *answers["phases"])
    situation.needs = sorted(set(needs))


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
