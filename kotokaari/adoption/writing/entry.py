"""An adoption as its people keep it: the page with everything, its status, who may read it, taking it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import Organisation

from .. import actions, forms, permissions, queries
from ..actions.succession import successors_of
from ..fit.queries import to_do_of
from ..fit.weighing import words_of_items
from ..models import Adoption
from .fetching import adoption_to_write, me, title_of, trail

FACTS = (
    "purpose",
    "setting",
    "as_described",
    "place",
    "began_on",
    "people_reached",
    "cost",
    "decision",
    "decided_on",
    "decision_url",
    "source",
)
ASKED = ("purpose", "people_reached", "cost", "decision")


def write(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything told of an adoption, with where to tell more. Ten queries, however much is told."""
    adoption = adoption_to_write(request, uuid)
    choice = adoption.version_choices.filter(version=adoption.practice.current_id).select_related("version").first()
    blocks = dict(forms.blocks_of(adoption.version))
    adaptations = list(adoption.adaptations.all())
    context = {
        "adoption": adoption,
        "to_do": to_do_of(adoption),
        "texts": words_of_items(adoption.version),
        "title": title_of(adoption),
        "trail": trail(adoption),
        "steps": list(adoption.steps.all()),
        "adaptations": [(part, blocks.get(part.block, "")) for part in adaptations],
        "outcomes": adoption.outcomes.all(),
        "lessons": adoption.lessons.all(),
        "owners_words": adoption.owners_words.all(),
        "facts": _facts(adoption),
        "missing": [_label(name) for name in ASKED if not getattr(adoption, name)],
        "choice": choice if adoption.status != Adoption.Status.STOPPED else None,
        "is_gone": adoption.practice.status == Practice.Status.WITHDRAWN,
        "has_ended": adoption.practice.status in (Practice.Status.ENDED, Practice.Status.ARCHIVED),
        "may_remove": permissions.can_remove_adoption(request.user, adoption),
        "is_asked": adoption.contact_id == me(request).pk and not adoption.contact_consented_at,
    }
    return render(request, "adoption/writing/entry.html", context)


def _label(name: str) -> Any:
    return forms.FactsForm.base_fields[name].label


def _facts(adoption: Adoption) -> list[tuple[Any, str, Any]]:
    """(label, kind, value) of each fact that has been told."""
    kinds = {"began_on": "day", "decided_on": "day", "decision_url": "url"}
    kinds |= {name: "text" for name in forms.FactsForm.texts}
    found = []
    for name in FACTS:
        value = getattr(adoption, name)
        if value in (None, "") or not (value or value == 0):
            continue
        if name == "as_described":
            value = adoption.get_as_described_display()
        if name == "place":
            value = value.name(forms.language())
        if name == "people_reached" and adoption.people_period:
            value = f"{value} ({adoption.people_period})"
        if name == "cost":
            year = f" ({adoption.cost_year})" if adoption.cost_year else ""
            amount = formats.number_format(value, 0 if value == int(value) else 2, force_grouping=True)
            value = f"{amount} {'€' if adoption.cost_currency == 'EUR' else adoption.cost_currency}{year}"
        found.append((_label(name), kinds.get(name, "plain"), value))
    return found


@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It moves on, goes back, or stops with its reasons."""
    adoption = adoption_to_write(request, uuid)
    wanted = request.GET.get("to", "")
    form = forms.StatusForm(request.POST or None, now=adoption.status, initial={"status": wanted})
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.change_status(
                adoption,
                status=form.cleaned_data["status"],
                on=form.cleaned_data["on"],
                reason=form.text(),
                by=me(request),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _after_status(request, moved)
    context = {
        "adoption": adoption,
        "form": form,
        "title": title_of(adoption),
        "trail": trail(adoption, _("How far it has come")),
    }
    return render(request, "adoption/writing/status.html", context)


def _after_status(request: HttpRequest, adoption: Adoption) -> HttpResponseRedirect:
    if adoption.status == Adoption.Status.STOPPED:
        messages.success(
            request, _("It is marked as stopped. What did you learn? A lesson or two helps the next ones most.")
        )
        return redirect("adoption:lesson-add", adoption.uuid)
    messages.success(request, _("Saved. If it was a mistake, you can take the step back."))
    return redirect("adoption:write", adoption.uuid)


@require_http_methods(["GET", "POST"])
def step_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The last change of status was a mistake."""
    adoption = adoption_to_write(request, uuid)
    if request.method == "POST":
        return _done(request, adoption, actions.take_back_step, _("The step is taken back."))
    words = {"status": adoption.get_status_display()}
    return _ask(
        request,
        adoption,
        _("Take back the step “%(status)s”?") % words,
        _("The entry is again as it was before. The reason given for the step goes with it."),
        _("Take back"),
    )


