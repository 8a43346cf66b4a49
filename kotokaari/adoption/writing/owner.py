"""The owner's side: who uses our practice, and what we say of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.catalogue.public import practice_for
from kotokaari.foundation import limits
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError

from .. import actions, forms, permissions, queries
from ..models import Adoption
from .fetching import Trail, adoption_to_comment, me, title_of
from .forming import form_page


def users(request: HttpRequest, key: str) -> HttpResponse:
    """Everybody who uses a practice or would like to, with what its owner has said of each. Four queries."""
    practice = practice_for(request.user, key)
    require(permissions.can_say_owners_word(request.user, practice))
    adoptions = queries.adoptions_for_owner(practice)
    context = {
        "practice": practice,
        "rows": [(adoption, queries.stance(adoption)) for adoption in adoptions],
        "trail": [
            (_("Practices"), reverse("catalogue:list")),
            (str(practice), practice.get_absolute_url()),
            (_("Who uses it"), ""),
        ],
    }
    return render(request, "adoption/writing/users.html", context)


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The owner confirms an adoption, does not know of it, or comments."""
    adoption = adoption_to_comment(request, uuid)
    form = forms.OwnersWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.count("owners-word", request.user, times=60, seconds=3600)
            actions.say_owners_word(adoption, **form.values(), by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. The adopter is told by letter."))
            return redirect("adoption:owner", uuid)
    context = {
        "adoption": adoption,
        "form": form,
        "words": adoption.owners_words.all(),
        "is_own": adoption.organisation_id == adoption.practice.owner_id,
        "title": title_of(adoption),
        "trail": _trail(adoption),
    }
    return render(request, "adoption/writing/owner.html", context)


@require_http_methods(["GET", "POST"])
def owner_edit(request: HttpRequest, uuid: UUID, word: UUID) -> HttpResponse:
    """The owner says the same otherwise."""
    adoption = adoption_to_comment(request, uuid)
    said = queries.owners_word_of(adoption, word)

    def save(form: forms.LedgerForm) -> None:
        actions.edit_owners_word(said, changes=form.values(), base=form.base, by=me(request))

    return form_page(
        request,
        adoption,
        name=f"owner-{word}",
        make=forms.OwnersTextForm,
        save=save,
        thing=said,
        heading=_("What you say as the owner"),
        after=reverse("adoption:owner", args=[uuid]),
        remove=reverse("adoption:owner-remove", args=[uuid, word]),
    )


@require_http_methods(["GET", "POST"])
def owner_remove(request: HttpRequest, uuid: UUID, word: UUID) -> HttpResponse:
    """The owner takes its word back, after being asked."""
    adoption = adoption_to_comment(request, uuid)
    said = queries.owners_word_of(adoption, word)
    if request.method == "POST":
        actions.remove_owners_word(said, by=me(request))
        messages.success(request, _("Removed."))
        return redirect("adoption:owner", uuid)
    context = {
        "title": _("Take back what you said?"),
        "text": _("The entry itself stays as it is."),
        "confirm": _("Take back"),
        "cancel": reverse("adoption:owner", args=[uuid]),
    }
    return render(request, "ui/confirm.html", context)


def _trail(adoption: Adoption) -> Trail:
    practice = adoption.practice
    return [
        (_("Practices"), reverse("catalogue:list")),
        (str(practice), practice.get_absolute_url()),
        (_("Who uses it"), reverse("adoption:users", args=[practice.key])),
        (str(adoption.organisation), ""),
    ]
