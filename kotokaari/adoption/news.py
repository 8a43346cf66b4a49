"""What the ledger does when something happens elsewhere: a version is published, a practice leaves, an adopter ends."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from kotokaari.catalogue.public import Practice, Version, status_changed, version_published
from kotokaari.people.public import Organisation, User, organisation_ended

from . import actions, letters
from .actions.succession import successors_of
from .models import Adoption


def register() -> None:
    """Hear of what concerns adopters."""
    version_published.connect(_ask_adopters, dispatch_uid="adopters of a new version")
    status_changed.connect(_tell_adopters, dispatch_uid="adopters of a practice's status")
    organisation_ended.connect(_tell_successors, dispatch_uid="adoptions of an ended organisation")


def _ask_adopters(sender: Any, practice: Practice, version: Version, by: User | None, **_signal: Any) -> None:
    """In the transaction that publishes, which holds the practice: nobody can begin to adopt in between."""
    adoptions = Adoption.objects.filter(practice=practice).exclude(status=Adoption.Status.STOPPED)
    for adoption in adoptions.exclude(version=version).select_related("version"):
        actions.ask_about_version(adoption, version=version, by=by)


def _tell_adopters(sender: Any, practice: Practice, before: str, **_signal: Any) -> None:
    """Their entries stay as they are; they are told after commit."""
    transaction.on_commit(partial(letters.practice_moved, practice.pk, before))


def _tell_successors(sender: Any, organisation: Organisation, **_signal: Any) -> None:
    heirs = [heir.pk for heir in successors_of(organisation)]
    used = Adoption.objects.filter(organisation=organisation).exclude(status=Adoption.Status.STOPPED)
    if heirs and used.exists():
        transaction.on_commit(partial(letters.adopter_ended, organisation.pk, heirs))
