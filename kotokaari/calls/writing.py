"""Making a call, page by page: begin, texts, terms, rounds, questions, people, rubric, preview, publish, cancel."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES, fingerprint
from kotokaari.people.public import SignedInRequest, organisations_for
from kotokaari.ui.public import Tab

from . import actions, asking, forms, marks, page, permissions, queries, readiness, times
from .actions.life import NotReady
from .actions.locking import ChangedMeanwhile, has_opened
from .actions.making import TEXTS
from .actions.rounds import Span
from .models import Call, CallPerson
from .registries import work_steps
from .showing import preview_groups

form_page = require_http_methods(["GET", "HEAD", "POST"])


def call_to_make(request: HttpRequest, key: str) -> Call:
    """The call, for somebody who makes it; 404 and 403 for others."""
    call = queries.call_for(request.user, key)
    require(permissions.can_manage_call(request.user, call))
    return call


def trail(call: Call, *more: str) -> list[tuple[str, str]]:
    """The way here from the list of calls."""
    name = str(read(call.name))
    steps = [(_("Calls"), reverse("calls:list")), (name, call.get_absolute_url())]
    if not more:
        return [*steps, (_("Work on the call"), "")]
    return [*steps, (_("Making the call"), reverse("calls:making", args=[call.key])), (more[-1], "")]


def shown(request: HttpRequest, call: Call, template: str, here: str, title: str, **more: Any) -> HttpResponse:
    """One page of the maker's."""
    pages = tabs(call)
    context = {"call": call, "tabs": pages, "here": here, "title": title, "trail": trail(call, title), **more}
    if call.state == Call.State.DRAFT:
        context["following"] = following(pages, here)
    return render(request, f"calls/making/{template}.html", context)


def tabs(call: Call) -> list[Tab]:
    """The pages on which a call is made."""
    labels = (
        ("making", _("Overview")),
        ("texts", _("Texts")),
        ("terms", _("Themes and terms")),
        ("rounds", _("Times")),
        ("questions", _("Questions")),
        ("rubric", _("Rubric")),
        ("people", _("People")),
        ("preview", _("Preview")),
    )
    return [Tab(name, label, reverse(f"calls:{name}", args=[call.key])) for name, label in labels]


def following(pages: list[Tab], here: str) -> Tab | None:
    """The page after this one, on the way through all of them."""
    keys = [tab.key for tab in pages]
    place = keys.index(here) + 1 if here in keys else len(keys)
    return pages[place] if place < len(pages) else None


def onward(request: HttpRequest, call: Call, here: str) -> HttpResponse:
    """After saving: the same page, or the next one when that was asked for."""
    after = following(tabs(call), here) if "next" in request.POST else None
    return redirect(after.href) if after else redirect(f"calls:{here}", call.key)


@dataclass(frozen=True)
class MakingStep:
    """A page on which a call is made, and what it still lacks."""

    key: str
    label: Any
    href: str
    lacks: list[Any]


def making_steps(call: Call) -> list[MakingStep]:
    """Every page on which something is filled in, in order, with what is missing on it. Six queries."""
    lacks = readiness.missing(call)
    return [
        MakingStep(tab.key, tab.label, tab.href, [one.sentence for one in lacks if one.page == tab.key])
        for tab in tabs(call)
        if tab.key not in ("making", "preview")
    ]


# Beginning


