"""What other pages show of it: a section on a practice's page and on an organisation's, and a link in the navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.catalogue.public import Practice, Version, register_practice_section
from kotokaari.people.public import Organisation, Section, register_organisation_section
from kotokaari.ui.public import register_nav

from . import permissions, queries
from .situations import Us
from .weighing import fit_of, words_of_items


def register() -> None:
    """Let the pages below show it."""
    register_practice_section(of_practice)
    register_organisation_section(of_organisation)
    register_nav("fits-us", gettext_lazy("Fits us"), "adoption:fits-us", 15)


def of_practice(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """«Does it fit us?»: for those whose organisation has described itself the answer in short, for others the way."""
    if practice.status not in Practice.PUBLIC:
        return None
    found = queries.situations_for(request.user)
    context: dict[str, Any] = {"url": reverse("adoption:fit", args=[practice.key]), "check": None}
    if found:
        context |= {
            "check": fit_of(Us.of(found[0]), version),
            "texts": words_of_items(version),
            "organisation": found[0].organisation,
        }
    return Section(_("Does it fit us?"), "adoption/fit_section.html", context, order=30)


def of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The situation of an organisation, for those who work there."""
    if not permissions.can_see_situation(request.user, organisation):
        return None
    context = {
        "situation": queries.situation_of(organisation),
        "organisation": organisation,
        "may_describe": permissions.can_describe_situation(request.user, organisation),
    }
    return Section(_("Situation"), "adoption/fit_organisation.html", context, order=25)
