"""Signing up, one's own page, and joining on the day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.limits import TooOften
from kotokaari.foundation.qr import qr_svg
from kotokaari.innovation.models import Day, Participant
from kotokaari.innovation.preparing import calendars, times
from kotokaari.innovation.preparing.queries import day_for

from . import actions, codes, forms, queries, visitors

form_page = require_http_methods(["GET", "HEAD", "POST"])
GOES_ON = (Day.State.OPEN, Day.State.RUNNING)


def _trail(day: Day, title: str) -> list[tuple[str, str]]:
    steps = [(_("Innovation days"), reverse("innovation:list"))]
    return [*steps, (str(read(day.name)), day.get_absolute_url()), (title, "")]


@login_not_required
@never_cache
@form_page
def sign_up(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say that one comes."""
    day = day_for(request.user, key)
    form = forms.SignUpForm(request.POST or None, day=day)
    if form.is_valid():
        try:
            participant, token = actions.sign_up(day, **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            response = redirect("innovation:mine", token)
            visitors.remember(response, participant, day)
            return response
    context = {
        "day": day,
        "form": form,
        "left": queries.places_left(day),
        "is_open": day.state == Day.State.OPEN,
        "trail": _trail(day, _("Sign up")),
    }
    return render(request, "innovation/joining/sign_up.html", context)


def _mine(token: str) -> Participant:
    participant = queries.by_token(token)
    if participant is None:
        raise Http404
    return participant


@login_not_required
@never_cache
@form_page
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """One's own page: whether one has a place, what one has said; change it."""
    participant = _mine(token)
    day = participant.day
    form = forms.SignUpForm(request.POST or None, day=day, participant=participant)
    if form.is_valid():
        try:
            actions.change_sign_up(participant, **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("innovation:mine", token)
    address = codes.own_address(token, participant.language)
    context: dict[str, Any] = {
        "day": day,
        "participant": participant,
        "form": form,
        "token": token,
        "address": address,
        "qr": qr_svg(address),
        "code": codes.own_code(participant),
        "may_change": day.state in GOES_ON and participant.state != Participant.State.WITHDRAWN,
        "when": times.when_words(times.programme(day, day.phases.all())),
        "trail": _trail(day, _("Your sign-up")),
    }
    response = render(request, "innovation/joining/mine.html", context)
    if participant.state != Participant.State.WITHDRAWN:
        visitors.remember(response, participant, day)
    return response


@login_not_required
@never_cache
@form_page
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Say that one does not come."""
    participant = _mine(token)
    if request.method == "POST":
        try:
            actions.withdraw(participant)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("innovation:mine", token)
    words = {
        "title": _("Withdraw from this day?"),
        "text": _("Your name, address and needs are erased at once, and your place goes to the next one."),
        "confirm": _("Withdraw my sign-up"),
        "cancel": reverse("innovation:mine", args=[token]),
        "cancel_label": _("Keep my place"),
    }
    return render(request, "ui/confirm.html", words)


@login_not_required
@never_cache
@require_safe
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept about whoever holds this link, as JSON."""
    one = _mine(token)
    told = {
        "day": str(one.day.uuid),
        "state": one.state,
        **{name: getattr(one, name) for name in actions.FACTS if name != "municipality"},
        "municipality": one.municipality.code if one.municipality else None,
        "agreed_at": one.agreed_at,
        "signed_up_at": one.signed_up_at,
        "checked_in_at": one.checked_in_at,
        "kept_until": one.day.keeps_people_until,
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{one.day.slug}.json"'
    return response


@login_not_required
@never_cache
@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The programme for one's own calendar, with the address of the meeting."""
    one = _mine(token)
    address = codes.own_address(token, one.language)
    content = calendars.written(one.day, online_url=one.day.online_url, attends=address)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{one.day.slug}.ics"'
    return response


# On the day


@login_not_required
@never_cache
@form_page
def join(request: HttpRequest) -> HttpResponse:
    """Type the code of the day."""
    form = forms.CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            day = _day_of_code(request, form.cleaned_data["code"])
        except TooOften as refusal:
            form.add_error("code", str(refusal))
            status = 429
        else:
            if day is not None:
                return redirect("innovation:join-code", day.code)
            form.add_error("code", _("No day that is open has this code. Look at it once more."))
    return render(request, "innovation/joining/join.html", {"form": form}, status=status)


def _day_of_code(request: HttpRequest, typed: str) -> Day | None:
    """The open day with this code; counts wrong ones. Raises TooOften."""
    codes.refuse_guessing(request)
    code = codes.tidied(typed)
    day = Day.objects.filter(code=code, state__in=GOES_ON).select_related("channel").first() if code else None
    if day is None:
        codes.count_wrong(request)
    return day


@login_not_required
@never_cache
@form_page
def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say who one is: by one's own code, or as somebody new. Nobody's name is shown."""
    try:
        day = _day_of_code(request, code)
    except TooOften as refusal:
        typed = forms.CodeForm({"code": ""})
        typed.add_error("code", str(refusal))
        return render(request, "innovation/joining/join.html", {"form": typed}, status=429)
    if day is None:
        messages.error(request, _("No day that is open has this code. Look at it once more."))
        return redirect("innovation:join")
    known = visitors.participant_of(request, day) if "new" not in request.GET else None
    if known is not None and request.method != "POST":
        return _known_again(request, known, day)
    if "here" in request.POST:
        return _come_in(known, day) if known is not None else redirect("innovation:join-code", day.code)
    is_own = "own_code" in request.POST
    own = forms.OwnCodeForm(request.POST if is_own else None)
    new = forms.JoinForm(request.POST if request.method == "POST" and not is_own else None, day=day)
    form: forms.OwnCodeForm | forms.JoinForm = own if is_own else new
    if form.is_valid():
        try:
            return _come_in(_who(request, day, own if is_own else None, new), day)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"day": day, "own": own, "new": new, "is_own": is_own}
    return render(request, "innovation/joining/who.html", context)


def _known_again(request: HttpRequest, participant: Participant, day: Day) -> HttpResponse:
    """A phone that is known opens the address: it is asked whether she is here, once. Looking writes nothing."""
    if day.state == Day.State.RUNNING and participant.state != Participant.State.HERE:
        return render(request, "innovation/joining/known.html", {"day": day, "participant": participant})
    return redirect("innovation:here", day.key)


def _who(request: HttpRequest, day: Day, own: forms.OwnCodeForm | None, new: forms.JoinForm) -> Participant:
    """Whoever comes in. Raises DomainError."""
    if own is None:
        facts = new.facts()
        return actions.join_now(day, agrees=bool(facts["name"]), **facts)[0]
    codes.refuse_guessing(request)
    found = codes.known_by(day, codes.tidied(own.cleaned_data["own_code"]))
    if found is None:
        codes.count_wrong(request)
        raise DomainError(_("Nobody who signed up for this day has this code. Look at it once more, or join as new."))
    return found


def _come_in(participant: Participant, day: Day) -> HttpResponse:
    """To the phone's page, as this participant; she is here from now on when the day goes on."""
    if day.state == Day.State.RUNNING:
        actions.check_in(participant)
    response = redirect("innovation:here", day.key)
    visitors.remember(response, participant, day)
    return response
