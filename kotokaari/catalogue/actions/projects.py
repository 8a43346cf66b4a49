"""Projects and their money: written down once, linked to every practice they touched."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User, organisation_called

from ..models import Grant, Project


@transaction.atomic
def create_project(
    *,
    code: str,
    name: TranslatedText,
    by: User | None,
    aim: TranslatedText | None = None,
    owner: Organisation | None = None,
    parent: Project | None = None,
    participants: Iterable[Organisation] = (),
    starts: str = "",
    ends: str = "",
    website: str = "",
    source: str = "",
    is_example: bool = False,
) -> Project:
    """A project of its own. Refuses one without a name, a code that is taken, and an end before the start."""
    if not name:
        raise DomainError(_("Give the project a name."))
    if Project.objects.filter(code=code).exists():
        raise DomainError(_("There is already a project called %(code)s.") % {"code": code})
    if starts and ends and ends < starts[: len(ends)]:
        raise DomainError(_("A project does not end before it begins."))
    project = Project.objects.create(
        code=code,
        name=name,
        aim=aim or TranslatedText(),
        owner=owner,
        parent=parent,
        starts=starts,
        ends=ends,
        website=website,
        source=source,
        is_example=is_example,
    )
    project.participants.set(participants)
    audit.record("project created", target=project, by=by)
    return project


@transaction.atomic
def fund_project(
    project: Project, *, funder: TranslatedText, by: User | None, amount: Decimal | None = None, **facts: Any
) -> Grant:
    """Money a project has had, on the arc too; ``facts`` are the other fields of ``Grant``. Refuses a negative amount.

    A funder who is called exactly as one organisation here is taken to be it.
    """
    if not funder:
        raise DomainError(_("Say who gave the money."))
    if amount is not None and amount < 0:
        raise DomainError(_("The amount is zero or more."))
    facts.setdefault("funder_organisation", organisation_called(funder))
    grant = Grant.objects.create(project=project, funder=funder, amount=amount, **facts)
    arc.tie(first=("grant", grant.uuid), type=arc.LinkType.FUNDS, second=("project", project.uuid), by=by)
    audit.record("grant added", target=project, by=by)
    return grant