@form_page
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a call, or go on with a draft."""
    require(permissions.can_create_call(request.user))
    form = forms.StartForm(request.POST or None, organisations=organisations_for(request.user, *permissions.MAKERS))
    if form.is_valid():
        require(permissions.can_create_call(request.user, form.cleaned_data["organisation"]))
        try:
            call = actions.create_call(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("calls:making", call.key)
    mine = [call for call in queries.calls_at_work(request.user)]
    context = {
        "form": form,
        "drafts": [call for call in mine if call.state == Call.State.DRAFT],
        "earlier": [call for call in mine if call.state != Call.State.DRAFT],
        "trail": [(_("Calls"), reverse("calls:list")), (_("New call"), "")],
    }
    return render(request, "calls/making/new.html", context)


@form_page
def copy(request: SignedInRequest, key: str) -> HttpResponse:
    """Begin a call from an earlier one that one runs."""
    earlier = call_to_make(request, key)
    form = forms.CopyForm(
        request.POST or None,
        organisations=organisations_for(request.user, *permissions.MAKERS),
        initial={"name": str(read(earlier.name)), "organisation": earlier.organisation_id},
    )
    if form.is_valid():
        require(permissions.can_create_call(request.user, form.cleaned_data["organisation"]))
        try:
            call = actions.copy_call(earlier, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Texts, questions and people are copied. Set the times next."))
            return redirect("calls:making", call.key)
    context = {"form": form, "earlier": earlier, "trail": trail(earlier, _("Copy"))}
    return render(request, "calls/making/copy.html", context)


# The pages


@require_safe
def making(request: SignedInRequest, key: str) -> HttpResponse:
    """What is ready, and what is missing before publishing."""
    call = call_to_make(request, key)
    steps = making_steps(call) if call.state == Call.State.DRAFT else []
    left = [step for step in steps if step.lacks]
    lacks = sum(len(step.lacks) for step in left)
    return shown(request, call, "overview", "making", _("Overview"), steps=steps, left=left, lacks=lacks)


@dataclass
class Box:
    """One text in one language, as it can be written."""

    name: str
    language: str
    language_name: str
    text: str
    was: str
    is_source: bool
    status: str
    is_stale: bool
    rows: int
    theirs: str | None = None


@dataclass
class Line:
    """One text in its languages."""

    name: str
    label: str
    guidance: str
    is_line: bool
    is_needed: bool
    boxes: list[Box]


LINES = ("name", "contact_role")


def _lines(call: Call) -> list[Line]:
    labels, guidance = readiness.text_labels(), readiness.text_guidance()
    names = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
    return [
        Line(
            name,
            labels[name],
            guidance[name],
            name in LINES,
            name in readiness.NEEDED_TEXTS,
            [_box(call, name, code, names[code]) for code in LANGUAGES],
        )
        for name in TEXTS
    ]


def _box(call: Call, name: str, code: str, language_name: str) -> Box:
    text = getattr(call, name)
    rendering = text.renderings.get(code)
    return Box(
        f"{code}:{name}",
        code,
        language_name,
        text.text(code),
        fingerprint(text.text(code)),
        bool(text) and code == text.source,
        rendering.status if rendering and rendering.text else "",
        text.is_stale(code),
        3 if name == "summary" else 7,
    )


@form_page
def texts(request: SignedInRequest, key: str) -> HttpResponse:
    """The texts in three languages, side by side; what somebody else changed meanwhile is shown, not lost."""
    call = call_to_make(request, key)
    lines = _lines(call)
    email = request.POST.get("contact_email", call.contact_email).strip()
    problem = ""
    if request.method == "POST":
        clashed = _clash(request, lines)
        if clashed:
            messages.error(request, _("Somebody else changed the same texts meanwhile. Compare the two and choose."))
        else:
            try:
                actions.edit_call(
                    call, by=request.user, revision=call.revision, contact_email=_email(email), **_typed(call, lines)
                )
            except DomainError as error:
                problem = str(error)
            else:
                messages.success(request, _("The texts are saved."))
                return onward(request, call, "texts")
    more = {"lines": lines, "contact_email": email, "problem": problem}
    return shown(request, call, "texts", "texts", _("Texts"), **more)


def _clash(request: HttpRequest, lines: list[Line]) -> bool:
    clashed = False
    for box in (box for line in lines for box in line.boxes):
        typed = request.POST.get(box.name, box.text).replace("\r\n", "\n").strip()
        base = request.POST.get(f"was-{box.name}", box.was)
        if base == fingerprint(typed):
            continue  # not touched here: theirs stands
        if base != box.was and typed != box.text.strip():
            box.theirs, clashed = box.text, True
        box.text = typed
    return clashed


def _typed(call: Call, lines: list[Line]) -> dict[str, Any]:
    return {
        line.name: forms.rewritten(getattr(call, line.name), {box.language: box.text for box in line.boxes})
        for line in lines
    }


def _email(typed: str) -> str:
    try:
        if typed:
            validate_email(typed)
    except ValidationError as error:
        raise DomainError(_("The address is not an e-mail address.")) from error
    return typed


@form_page
def terms(request: SignedInRequest, key: str) -> HttpResponse:
    """Themes, who may answer, languages, and how it is decided."""
    call = call_to_make(request, key)
    form = forms.TermsForm(request.POST or None, initial=_terms(call))
    if form.is_valid():
        facts = {
            name: form.cleaned_data[name]
            for name in ("organisation_types", "languages", "reviews_wanted", "appeal_days", "shows_assessors")
        }
        try:
            embargo = form.embargo()
            actions.edit_call(
                call,
                by=request.user,
                revision=form.cleaned_data["revision"],
                themes=form.chosen_themes(),
                embargo_until=times.in_zone(embargo, call.time_zone) if embargo else None,
                **facts,
            )
        except DomainError as error:
            _refused(form, call, error)
        else:
            messages.success(request, _("Saved."))
            return onward(request, call, "terms")
    return shown(request, call, "terms", "terms", _("Themes and terms"), form=form)


def _refused(form: Any, call: Call, error: DomainError) -> None:
    """Show why; after somebody else's change the next press saves what was typed."""
    form.add_error(None, str(error))
    if isinstance(error, ChangedMeanwhile):
        form.data = form.data.copy()
        form.data["revision"] = Call.objects.values_list("revision", flat=True).get(pk=call.pk)


