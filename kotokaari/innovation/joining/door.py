"""The list at the door: who comes, who is here, who came without having signed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.models import Day, Participant
from kotokaari.innovation.preparing import page, permissions
from kotokaari.innovation.preparing.queries import day_to_host
from kotokaari.innovation.preparing.times import language
from kotokaari.people.public import SignedInRequest, place_names

from . import actions, codes, forms, professions, queries

State = Participant.State
TONES = {"signed_up": "neutral", "waiting": "warning", "here": "success", "absent": "danger", "withdrawn": "neutral"}


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the list."""

    participant: Participant
    name: str
    facts: str
    state: str
    tone: str
    code: str
    wishes: str


def rows(day: Day, search: str = "") -> list[Row]:
    """Everybody who did not withdraw. Two queries."""
    themes = {theme.pk: str(theme) for theme in day.themes.all()}
    return [_row(one, day, themes) for one in queries.participants(day, search)]


def _row(one: Participant, day: Day, themes: dict[int, str]) -> Row:
    place = place_names([one.municipality.code], language())[0] if one.municipality else ""
    facts = [
        professions.read_as(one.profession, day),
        place,
        one.organisation_text,
        page.language_words(one.languages),
        _("online") if one.is_remote else "",
    ]
    return Row(
        one,
        one.name,
        " · ".join(filter(None, facts)),
        one.get_state_display(),
        TONES[one.state],
        codes.own_code(one),
        ", ".join(themes[wish] for wish in one.wishes if wish in themes),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def participants(request: SignedInRequest, key: str) -> HttpResponse:
    """Who comes; find somebody, check in, undo; write down somebody who came without having signed up."""
    day = day_to_host(request, key)
    form = forms.DoorForm(request.POST or None, day=day)
    if form.is_valid():
        try:
            actions.join_now(day, **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down, and here."))
            return redirect("innovation:participants", day.key)
    search = request.GET.get("q", "")[:80]
    may_prepare = permissions.can_prepare_day(request.user, day)
    context: dict[str, Any] = {
        **page.frame(request, day, "participants", _("Participants"), may_prepare=may_prepare),
        "rows": rows(day, search),
        "search": search,
        "counts": queries.head_counts(day),
        "form": form,
        "goes_on": day.state in (Day.State.OPEN, Day.State.RUNNING),
    }
    return render(request, "innovation/joining/participants.html", context)


@require_POST
def mark(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Here, not here after all, or did not come: the button that was pressed says which."""
    day = day_to_host(request, key)
    participant = get_object_or_404(day.participants.select_related("day"), pk=pk)
    act = {"here": actions.check_in, "undo": actions.undo_check_in, "absent": actions.mark_absent}
    done = next((name for name in act if name in request.POST), "here")
    try:
        act[done](participant, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return _back(request, day)


def _back(request: HttpRequest, day: Day) -> HttpResponse:
    search = request.POST.get("q", "")[:80]
    address = reverse("innovation:participants", args=[day.key])
    return redirect(f"{address}?{urlencode({'q': search})}" if search else address)


@require_http_methods(["GET", "HEAD", "POST"])
def own_link(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A new own link for somebody who lost hers, shown once."""
    day = day_to_host(request, key)
    participant = get_object_or_404(day.participants.select_related("day"), pk=pk)
    back = reverse("innovation:participants", args=[day.key])
    if request.method == "POST":
        token = actions.new_own_link(participant, by=request.user)
        from kotokaari.foundation.qr import qr_svg

        address = codes.own_address(token, participant.language)
        context = {
            **page.frame(request, day, "participants", _("A new own link")),
            "participant": participant,
            "address": address,
            "qr": qr_svg(address),
        }
        return render(request, "innovation/joining/own_link.html", context)
    words = {
        "title": _("Make a new own link?"),
        "text": _("The old link and the own code hold no more. The new one is shown once."),
        "confirm": _("Make it"),
        "variant": "primary",
    }
    return render(request, "ui/confirm.html", {**words, "cancel": back})
