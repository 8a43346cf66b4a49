"""Epics over HTTP, after the day."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.catalogue.public import language_name
from kotokaari.foundation import limits
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES
from kotokaari.innovation.models import Epic
from kotokaari.people.public import EDITORS, Organisation, Role, SignedInRequest, organisations_for

from . import actions, carrying, links, permissions, queries, telling
from .forms import CarryForm, GiveForm, LetGoForm, TakeForm, TellForm, said
from .listing import Listing, as_csv
from .parts import GUIDANCE, PARTS, ROWS, Part, most_of, own_language, title_of, written

WORKERS = (Role.MEMBER, Role.SPECIALIST, Role.FACILITATOR, *EDITORS)
AN_HOUR = {"times": 30, "seconds": 3600}


@login_not_required
@require_safe
def epic_list(request: HttpRequest) -> HttpResponse:
    """The public epics of all days; every state of the list has its address."""
    listing = Listing(request.GET)
    return render(request, "innovation/epics/list.html", {"listing": listing, "page": listing.page})


@login_not_required
@require_safe
def epic_list_csv(request: HttpRequest) -> HttpResponse:
    """The found epics, all pages, as a table."""
    text = as_csv(Listing(request.GET).found)
    name = 'attachment; filename="kotokaari-epics.csv"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@login_not_required
@require_safe
def epic(request: HttpRequest, key: str) -> HttpResponse:
    """One epic: what it says, where it came from, what became of it."""
    return render(request, "innovation/epics/epic.html", _shown(request, queries.epic_for(request.user, key)))


def _shown(request: HttpRequest, thing: Epic) -> dict[str, Any]:
    events = list(thing.events.order_by("at", "pk"))
    return {
        "epic": thing,
        "title": title_of(thing),
        "parts": [one for one in written(thing) if not one.is_name],
        "name": next(one for one in written(thing) if one.is_name),
        "way": queries.way_of(thing, events),
        "tone": queries.TONES[Epic.Status(thing.status)],
        "events": [event for event in reversed(events)],
        "ideas": queries.weighed(thing),
        "behind": queries.survey_behind(request.user, thing),
        "practice": queries.practice_of(request.user, thing),
        "owner_name": queries.name_shown(request.user, thing),
        "day_is_shown": thing.day.state != "draft" and not thing.day.is_rehearsal,
        "trail": [(_("Epics"), reverse("innovation:epics")), (title_of(thing), "")],
        **_may(request, thing),
    }


def _may(request: HttpRequest, thing: Epic) -> dict[str, bool]:
    user = request.user
    if not user.is_authenticated:
        return {"may_take": thing.owner_id is None and thing.status not in permissions.CLOSED}
    return {
        "may_take": permissions.can_take_epic(user, thing),
        "may_tell": permissions.can_tell_epic(user, thing),
        "may_publish": permissions.can_publish_epic(user, thing),
        "may_carry": permissions.can_carry_epic(user, thing),
        "is_mine": thing.owner_id == user.pk,
        "has_owner": thing.owner_id is not None or thing.owner_organisation_id is not None,
    }


def _acted(request: HttpRequest, thing: Epic, title: str, text: str, form: Any, confirm: str, act: Any) -> HttpResponse:
    """A page with a form that does one thing; refused in a sentence, else back to the epic."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(thing)
    context = {"epic": thing, "title": title, "text": text, "form": form, "confirm": confirm, "name": title_of(thing)}
    return render(request, "innovation/epics/act.html", context)


def _workplaces(request: SignedInRequest) -> Any:
    return organisations_for(request.user, *WORKERS)


def take(request: SignedInRequest, key: str) -> HttpResponse:
    """Own it."""
    thing = queries.epic_for(request.user, key)
    require(permissions.can_take_epic(request.user, thing))
    form = TakeForm(request.POST or None, organisations=_workplaces(request))
    text = _("Whoever owns an epic tells now and then what becomes of it. The house asks every three months.")
    if not form.fields["organisation"].queryset:  # type: ignore[attr-defined]
        text = _("Only an organisation can own an epic. Ask yours to invite you here, then come back.")
    return _acted(
        request, thing, _("Take this epic on"), text, form, _("We take it on"),
        lambda data: actions.take_epic(thing, **data, by=request.user),
    )  # fmt: skip