def _terms(call: Call) -> dict[str, Any]:
    embargo = call.embargo_until.astimezone(times.zone_of(call)) if call.embargo_until else None
    return {
        "revision": call.revision,
        "themes": [theme.code for theme in call.themes.all()],
        "embargo_day": embargo.date() if embargo else None,
        "embargo_time": embargo.time() if embargo else None,
        **{
            name: getattr(call, name)
            for name in ("organisation_types", "languages", "reviews_wanted", "appeal_days", "shows_assessors")
        },
    }


@form_page
def rounds(request: SignedInRequest, key: str) -> HttpResponse:
    """When the call opens and closes, by the clock of its zone; the grace after closing."""
    call = call_to_make(request, key)
    clock = forms.ClockForm(
        request.POST or None,
        initial={"revision": call.revision, "time_zone": call.time_zone, "grace_minutes": call.grace_minutes},
    )
    rows = forms.round_forms(request.POST or None, _rounds(call))
    if request.method == "POST" and "rounds-add" not in request.POST and clock.is_valid() and rows.is_valid():
        try:
            _set_rounds(call, clock, rows, request.user)
        except DomainError as error:
            _refused(clock, call, error)
        else:
            messages.success(request, _("The times are saved."))
            return onward(request, call, "rounds")
    standing = [page.round_row(round, call) for round in call.rounds.all()]
    opened = has_opened(call)
    return shown(
        request, call, "rounds", "rounds", _("Times"), clock=clock, rows=rows, standing=standing, opened=opened
    )


def _set_rounds(call: Call, clock: Any, rows: Any, by: Any) -> None:
    kept = [row for row in rows.forms if row.has_changed() or row.initial]
    kept = [row for row in kept if row.cleaned_data and not row.cleaned_data.get("DELETE")]
    names = {round.number: round.name for round in call.rounds.all()}
    spans = [
        Span(row.opens(), row.closes(), forms.same_or_new(names.get(number, call.name), row.cleaned_data["name"]))
        for number, row in enumerate(kept, start=1)
    ]
    terms = {name: clock.cleaned_data[name] for name in ("time_zone", "grace_minutes")}
    with transaction.atomic():
        changed = actions.edit_call(call, by=by, revision=clock.cleaned_data["revision"], **terms)
        actions.set_rounds(changed, rounds=spans, by=by)


def _rounds(call: Call) -> list[dict[str, Any]]:
    zone = times.zone_of(call)
    return [
        {
            "name": str(read(round.name)),
            "opens_day": round.opens_at.astimezone(zone).date(),
            "opens_time": round.opens_at.astimezone(zone).time(),
            "closes_day": round.closes_at.astimezone(zone).date(),
            "closes_time": round.closes_at.astimezone(zone).time(),
        }
        for round in call.rounds.all()
    ]


