"""Who may write what in the ledger.

| role                                                | the adopter's words | remove, bring back | the owner's words |
| --------------------------------------------------- | ------------------- | ------------------ | ----------------- |
| member, specialist, facilitator of the adopter      | yes                 | no                 | no                |
| coordinator, administrator of the adopter           | yes                 | yes                | no                |
| coordinator, administrator of the practice's owner  | no                  | no                 | yes               |
| administrator of the house                          | yes                 | yes                | yes               |
"""

from __future__ import annotations

from typing import Any

from kotokaari.catalogue.public import Practice
from kotokaari.people.public import (
    EDITORS,
    Organisation,
    Role,
    has_role,
)

from .models import Adoption

WRITERS = (Role.MEMBER, Role.SPECIALIST, Role.FACILITATOR, *EDITORS)


def can_start_adoption(user: Any, organisation: Organisation) -> bool:
    """People who work in an organisation say what it uses."""
    return has_role(user, organisation, *WRITERS)


def can_edit_adoption(user: Any, adoption: Adoption) -> bool:
    """People who work in the adopting organisation write its words: status, facts, adaptations, outcomes, lessons."""
    return has_role(user, adoption.organisation_id, *WRITERS)


def can_remove_adoption(user: Any, adoption: Adoption) -> bool:
    """Coordinators and administrators of the adopter take a mistaken entry away, or bring it back."""
    return has_role(user, adoption.organisation_id, *EDITORS)


def can_say_owners_word(user: Any, practice: Practice) -> bool:
    """Coordinators and administrators of the practice's owner confirm, doubt and comment."""
    return has_role(user, practice.owner_id, *EDITORS)


def can_carry_on(user: Any, organisation: Organisation) -> bool:
    """Coordinators and administrators of a successor take over what an ended organisation used."""
    return has_role(user, organisation, *EDITORS)


def can_answer_contact(user: Any, adoption: Adoption) -> bool:
    """Only the person asked decides whether to be shown."""
    return bool(getattr(user, "is_authenticated", False)) and adoption.contact_id == user.pk
