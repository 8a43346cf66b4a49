"""The facts of an adoption on one form, and what is typed into any form of the ledger before it is saved."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.access import require

from .. import actions, forms, permissions, queries
from ..models import Adoption
from .fetching import adoption_to_write, me
from .forming import form_page

LEFT_OUT = ("csrfmiddlewaretoken",)
A_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FORMS = re.compile(rf"facts|(adaptation|outcome|lesson)-(new|{A_UUID})|owner-{A_UUID}")


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Why, where, how many, with what money, by whose decision."""
    adoption = adoption_to_write(request, uuid)

    def save(form: forms.LedgerForm) -> None:
        actions.edit_adoption(adoption, changes=form.values(), base=form.base, by=me(request))

    return form_page(
        request,
        adoption,
        name="facts",
        make=forms.FactsForm,
        save=save,
        thing=adoption,
        heading=_("The facts"),
        lead=_("Tell what you know today; nothing here is compulsory."),
        after=reverse("adoption:write", args=[uuid]),
    )


@require_POST
def keep(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """Keep what has been typed so far. Nobody else sees it before it is saved."""
    adoption = _any_of_mine(request, uuid)
    if not FORMS.fullmatch(form):
        raise Http404
    values = {name: str(value) for name, value in request.POST.items() if name not in LEFT_OUT}
    actions.keep_typed(adoption, form=form, values=values, by=me(request))
    return HttpResponse(status=204)


@require_POST
def throw_away(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """What was typed and not saved is not wanted after all."""
    adoption = _any_of_mine(request, uuid)
    actions.forget_typed(adoption, form=form, by=me(request))
    back = "adoption:owner" if form.startswith("owner") else "adoption:write"
    return redirect(back, uuid)


def _any_of_mine(request: HttpRequest, uuid: UUID) -> Adoption:
    adoption = queries.adoption_for(request.user, uuid)
    may_write = permissions.can_edit_adoption(request.user, adoption)
    require(may_write or permissions.can_say_owners_word(request.user, adoption.practice))
    return adoption
