"""The panel's members for those who run the call; and the page behind an invitation for the person asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kotokaari.calls.public import Call
from kotokaari.foundation import limits
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .. import letters, queries
from ..actions import seats as actions
from ..board import has_experience
from ..forms import AskForm, LeaveForm, TermsForm, language
from ..models import Assignment, Expert, Seat
from .fetching import call_to_run, me, own_trail, tabs, trail


@require_GET
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """Who sits, who was asked, who declared what there is to declare."""
    call = call_to_run(request, key)
    seats = list(queries.seats_of(request.user, call))
    visible = queries.to_judge_seen_by(request.user, call).count()
    context = {
        "call": call,
        "tabs": tabs(call),
        "sitting": [_row(seat) for seat in seats if seat.state == Seat.State.ACCEPTED],
        "others": [seat for seat in seats if seat.state != Seat.State.ACCEPTED],
        "invitations": list(call.seat_invitations.select_related("invitation")),
        "submissions": visible,
        "trail": trail(call, (_("Panel"), "")),
    }
    return render(request, "panel/panel.html", context)


def _row(seat: Any) -> dict[str, Any]:
    return {"seat": seat, "declared": seat.declared or 0, "has_experience": has_experience(seat)}


def _people(call: Call) -> list[tuple[str, str]]:
    """Experts who may be asked and have not been."""
    taken = call.seats.filter(state__in=(Seat.State.INVITED, Seat.State.ACCEPTED)).values("user")
    found = Expert.objects.filter(is_open=True, user__is_active=True).exclude(user__in=taken)
    return [(str(one.user_id), str(one.user)) for one in found.select_related("user").order_by("user__name")]


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask somebody to the panel."""
    call = call_to_run(request, key)
    initial = {
        "part": Seat.Part.EXPERT,
        "least": 0,
        "most": 10,
        "language": language(),
        "person": request.GET.get("person", ""),
    }
    form = AskForm(request.POST or None, people=_people(call), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            asked = _ask(request, call, form)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": asked})
            return redirect("panel:panel", key)
    steps = (_("Panel"), reverse("panel:panel", args=[key])), (_("Ask somebody"), "")
    return render(request, "panel/ask.html", {"call": call, "form": form, "trail": trail(call, *steps)})


def _ask(request: HttpRequest, call: Call, form: AskForm) -> str:
    limits.count("panel-asked", me(request), times=60, seconds=3600)
    data, terms = form.cleaned_data, form.terms()
    if data["person"]:
        person = User.objects.get(pk=int(data["person"]))
        actions.ask(call, user=person, **terms, by=me(request))
        return str(person)
    actions.ask_by_mail(call, email=data["email"], language=data["language"], **terms, by=me(request))
    return str(data["email"])


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Other part, load or term of a member."""
    call = call_to_run(request, key)
    seat = queries.seat_in(call, uuid)
    initial = {name: getattr(seat, name) for name in actions.TERMS}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_terms(seat, **form.terms(), by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("panel:panel", key)
    steps = (_("Panel"), reverse("panel:panel", args=[key])), (str(seat.user), "")
    return render(request, "panel/terms.html", {"call": call, "seat": seat, "form": form, "trail": trail(call, *steps)})


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Those who run the call take a seat back, with a reason; a repair is offered."""
    call = call_to_run(request, key)
    seat = queries.seat_in(call, uuid)
    back = reverse("panel:panel", args=[key])
    title = _("Take the seat of %(name)s back?") % {"name": seat.user}
    return _leaving(request, seat, title, back, reverse("panel:assignment", args=[key]))


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """An invitation that went to an e-mail address is called off."""
    call = call_to_run(request, key)
    asked = get_object_or_404(call.seat_invitations.select_related("invitation", "call"), pk=pk)
    if request.method == "POST":
        try:
            actions.call_off(asked, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The invitation is called off."))
        return redirect("panel:panel", key)
    context = {
        "title": _("Call the invitation off?"),
        "text": _("The link sent to %(email)s stops working.") % {"email": asked.invitation.email},
        "confirm": _("Call the invitation off"),
        "cancel": reverse("panel:panel", args=[key]),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def remind(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """A letter to a member who has not declared yet."""
    call = call_to_run(request, key)
    seat = queries.seat_in(call, uuid)
    try:
        limits.count(f"panel-remind-{seat.pk}", me(request), times=2, seconds=24 * 3600)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("panel:panel", key)
    count = queries.undeclared(seat).count() if seat.state == Seat.State.ACCEPTED else 0
    if count:
        letters.declare_please(seat, count)
    messages.success(request, _("A reminder is on its way to %(name)s.") % {"name": seat.user})
    return redirect("panel:panel", key)


def _leaving(request: HttpRequest, seat: Seat, title: str, back: str, after: str) -> HttpResponse:
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave(seat, reason=form.cleaned_data["reason"], by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The seat is empty now."))
            return redirect(after)
    context = {
        "title": title,
        "text": _("What was given to be judged and is not handed in goes to others. What was handed in stays."),
        "confirm": _("Leave the seat empty"),
        "cancel": back,
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


# The person asked


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One's own seat: yes or no; then what there is to do. Also in plain language."""
    own = queries.own_seat_for(me(request), uuid)
    if request.method == "POST":
        try:
            _answer(request, own)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("panel:seat", uuid)
        if own.state == Seat.State.ACCEPTED and request.POST.get("answer") == "yes":
            messages.success(request, _("Thank you. First tell us of conflicts, please."))
            return redirect("panel:declare", uuid)
        messages.success(request, _("Your answer is saved."))
        return redirect("panel:seat", uuid)
    plain = request.GET.get("plain") == "1" or own.plain_view
    context = {
        "seat": own,
        "call": own.call,
        "plain": plain,
        "undeclared": queries.undeclared(own).count() if own.state == Seat.State.ACCEPTED else 0,
        "has_profile": Expert.objects.filter(user=me(request)).exists(),
        "people": queries.those_who_run(own.call),
        "most_ties": actions.LONGEST_TIES,
        "work_url": reverse("home:work"),
        "given": Assignment.objects.of(me(request)).filter(seat=own).count(),
        "trail": own_trail(own.call, (_("Your seat on the panel"), "")),
    }
    return render(request, "panel/seat.html", context)


def _answer(request: HttpRequest, own: Seat) -> None:
    answer = request.POST.get("answer", "")
    if answer == "yes":
        plain = bool(request.POST.get("plain_view"))
        actions.accept(own, plain_view=plain, ties=request.POST.get("ties", ""), by=me(request))
    elif answer == "no":
        actions.decline(own, by=me(request))
    elif answer in ("plain", "full"):
        actions.set_plain_view(own, plain_view=answer == "plain", by=me(request))
    else:
        raise DomainError(_("Choose one of the answers."))


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A member leaves the panel, with a reason."""
    own = queries.own_seat_for(me(request), uuid)
    back = reverse("panel:seat", args=[uuid])
    return _leaving(request, own, _("Leave the panel?"), back, back)
