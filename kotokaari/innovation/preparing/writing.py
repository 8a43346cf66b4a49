"""Pages on which a day is prepared, opened, started, finished."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.qr import qr_svg
from kotokaari.innovation.addresses import for_the_room
from kotokaari.innovation.joining.codes import join_address
from kotokaari.innovation.joining.queries import head_counts
from kotokaari.innovation.models import Day, DayPerson, Phase
from kotokaari.people.public import SignedInRequest, organisations_for

from . import actions, forms, page, permissions, queries, times
from .readiness import missing

EARLY = datetime.timedelta(hours=48)

form_page = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: HttpRequest, day: Day, name: str, title: str, **more: Any) -> HttpResponse:
    """One page of those who prepare a day."""
    context = {**page.frame(request, day, more.pop("here", name), title), **more}
    return render(request, f"innovation/preparing/{name}.html", context)


def refused(request: HttpRequest, error: DomainError) -> None:
    """Say why something was not done."""
    messages.error(request, str(error))


# Beginning


@form_page
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a day."""
    organisations = organisations_for(request.user, *permissions.MAKERS)
    form = forms.StartForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        require(permissions.can_create_day(request.user, form.cleaned_data["organisation"]))
        try:
            day = actions.create_day(by=request.user, **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("innovation:prepare", day.key)
    context = {
        "form": form,
        "organisations": list(organisations),
        "earlier": list(queries.run_by(request.user)),
        "trail": [(_("Innovation days"), reverse("innovation:list")), (_("New innovation day"), "")],
    }
    return render(request, "innovation/preparing/new.html", context)


@form_page
def copy(request: SignedInRequest, key: str) -> HttpResponse:
    """Begin a day from an earlier one."""
    earlier = queries.day_to_prepare(request, key)
    form = forms.StartForm(
        request.POST or None,
        organisations=organisations_for(request.user, *permissions.MAKERS),
        initial={"name": str(read(earlier.name)), "organisation": earlier.organisation_id},
    )
    if form.is_valid():
        require(permissions.can_create_day(request.user, form.cleaned_data["organisation"]))
        try:
            day = actions.copy_day(earlier, by=request.user, **form.facts(earlier.time_zone))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Texts, terms, programme, themes and people are copied. Set the time next."))
            return redirect("innovation:prepare", day.key)
    context = {"form": form, "earlier": earlier, "trail": page.trail(earlier, _("Copy"))}
    return render(request, "innovation/preparing/copy.html", context)


# The pages


@require_safe
def prepare(request: SignedInRequest, key: str) -> HttpResponse:
    """What is ready, what is missing, and what comes next; a helper is sent on to the participants."""
    day = queries.day_to_host(request, key)
    if not permissions.can_prepare_day(request.user, day):
        return redirect("innovation:participants", day.key)
    lacks = missing(day) if day.state == Day.State.DRAFT else []
    pages = [tab for tab in page.tabs(day) if tab.key in ("texts", "terms", "programme", "day-themes", "staff")]
    names = {"day-themes": "themes"}
    steps = [(tab, [one.sentence for one in lacks if one.page == names.get(tab.key, tab.key)]) for tab in pages]
    phases = list(day.phases.all())
    dates = times.programme(day, phases)
    more: dict[str, Any] = {"left": next((tab for tab, sentences in steps if sentences), None)}
    more |= {
        "is_early": _is_early(phases),
        "steps": steps,
        "lacks": lacks,
        "counts": head_counts(day),
        "when": times.when_words(dates),
    }
    more |= {"join_url": join_address(day), "qr": qr_svg(join_address(day))}
    more["wall_url"] = for_the_room(day, "wall", day.key)
    return shown(request, day, "prepare", _("Preparing the day"), **more)


def _is_early(phases: list[Phase]) -> bool:
    """Whether the programme begins so much later that starting the day now would be a slip."""
    first = phases[0].starts_at if phases else None
    return first is not None and first - timezone.now() > EARLY


@form_page
def texts(request: SignedInRequest, key: str) -> HttpResponse:
    """The texts in three languages."""
    day = queries.day_to_prepare(request, key)
    standing = {name: getattr(day, name) for name in actions.TEXTS}
    form = forms.TextsForm(request.POST or None, standing=standing, initial={"revision": day.revision})
    if form.is_valid():
        try:
            actions.edit_day(day, by=request.user, revision=form.cleaned_data["revision"], **form.texts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The texts are saved."))
            return redirect("innovation:texts", day.key)
    return shown(request, day, "texts", _("Texts"), form=form)


@form_page
def terms(request: SignedInRequest, key: str) -> HttpResponse:
    """Languages, places, groups, how ideas are chosen, how long people are kept."""
    day = queries.day_to_prepare(request, key)
    until = day.sign_up_until.astimezone(times.zone_of(day)) if day.sign_up_until else None
    names = [name for name in forms.TermsForm.base_fields if hasattr(day, name)]
    initial = {name: getattr(day, name) for name in names}
    initial |= {"sign_up_day": until.date() if until else None, "sign_up_time": until.time() if until else None}
    form = forms.TermsForm(request.POST or None, initial=initial, surveys=queries.feedback_surveys(request.user, day))
    if form.is_valid():
        try:
            facts = form.facts(day.time_zone)
            actions.edit_day(day, by=request.user, revision=form.cleaned_data["revision"], **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The terms are saved."))
            return redirect("innovation:terms", day.key)
    return shown(request, day, "terms", _("Terms"), form=form)


@form_page
def programme(request: SignedInRequest, key: str) -> HttpResponse:
    """The parts of the day with their times; one may be added here."""
    day = queries.day_to_prepare(request, key)
    phases = list(day.phases.all())
    own = times.anchors(phases)
    first = phases[0].starts_at.astimezone(times.zone_of(day)) if phases and phases[0].starts_at else None
    begins = {"day": first.date(), "time": first.time()} if first else {}
    is_add = "add" in request.POST
    begin = forms.BeginForm(
        request.POST if request.method == "POST" and not is_add else None, initial=begins, prefix="begin"
    )
    add = forms.PhaseForm(request.POST if is_add else None, initial={"kind": "other"}, prefix="new")
    form = add if is_add else begin
    if not phases:
        add.fields["day"].label, add.fields["day"].help_text = begin.fields["day"].label, ""
    if form.is_valid():
        try:
            if is_add:
                actions.add_phase(day, by=request.user, **_phase_facts(add, day))
            else:
                typed = begin.cleaned_data
                starts_at = forms.moment_of(typed["day"], typed["time"], day.time_zone)
                assert starts_at is not None
                actions.begin_programme(day, starts_at=starts_at, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("innovation:programme", day.key)
    more = {"dates": times.programme(day, phases), "own": own, "begin": begin, "add": add, "last": len(phases)}
    return shown(request, day, "programme", _("Programme"), **more)


def _phase_facts(form: forms.PhaseForm, day: Day) -> dict[str, Any]:
    typed = form.cleaned_data
    facts = {name: typed[name] for name in ("kind", "minutes", "is_silent", "is_secret")}
    return {**facts, **form.texts(), "starts_at": forms.moment_of(typed["day"], typed["time"], day.time_zone)}


@form_page
def phase(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Change one part."""
    day = queries.day_to_prepare(request, key)
    found = get_object_or_404(day.phases, pk=pk)
    phases = list(day.phases.all())
    own = found.starts_at if found.pk in times.anchors(phases) and found.pk != phases[0].pk else None
    local = own.astimezone(times.zone_of(day)) if own else None
    initial = {name: getattr(found, name) for name in ("kind", "minutes", "is_silent", "is_secret")}
    initial |= {"day": local.date(), "time": local.time()} if local else {}
    form = forms.PhaseForm(request.POST or None, initial=initial, standing={"name": found.name, "about": found.about})
    if form.is_valid():
        try:
            actions.edit_phase(found, by=request.user, **_phase_facts(form, day))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("innovation:programme", day.key)
    return shown(request, day, "phase", _("Part of the programme"), here="programme", form=form, phase=found)


@require_POST
def phase_move(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Up or down."""
    day = queries.day_to_prepare(request, key)
    try:
        actions.move_phase(get_object_or_404(day.phases, pk=pk), up="up" in request.POST, by=request.user)
    except DomainError as error:
        refused(request, error)
    return redirect("innovation:programme", day.key)


@form_page
def phase_remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Leave a part out."""
    day = queries.day_to_prepare(request, key)
    found = get_object_or_404(day.phases, pk=pk)
    back = reverse("innovation:programme", args=[day.key])
    if request.method == "POST":
        try:
            actions.remove_phase(found, by=request.user)
        except DomainError as error:
            refused(request, error)
        return redirect(back)
    name = str(read(found.name)) or found.get_kind_display()
    words = {"title": _("Leave this part out?"), "text": name, "confirm": _("Leave it out")}
    return render(request, "ui/confirm.html", {**words, "cancel": back})


@form_page
def themes(request: SignedInRequest, key: str) -> HttpResponse:
    """What is worked on: chosen from a survey, or the day's own."""
    day = queries.day_to_prepare(request, key)
    surveys = queries.surveys_for(request.user)
    step = next((name for name in ("survey-set", "take", "add") if name in request.POST), "")
    data = {name: request.POST if step == name else None for name in ("survey-set", "take", "add")}
    survey = forms.SurveyForm(data["survey-set"], surveys=surveys, initial={"survey": day.survey_id})
    take = forms.TakeForm(data["take"], day=day)
    own = forms.ThemeForm(data["add"], prefix="own")
    form = {"survey-set": survey, "take": take, "add": own}.get(step)
    if form is not None and form.is_valid():
        try:
            if step == "survey-set":
                actions.edit_day(day, by=request.user, survey=form.cleaned_data["survey"])
            elif step == "take":
                actions.take_themes(day, themes=form.cleaned_data["themes"], by=request.user)
            else:
                actions.add_theme(day, by=request.user, **own.texts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The themes are saved."))
            return redirect("innovation:day-themes", day.key)
    found = list(day.themes.select_related("theme__survey"))
    left = take.fields["themes"].queryset.exists()  # type: ignore[attr-defined]
    more = {"themes": found, "survey_form": survey, "take": take, "left": left, "own": own, "surveys": surveys.exists()}
    return shown(request, day, "themes", _("Themes"), here="day-themes", **more)


@form_page
def theme(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Say a theme in other words."""
    day = queries.day_to_prepare(request, key)
    found = get_object_or_404(day.themes, pk=pk)
    form = forms.ThemeForm(request.POST or None, standing={"name": found.name, "about": found.about})
    if form.is_valid():
        try:
            actions.edit_theme(found, by=request.user, **form.texts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The themes are saved."))
            return redirect("innovation:day-themes", day.key)
    return shown(request, day, "theme", _("Theme"), here="day-themes", form=form, theme=found)


@form_page
def theme_remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Leave a theme out."""
    day = queries.day_to_prepare(request, key)
    found = get_object_or_404(day.themes, pk=pk)
    back = reverse("innovation:day-themes", args=[day.key])
    if request.method == "POST":
        try:
            actions.remove_theme(found, by=request.user)
        except DomainError as error:
            refused(request, error)
        return redirect(back)
    words = {"title": _("Leave this theme out?"), "text": str(found), "confirm": _("Leave it out")}
    return render(request, "ui/confirm.html", {**words, "cancel": back})


@form_page
def staff(request: SignedInRequest, key: str) -> HttpResponse:
    """Who runs the day."""
    day = queries.day_to_prepare(request, key)
    people = list(day.people.select_related("user"))
    by_part = {part: [one.user for one in people if one.part == part] for part in DayPerson.Part.values}
    initial = {
        "facilitators": "\n".join(user.email for user in by_part["facilitator"]),
        "helpers": "\n".join(user.email for user in by_part["helper"]),
    }
    form = forms.StaffForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.set_staff(day, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The people are saved."))
            still = permissions.can_prepare_day(request.user, day)
            return redirect("innovation:staff", day.key) if still else redirect("innovation:list")
    return shown(request, day, "staff", _("Leaders of the day"), form=form, people=people)


# Its life


@require_POST
def open_up(request: SignedInRequest, key: str) -> HttpResponse:
    """Let people sign up."""
    day = queries.day_to_prepare(request, key)
    try:
        actions.open_sign_up(day, by=request.user)
    except DomainError as error:
        refused(request, error)
    else:
        messages.success(request, _("Sign-up is open. The page of the day is public now."))
    return redirect("innovation:prepare", day.key)


@require_POST
def start(request: SignedInRequest, key: str) -> HttpResponse:
    """Let the day begin."""
    day = queries.day_to_prepare(request, key)
    try:
        actions.start_day(day, by=request.user)
    except DomainError as error:
        refused(request, error)
        return redirect("innovation:prepare", day.key)
    messages.success(request, _("The day goes on. Phones join with the code."))
    return redirect("innovation:prepare", day.key)


@form_page
def finish(request: SignedInRequest, key: str) -> HttpResponse:
    """End the day for good."""
    day = queries.day_to_prepare(request, key)
    back = reverse("innovation:prepare", args=[day.key])
    if request.method == "POST":
        try:
            actions.finish_day(day, by=request.user)
        except DomainError as error:
            refused(request, error)
        else:
            messages.success(request, _("The day is finished."))
        return redirect(back)
    words = {
        "title": _("Finish the day?"),
        "text": _(
            "Nothing is taken in any more, and what leads from ideas to people is thrown away. This cannot be taken back."
        ),
        "confirm": _("Finish the day"),
    }
    return render(request, "ui/confirm.html", {**words, "cancel": back})


@form_page
def cancel(request: SignedInRequest, key: str) -> HttpResponse:
    """The day is not held."""
    day = queries.day_to_prepare(request, key)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_day(day, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The day is cancelled."))
            return redirect("innovation:prepare", day.key)
    words = {
        "title": _("Cancel this day?"),
        "text": _("Everybody who signed up with an address gets a letter. This cannot be taken back."),
        "confirm": _("Cancel the day"),
        "cancel": reverse("innovation:prepare", args=[day.key]),
        "cancel_label": _("Keep the day"),
    }
    return render(request, "ui/confirm.html", {**words, "form": form})


@form_page
def delete(request: SignedInRequest, key: str) -> HttpResponse:
    """A day nobody has seen goes."""
    day = queries.day_to_prepare(request, key)
    back = reverse("innovation:prepare", args=[day.key])
    if request.method == "POST":
        try:
            actions.delete_day(day, by=request.user)
        except DomainError as error:
            refused(request, error)
            return redirect(back)
        messages.success(request, _("The day is deleted."))
        return redirect("innovation:list")
    words = {
        "title": _("Delete “%(day)s”?") % {"day": read(day.name).text or day.key},
        "text": _("Its texts, programme and themes go with it. This cannot be taken back."),
        "confirm": _("Delete the day"),
    }
    return render(request, "ui/confirm.html", {**words, "cancel": back})


@require_safe
def poster(request: SignedInRequest, key: str) -> HttpResponse:
    """A sheet for the door: how one joins, and the programme."""
    day = queries.day_to_prepare(request, key)
    address = join_address(day)
    more = {"dates": times.programme(day, day.phases.all()), "join_url": address, "qr": qr_svg(address)}
    return shown(request, day, "poster", _("Sheet for the door"), here="prepare", **more)
