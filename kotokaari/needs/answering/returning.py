"""Saving and coming back: a link that only the person has, as a code, and by e-mail without keeping the address."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kotokaari.foundation import limits, mail

from ..models import Survey
from . import codes, timing, visitors
from .pages import HOUSE, _context, address_of, open_page

JOIN = "."  # between the two secrets of a link: that of the draft and that of the invitation


class AddressForm(forms.Form):
    """Where the link is to go."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("The address is used for this one letter and not kept.")
    )


@dataclass(slots=True)
class _Addressee:
    email: str
    language: str


def return_address(request: HttpRequest, survey: Survey) -> str:
    """The full address that leads back to this browser's draft."""
    carried = JOIN.join(filter(None, (visitors.draft_token(request, survey), visitors.link_of(request, survey))))
    return settings.BASE_URL + address_of("answer-resume", survey, carried, language=translation.get_language() or "fi")


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, survey: Survey) -> HttpResponse:
    """The link to come back by, as words and as a code; to oneself by e-mail."""
    draft = visitors.draft_of(request, survey)
    if draft is None or not timing.takes_drafts(survey):
        return redirect("needs:answer", survey.key)
    address = return_address(request, survey)
    form = AddressForm(request.POST or None)
    went = False
    if request.method == "POST" and form.is_valid():
        went = _mail(request, survey, form, address)
    context = _context(request, survey, draft) | {
        "address": address,
        "code": codes.drawing(address, _("The link as a code to be read by a phone")),
        "form": AddressForm() if went else form,
        "went": went,
    }
    return render(request, "needs/answering/later.html", context)


def _mail(request: HttpRequest, survey: Survey, form: AddressForm, address: str) -> bool:
    """Send the link once; the address is kept nowhere. Raises limits.TooOften."""
    who = limits.LimitMiddleware.who(request, "survey-letters") or "here"
    limits.count("survey-letters", who, times=5, seconds=600)
    language = (translation.get_language() or "fi")[:2]
    to = _Addressee(form.cleaned_data["email"], language if language in HOUSE else "fi")
    try:
        mail.send(to, "needs/mails/come_back", survey=survey.name.read(language), address=address)
    except OSError:
        form.add_error("email", _("The letter could not be sent now. Write the link down, or try again."))
        return False
    return True


@open_page
@require_safe
def resume(request: HttpRequest, survey: Survey, token: str) -> HttpResponse:
    """Go on with a draft on another device, or later."""
    own, _dot, link = token[:160].partition(JOIN)
    draft = visitors.draft_by(survey, own)
    if draft is None:
        visitors.count_guess(request)
        return render(request, "needs/answering/gone.html", _context(request, survey, None), status=404)
    response = HttpResponseRedirect(address_of("answer", survey, language=draft.language))
    visitors.remember_draft(response, survey, own)
    if link:
        visitors.remember_link(response, survey, link)
    return response