def give(request: SignedInRequest, key: str) -> HttpResponse:
    """Somebody else owns it."""
    thing = queries.epic_for(request.user, key)
    require(permissions.can_give_epic(request.user, thing))
    form = GiveForm(request.POST or None, organisations=Organisation.objects.all())
    text = _("Agree on it first: whoever owns an epic tells what becomes of it.")
    return _acted(
        request, thing, _("Give this epic to somebody"), text, form, _("Give it"),
        lambda data: actions.give_epic(
            thing, organisation=data["organisation"], role=data["role"], to=data["to"], by=request.user
        ),
    )  # fmt: skip


def let_go(request: SignedInRequest, key: str) -> HttpResponse:
    """It is ours no more."""
    thing = queries.epic_for(request.user, key)
    require(permissions.is_owner(request.user, thing) or permissions.runs_day(request.user, thing.day))
    form = LetGoForm(request.POST or None)
    text = _("What has happened stays told. Those who ran the day hear that it wants an owner.")
    return _acted(
        request, thing, _("It is not ours any more"), text, form, _("Let it go"),
        lambda data: actions.let_epic_go(thing, reason=said(data["reason"]), by=request.user),
    )  # fmt: skip


@require_POST
def named(request: SignedInRequest, key: str) -> HttpResponse:
    """The owner's name is shown, or not any more."""
    thing = queries.epic_for(request.user, key)
    require(thing.owner_id == request.user.pk)
    try:
        actions.name_owner(thing, is_named=request.POST.get("is_named") == "1", by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(thing)


@require_POST
def publish(request: SignedInRequest, key: str) -> HttpResponse:
    """Everybody may read it, or nobody any more."""
    thing = queries.epic_for(request.user, key)
    require(permissions.can_publish_epic(request.user, thing))
    act = actions.publish_epic if request.POST.get("is_public") == "1" else actions.withdraw_epic
    try:
        act(thing, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("innovation:epics-of-day", thing.day.key) if request.POST.get("next") == "day" else redirect(thing)


def tell(request: SignedInRequest, key: str) -> HttpResponse:
    """How is it now: what happened, what next, still ours?"""
    thing = queries.epic_for(request.user, key)
    require(permissions.can_tell_epic(request.user, thing))
    return _asked(request, thing, request.user, redirect(thing))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def tell_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The same behind a letter: no sign-in. Opening it changes nothing, for mail scanners open links."""
    asked = links.asked_by(token)
    if asked is None or not asked.may_answer or asked.epic.status == Epic.Status.PRACTICE:
        _slow_down_guessing(request)
        return render(request, "innovation/epics/link_closed.html", {"asked": asked}, status=410)
    if request.GET.get("answered"):
        return render(request, "innovation/epics/told.html", {"epic": asked.epic, "name": title_of(asked.epic)})
    return _asked(request, asked.epic, asked.person, redirect(f"{request.path}?answered=1"))


def _slow_down_guessing(request: HttpRequest) -> None:
    try:
        limits.count("wrong-epic-link", limits.address_of(request), **AN_HOUR)
    except limits.TooOften as refusal:
        raise Http404 from refusal


def _asked(request: HttpRequest, thing: Epic, person: Any, done: HttpResponse) -> HttpResponse:
    form = TellForm(request.POST or None, epic=thing, initial={"answer": request.GET.get("answer", "")})
    if request.method == "POST" and form.is_valid():
        try:
            limits.count("epic-told", thing.pk, **AN_HOUR)
            telling.answer(thing, **form.facts(), by=person)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you: it is told."))
            return done
    last = thing.events.order_by("-at", "-pk").first()
    context = {"epic": thing, "form": form, "name": title_of(thing), "person": person, "last": last}
    return render(request, "innovation/epics/tell.html", context)


def write(request: SignedInRequest, key: str) -> HttpResponse:
    """Write its parts, or a translation of them."""
    thing = queries.epic_for(request.user, key)
    require(permissions.can_tell_epic(request.user, thing))
    own = own_language(thing.texts.all())
    language = request.GET.get("language", own)
    if language not in LANGUAGES:
        raise Http404
    if request.method == "POST" and (problem := _typed(request, thing, language)) is None:
        if request.headers.get("X-Requested-With") == "autosave":
            return HttpResponse(status=204)
        messages.success(request, _("Saved."))
        return redirect(thing)
    problem = problem if request.method == "POST" else ""
    context = {
        "epic": thing,
        "name": title_of(thing),
        "language": language,
        "language_label": language_name(language),
        "is_translation": language != own,
        "others": [(code, language_name(code)) for code in LANGUAGES if code != language],
        "fields": _fields(thing, language, own, request),
        "problem": problem,
        "form": request.POST.get("form") or secrets.token_hex(6),
    }
    return render(request, "innovation/epics/write.html", context, status=422 if problem else 200)


def _typed(request: SignedInRequest, thing: Epic, language: str) -> str | None:
    """Take in what was typed; a sentence when it cannot be."""
    texts = {part: request.POST[part] for part in PARTS if part in request.POST}
    for part, text in texts.items():
        if len(text) > 2 * most_of(part):
            return _("%(part)s: this is too long.") % {"part": Part(part).label}
    bases = {part: request.POST.get(f"base-{part}", "") for part in texts}
    try:
        form = request.POST.get("form", "")[:24]
        actions.write_epic(thing, texts=texts, bases=bases, language=language, form=form, by=request.user)
    except DomainError as error:
        return str(error)
    return None


def _fields(thing: Epic, language: str, own: str, request: HttpRequest) -> list[dict[str, Any]]:
    rows = {(row.part, row.language): row.text for row in thing.texts.all()}
    return [
        {
            "part": part,
            "label": Part(part).label,
            "guidance": GUIDANCE[Part(part)],
            "base": request.POST.get(f"base-{part}", rows.get((part, language), "")),
            "text": request.POST.get(part, rows.get((part, language), "")),
            "original": rows.get((part, own), "") if language != own else "",
            "rows": ROWS.get(Part(part), 2),
            "is_name": part == Part.NAME,
        }
        for part in PARTS
    ]


def carry(request: SignedInRequest, key: str) -> HttpResponse:
    """Make a practice draft of it."""
    thing = queries.epic_for(request.user, key)
    require(permissions.can_carry_epic(request.user, thing))
    form = CarryForm(request.POST or None, organisations=_workplaces(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = carrying.carry_into_catalogue(thing, owner=form.cleaned_data["organisation"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The draft begins with what the epic says. Go on from here."))
            return redirect("catalogue:draft", made.key)
    text = _(
        "What the epic says stands in the draft; nothing needs to be typed again. "
        "The epic becomes a practice when the draft is published."
    )
    context = {"epic": thing, "title": _("Make a practice draft of this epic"), "text": text, "form": form}
    return render(
        request, "innovation/epics/act.html", {**context, "confirm": _("Make the draft"), "name": title_of(thing)}
    )


@require_safe
def of_day(request: SignedInRequest, key: str) -> HttpResponse:
    """For those who ran the day: every epic, who owns it, and for how long nothing was heard."""
    day = queries.day_for(request.user, key)
    standings = queries.standings(day.epics.order_by("number"))
    context = {
        "day": day,
        "standings": standings,
        "silent": sum(one.is_silent for one in standings),
        "unowned": sum(
            one.epic.owner_organisation_id is None and one.epic.status not in permissions.CLOSED for one in standings
        ),
        "trail": [
            (_("Epics"), reverse("innovation:epics")),
            (_("Epics of the day"), ""),
        ],
    }
    return render(request, "innovation/epics/of_day.html", context)
