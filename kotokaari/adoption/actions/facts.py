"""The facts of an adoption in the adopter's words: where, for whom, how many, what it cost, who decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..counting import recounted
from ..merging import EditConflict, merge
from ..models import Adoption
from .life import _check_single, check_day
from .locking import locked, locked_practice, touched

EDITABLE = (
    "place",
    "began_on",
    "as_described",
    "purpose",
    "setting",
    "people_reached",
    "people_period",
    "cost",
    "cost_currency",
    "cost_year",
    "cost_note",
    "decision",
    "decided_on",
    "decision_url",
    "source",
)


def merged(thing: Any, wanted: Mapping[str, Any], base: Mapping[str, str] | None) -> dict[str, Any]:
    """What to write. Raises EditConflict when somebody else changed the same fields, otherwise."""
    write, clashes = merge(thing, wanted, base)
    if clashes:
        raise EditConflict(_("Somebody else changed the same fields meanwhile. Compare the two and choose."), clashes)
    return write


@transaction.atomic
def edit_adoption(
    adoption: Adoption, *, changes: Mapping[str, Any], by: User | None, base: Mapping[str, str] | None = None
) -> Adoption:
    """Change facts; what is not named stays.

    ``base`` has the mark of each field as the form showed it (``merging.marks``): a field I left alone keeps what
    a colleague wrote meanwhile; one both of us changed is an EditConflict, and nothing is stored.
    """
    unknown = changes.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"edit_adoption does not change {', '.join(sorted(unknown))}")
    now = locked(adoption)
    write = merged(now, changes, base)
    if not write:
        return now
    for name, value in write.items():
        setattr(now, name, value)
    _check(now, write)
    touched(now, "adoption edited", by=by, fields=sorted(write))
    return now


def _check(adoption: Adoption, changed: Mapping[str, Any]) -> None:
    if "place" in changed:
        _check_single(adoption.practice, adoption.organisation, adoption.place)
    for name in changed.keys() & {"began_on", "decided_on"}:
        check_day(changed[name])
    if adoption.began_on and adoption.ended_on and adoption.ended_on < adoption.began_on:
        raise DomainError(_("It cannot have stopped before it began."))
    if adoption.cost is not None and adoption.cost < 0:
        raise DomainError(_("The amount is zero or more."))


def open_adoption(adoption: Adoption, *, by: User) -> Adoption:
    """Let everybody read it."""
    return _set_open(adoption, True, by)


def close_adoption(adoption: Adoption, *, by: User) -> Adoption:
    """Let only the adopter and the practice's owner read it. It no longer counts as an independent use."""
    return _set_open(adoption, False, by)


@transaction.atomic
def _set_open(adoption: Adoption, is_open: bool, by: User) -> Adoption:
    locked_practice(adoption.practice)
    now = locked(adoption)
    if now.is_open == is_open:
        return now
    with recounted(now.practice):
        now.is_open = is_open
        touched(now, "adoption opened" if is_open else "adoption closed", by=by)
    return now