@require_http_methods(["GET", "POST"])
def visibility(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everybody may read it, or only its own people and the practice's owner."""
    adoption = adoption_to_write(request, uuid)
    if request.method == "POST":
        act = actions.close_adoption if adoption.is_open else actions.open_adoption
        return _done(request, adoption, act, _("Saved."))
    if adoption.is_open:
        title, text = (
            _("Hide this entry from others?"),
            _("Only your organisation and the owner of the practice can read it. It no longer counts among the users."),
        )
        return _ask(request, adoption, title, text, _("Hide it"))
    title, text = _("Show this entry to everybody?"), _("All that is written here can be read by anybody.")
    return _ask(request, adoption, title, text, _("Show it"))


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a mistaken entry away, after asking; it can be brought back."""
    adoption = queries.adoption_for(request.user, uuid)
    require(permissions.can_remove_adoption(request.user, adoption))
    if request.method == "POST":
        actions.remove_adoption(adoption, by=me(request))
        return redirect("adoption:restore", adoption.uuid)
    return _ask(
        request,
        adoption,
        _("Remove this entry?"),
        _(
            "Do this when it was written by mistake. If you have stopped using the practice, change the status instead: your experience is worth keeping."
        ),
        _("Remove"),
    )


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A removed entry, and how to bring it back."""
    adoption = queries.removed_adoption_for(request.user, uuid)
    require(permissions.can_remove_adoption(request.user, adoption))
    if request.method == "POST":
        try:
            actions.restore_adoption(adoption, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("adoption:restore", uuid)
        messages.success(request, _("The entry is back as it was."))
        return redirect("adoption:write", uuid)
    context = {"adoption": adoption, "title": title_of(adoption)}
    return render(request, "adoption/writing/removed.html", context)


@require_http_methods(["GET", "POST"])
def carry_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An organisation that carries on the adopter's tasks takes the entry over."""
    adoption = queries.adoption_for(request.user, uuid)
    heirs = [heir for heir in successors_of(adoption.organisation) if permissions.can_carry_on(request.user, heir)]
    require(bool(heirs))
    choices = Organisation.objects.filter(pk__in=[heir.pk for heir in heirs])
    form = forms.CarryOnForm(request.POST or None, organisations=choices, initial={"organisation": heirs[0].pk})
    if request.method == "POST" and form.is_valid():
        try:
            actions.carry_on(adoption, organisation=form.cleaned_data["organisation"], by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The entry is now yours. Look through it and correct what is different."))
            return redirect("adoption:write", uuid)
    words = {"organisation": read(adoption.organisation.name), "practice": title_of(adoption)}
    context = {
        "title": _("Do you carry on “%(practice)s” after %(organisation)s?") % words,
        "text": _("The entry with its history, adaptations, outcomes and lessons becomes your organisation's."),
        "confirm": _("Yes, we carry it on"),
        "cancel": adoption.practice.get_absolute_url(),
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


def _done(request: HttpRequest, adoption: Adoption, act: Any, words: str) -> HttpResponseRedirect:
    try:
        act(adoption, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("adoption:write", adoption.uuid)


def _ask(request: HttpRequest, adoption: Adoption, title: str, text: str, confirm: str) -> HttpResponse:
    cancel = reverse("adoption:write", args=[adoption.uuid])
    return render(request, "ui/confirm.html", {"title": title, "text": text, "confirm": confirm, "cancel": cancel})
