"""The colleague whom others may ask about an adoption."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .. import actions, forms, permissions, queries
from ..models import Adoption
from .fetching import adoption_to_write, me, title_of, trail


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who can be asked: oneself, a colleague who agrees, or nobody."""
    adoption = adoption_to_write(request, uuid)
    which = request.POST.get("which", "")
    form = forms.ContactForm(request.POST if which == "colleague" else None)
    if request.method == "POST" and (which in ("me", "nobody") or form.is_valid()):
        try:
            _name(adoption, which, form, me(request))
        except DomainError as error:
            if which != "colleague":
                messages.error(request, str(error))
                return redirect("adoption:contact", uuid)
            form.add_error("email", str(error))
        else:
            return redirect("adoption:contact", uuid)
    context = {
        "adoption": adoption,
        "form": form,
        "is_me": adoption.contact_id == me(request).pk,
        "title": title_of(adoption),
        "trail": trail(adoption, _("Whom to ask")),
    }
    return render(request, "adoption/writing/contact.html", context)


def _name(adoption: Adoption, which: str, form: forms.ContactForm, by: User) -> None:
    if which == "me":
        actions.name_contact(adoption, person=by, by=by)
    elif which == "nobody":
        actions.name_contact(adoption, person=None, by=by)
    else:
        person = User.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
        if person is None or not permissions.can_edit_adoption(person, adoption):
            raise DomainError(_("Nobody with this address works for your organisation in Kotokaari."))
        actions.name_contact(adoption, person=person, by=by)


@require_http_methods(["GET", "POST"])
def contact_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """May your name be shown? Only the person decides, and may change the answer."""
    adoption = queries.adoption_for(request.user, uuid)
    if not permissions.can_answer_contact(request.user, adoption):
        raise Http404
    if request.method == "POST":
        says_yes = request.POST.get("answer") == "yes"
        act = actions.accept_contact if says_yes else actions.withdraw_contact
        act(adoption, by=me(request))
        messages.success(request, _("Your answer is saved. You can change it whenever you want."))
        return redirect("adoption:contact-answer", uuid) if says_yes else redirect("home:work")
    context = {"adoption": adoption, "title": title_of(adoption), "trail": trail(adoption, _("May we show you?"))}
    return render(request, "adoption/writing/contact_answer.html", context)