@form_page
def extend(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """Give everybody more time."""
    call = call_to_make(request, key)
    round = get_object_or_404(call.rounds, number=number)
    closes = round.closes_at.astimezone(times.zone_of(call))
    later = {"day": closes.date() + datetime.timedelta(days=7), "time": closes.time()}
    form = forms.ExtendForm(request.POST or None, initial=later)
    if form.is_valid():
        try:
            actions.extend_round(round, closes=form.moment(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Everybody has more time now."))
            return redirect("calls:rounds", call.key)
    return shown(request, call, "extend", "rounds", _("Give more time"), form=form, round=page.round_row(round, call))


@form_page
def questions(request: SignedInRequest, key: str) -> HttpResponse:
    """What is asked, in order; fields of the practice record can be added at one press, or all the rubric reads."""
    call = call_to_make(request, key)
    if request.method == "POST":
        try:
            _act_on_questions(request, call)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("calls:questions", call.key)
    asked = asking.asked_by(call)
    return shown(
        request,
        call,
        "questions",
        "questions",
        _("Questions"),
        asked=asked,
        more=asking.fields_not_asked(asked),
        unserved=asking.unserved(call, asked),
        unasked=asking.gate_without_question(call, asked),
        needed=asking.needed_and_not_asked(asked),
        opened=has_opened(call),
    )


def _act_on_questions(request: SignedInRequest, call: Call) -> None:
    given = request.POST
    if "take" in given:
        count = actions.take_questions_of_rubric(call, by=request.user)
        messages.success(request, _("%(count)s questions were added.") % {"count": count})
    elif "consent" in given:
        actions.ask_for_consent(call, by=request.user)
        messages.success(request, _("The question was added."))
    elif fields := given.getlist("field"):
        for field in fields:
            actions.add_question(call, field=field, serves=asking.criteria_that_read(call, field), by=request.user)
    elif moved := given.get("up") or given.get("down"):
        question = queries.question_of(call, UUID(moved))
        place = [one.pk for one in call.questions.all()].index(question.pk)
        actions.move_question(question, to=place + (-1 if "up" in given else 1), by=request.user)


@form_page
def question_new(request: SignedInRequest, key: str) -> HttpResponse:
    """An own question."""
    call = call_to_make(request, key)
    form = forms.QuestionForm(*_posted(request), call=call)
    if form.is_bound and form.is_valid():
        try:
            actions.add_question(call, by=request.user, **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("calls:questions", call.key)
    return shown(request, call, "question", "questions", _("New question"), form=form, asked=None)


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST,) if request.method == "POST" else ()


def _still(request: HttpRequest, form: Any) -> str:
    """The mark a form was opened with, while it waits to be corrected; "" for a fresh one, and after it was told of a change."""
    told = any(isinstance(error, ValidationError) and error.code == "changed" for error in _general(form))
    return "" if told else str(request.POST.get("_was", ""))


def _general(form: Any) -> list[Any]:
    return list(form.errors.as_data().get("__all__", [])) if form.is_bound else []


def _add(form: Any, error: DomainError) -> None:
    form.add_error(None, ValidationError(str(error), code="changed" if isinstance(error, ChangedMeanwhile) else ""))


@form_page
def question(request: SignedInRequest, key: str, uuid: UUID) -> HttpResponse:
    """Change a question: its words, its guidance, its limits, the criteria it serves."""
    call = call_to_make(request, key)
    found = queries.question_of(call, uuid)
    form = forms.QuestionForm(*_posted(request), call=call, question=found)
    if form.is_bound and form.is_valid():
        try:
            actions.edit_question(found, by=request.user, was=request.POST.get("_was"), **form.facts())
        except DomainError as error:
            _add(form, error)
        else:
            messages.success(request, _("The question is saved."))
            return redirect("calls:questions", call.key)
    was = _still(request, form) or marks.mark_of_question(queries.question_of(call, uuid))
    return shown(
        request, call, "question", "questions", _("Change a question"), form=form, asked=asking.asked(found), was=was
    )


@form_page
def question_remove(request: SignedInRequest, key: str, uuid: UUID) -> HttpResponse:
    """Ask it no more."""
    call = call_to_make(request, key)
    found = queries.question_of(call, uuid)
    back = reverse("calls:questions", args=[call.key])
    if request.method == "POST":
        try:
            actions.remove_question(found, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(back)
    words = {"title": _("Remove this question?"), "text": str(asking.asked(found).label), "confirm": _("Remove")}
    return render(request, "ui/confirm.html", {**words, "cancel": back})


@form_page
def people(request: SignedInRequest, key: str) -> HttpResponse:
    """Who coordinates, chairs and keeps the minutes."""
    call = call_to_make(request, key)
    standing = queries.people_of(call)
    initial = {part: "\n".join(user.email for user in users) for part, users in standing.items()}
    form = forms.PeopleForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.set_people(call, people=form.cleaned_data, by=request.user, was=request.POST.get("_was"))
        except DomainError as error:
            _add(form, error)
        else:
            messages.success(request, _("Saved."))
            still = CallPerson.objects.filter(call=call, user=request.user).exists()
            return redirect("calls:people", call.key) if still else redirect("calls:list")
    was = _still(request, form) or marks.mark_of_people(call)
    shown_people = [(CallPerson.Part(part).label, users) for part, users in standing.items() if users]
    return shown(request, call, "people", "people", _("People"), form=form, standing=shown_people, was=was)


@form_page
def rubric(request: SignedInRequest, key: str) -> HttpResponse:
    """What the call is judged by; changed by those who make it, until the panel has begun to judge."""
    call = queries.call_for(request.user, key)
    require(permissions.can_read_panel_work(request.user, call))
    form = forms.RubricForm(request.POST or None, initial={"rubric": call.rubric_id})
    if form.is_valid():
        if not call.judging_began_at:
            require(permissions.can_manage_call(request.user, call))
        try:
            actions.change_rubric(call, rubric=form.cleaned_data["rubric"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The call is judged by this rubric."))
            return redirect("calls:rubric", call.key)
    criteria = list(call.rubric.criteria.all())
    may = permissions.can_manage_call(request.user, call)
    return shown(request, call, "rubric", "rubric", _("Rubric"), form=form, criteria=criteria, may=may)


@require_safe
def preview(request: SignedInRequest, key: str) -> HttpResponse:
    """The form as somebody who answers will see it; nothing is kept."""
    call = call_to_make(request, key)
    asked = asking.asked_by(call)
    return shown(request, call, "preview", "preview", _("Preview"), groups=preview_groups(asked))


# Its life


@require_POST
def publish(request: SignedInRequest, key: str) -> HttpResponse:
    """Let everybody read it."""
    call = call_to_make(request, key)
    try:
        actions.publish_call(call, by=request.user)
    except NotReady as error:
        messages.error(request, _("The call is not ready yet:") + " " + str(error))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The call is public. It opens by itself."))
        return redirect(call)
    return redirect("calls:making", call.key)


@form_page
def cancel(request: SignedInRequest, key: str) -> HttpResponse:
    """The call is not held."""
    call = call_to_make(request, key)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_call(call, reason=forms.in_language(form.cleaned_data["reason"]), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The call is cancelled."))
            return redirect(call)
    words = {
        "title": _("Cancel this call?"),
        "text": _("Its page stays and says why. This cannot be taken back."),
        "confirm": _("Cancel the call"),
        "cancel": reverse("calls:making", args=[call.key]),
        "cancel_label": _("Keep the call"),
    }
    return render(request, "ui/confirm.html", {**words, "form": form})


@form_page
def delete(request: SignedInRequest, key: str) -> HttpResponse:
    """A draft of a call goes for good."""
    call = call_to_make(request, key)
    if request.method == "POST":
        try:
            actions.delete_call(call, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("calls:making", call.key)
        messages.success(request, _("The draft of the call is deleted."))
        return redirect("calls:list")
    words = {
        "title": _("Delete the draft “%(call)s”?") % {"call": read(call.name).text or call.key},
        "text": _(
            "Its texts, questions, times and panel go with it. This cannot be taken back; the trail keeps that it was."
        ),
        "confirm": _("Delete the draft"),
        "cancel": reverse("calls:making", args=[call.key]),
        "cancel_label": _("Keep the draft"),
    }
    return render(request, "ui/confirm.html", words)


@require_safe
def work(request: SignedInRequest, key: str) -> HttpResponse:
    """The work behind a call, step by step, for those who run it."""
    call = queries.call_for(request.user, key)
    require(permissions.can_read_panel_work(request.user, call))
    round = queries.present_round(call)
    state, tone = page.state_of(call, round, datetime.datetime.now(datetime.UTC))
    people = queries.people_of(call)
    context = {
        "call": call,
        "state": state,
        "tone": tone,
        "round": page.round_row(round, call) if round else None,
        "steps": work_steps(request.user, call),
        "people": [(CallPerson.Part(part).label, users) for part, users in people.items() if users],
        "may_make": permissions.can_manage_call(request.user, call),
        "trail": trail(call),
    }
    return render(request, "calls/work.html", context)
