"""The desk of a survey: what is missing, its texts, terms and people; opening, closing, copying, deleting."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import SignedInRequest, organisations_for, runs_the_house
from kotokaari.ui.public import Tab

from .. import permissions
from ..models import Survey, SurveyPerson
from . import actions, forms, queries, readiness, starting
from .actions.life import NotReady
from .actions.locking import ChangedMeanwhile, was_opened
from .plan import TEXTS
from .reading import address
from .rewording import Line, line_of, rewritten, typed_into
from .times import local, state_of, takes_answers, time_words

form_page = require_http_methods(["GET", "HEAD", "POST"])
PARTS = ("texts", "questions", "words", "terms", "people")


def survey_to_make(request: HttpRequest, key: str) -> Survey:
    """The survey, for somebody who makes it; 404 and 403 for others."""
    survey = queries.survey_for(request.user, key)
    require(permissions.can_make_survey(request.user, survey))
    return survey


def trail(survey: Survey, *more: str) -> list[tuple[str, str]]:
    """The way here from the list of surveys."""
    name = str(read(survey.name))
    steps = [(_("Surveys"), reverse("needs:list"))]
    if not more:
        return [*steps, (name, "")]
    return [*steps, (name, reverse("needs:make", args=[survey.key])), (more[-1], "")]


def tabs(survey: Survey) -> list[Tab]:
    """The pages on which a survey is made."""
    labels = (
        ("make", _("Overview")),
        ("make-texts", _("Texts")),
        ("make-questions", _("Questions")),
        ("make-words", _("Translations")),
        ("make-terms", _("Terms and times")),
        ("make-people", _("People")),
        ("make-files", _("Files")),
        ("make-preview", _("Preview")),
    )
    return [Tab(name, label, reverse(f"needs:{name}", args=[survey.key])) for name, label in labels]


def shown(request: HttpRequest, survey: Survey, template: str, here: str, title: str, **more: Any) -> HttpResponse:
    """One page of the desk."""
    state, tone = state_of(survey)
    way = trail(survey) if here == "make" else trail(survey, title)
    context = {
        "survey": survey,
        "tabs": tabs(survey),
        "here": here,
        "title": title,
        "trail": way,
        "state": state,
        "tone": tone,
    }
    return render(request, f"needs/making/{template}.html", {**context, **more})


# Beginning


@form_page
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a survey: from a template, from nothing, or by the way to a file or an earlier one."""
    organisations = organisations_for(request.user, *permissions.MAKERS)
    form = forms.StartForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        require(permissions.can_create_survey(request.user, form.cleaned_data["organisation"]))
        start = form.cleaned_data.pop("start")
        try:
            survey = actions.create_survey(
                by=request.user, plan=starting.plan_for(start), purpose=starting.PURPOSES[start], **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("needs:make", survey.key)
    context = {
        "form": form,
        "may_create": permissions.can_create_survey(request.user),
        "earlier": queries.surveys_at_work(request.user)[:20],
        "trail": [(_("Surveys"), reverse("needs:list")), (_("New survey"), "")],
    }
    return render(request, "needs/making/new.html", context)


@form_page
def copy(request: SignedInRequest, key: str) -> HttpResponse:
    """Begin a survey from an earlier one that one runs."""
    earlier = survey_to_make(request, key)
    form = forms.NameForm(
        request.POST or None,
        organisations=organisations_for(request.user, *permissions.MAKERS),
        initial={"name": str(read(earlier.name)), "organisation": earlier.organisation_id},
    )
    if form.is_valid():
        require(permissions.can_create_survey(request.user, form.cleaned_data["organisation"]))
        try:
            survey = actions.copy_survey(earlier, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Texts, questions and people are copied. Answers and times are not."))
            return redirect("needs:make", survey.key)
    return render(
        request, "needs/making/copy.html", {"form": form, "earlier": earlier, "trail": trail(earlier, _("Copy"))}
    )


# The pages


@require_safe
def make(request: SignedInRequest, key: str) -> HttpResponse:
    """The desk: what is missing before it can open, how it stands, and the ways to its parts."""
    survey = survey_to_make(request, key)
    lacks = readiness.missing(survey) if survey.state == Survey.State.DRAFT else []
    labels = {tab.key: tab for tab in tabs(survey)}
    steps = [(labels[f"make-{part}"], [one.sentence for one in lacks if one.page == part]) for part in PARTS]
    more = {
        "steps": steps,
        "left": [step for step in steps if step[1]],
        "lacks": len(lacks),
        "times": time_words(survey),
        "takes_answers": takes_answers(survey),
        "is_late": survey.state == Survey.State.OPEN and survey.closes_at and survey.closes_at <= timezone.now(),
        "opened": was_opened(survey),
        "sent": survey.responses.filter(is_sent=True).count(),
        "answer_url": address("answer", survey.key),
        "ways": [(label, url) for label, url in _ways(survey) if url],
    }
    return shown(request, survey, "desk", "make", _("Overview"), **more)


def _ways(survey: Survey) -> list[tuple[str, str]]:
    """Pages of the other parts of the room."""
    return [
        (_("Invitations and reminders"), address("ways", survey.key)),
        (_("Answers on paper"), address("paper-enter", survey.key)),
        (pgettext("survey", "Results"), address("results", survey.key)),
        (_("Themes"), address("themes", survey.key)),
    ]


def _lines(survey: Survey) -> list[Line]:
    about = (
        ("name", _("Name"), _("What the respondent reads first."), 0),
        ("about", _("What it is for"), _("Why you ask, whom, what becomes of the answers, and how long it takes."), 5),
        (
            "privacy",
            _("What is done with the answers"),
            _("Who reads them, what is published, until when they are kept."),
            5,
        ),
        ("thanks", _("Thanks"), _("Shown when the answers were sent."), 3),
    )
    return [
        line_of(
            name,
            getattr(survey, name),
            survey.languages,
            label=label,
            guidance=words,
            rows=rows,
            is_needed=name != "thanks",
        )
        for name, label, words, rows in about
    ]


@form_page
def texts(request: SignedInRequest, key: str) -> HttpResponse:
    """The texts in each language of the survey; what somebody else changed meanwhile is shown, not lost."""
    survey = survey_to_make(request, key)
    lines, problem = _lines(survey), ""
    if request.method == "POST":
        if typed_into(lines, request.POST):
            messages.error(request, _("Somebody else changed the same texts meanwhile. Compare the two and choose."))
        else:
            typed = {line.name: _typed(survey, line) for line in lines}
            try:
                actions.edit_survey(survey, by=request.user, revision=survey.revision, **typed)
            except DomainError as error:
                problem = str(error)
            else:
                messages.success(request, _("The texts are saved."))
                return redirect("needs:make-texts", survey.key)
    return shown(request, survey, "texts", "make-texts", _("Texts"), lines=lines, problem=problem)


def _typed(survey: Survey, line: Line) -> Any:
    assert line.name in TEXTS
    return rewritten(getattr(survey, line.name), {box.language: box.text for box in line.boxes}, survey.languages[0])


@form_page
def terms(request: SignedInRequest, key: str) -> HttpResponse:
    """What it is for, its languages, anonymity, who may answer, and when."""
    survey = survey_to_make(request, key)
    form = forms.TermsForm(request.POST or None, survey=survey, initial=_terms(survey))
    if form.is_valid():
        try:
            with transaction.atomic():
                changed = actions.edit_survey(
                    survey, by=request.user, revision=form.cleaned_data["revision"], **form.facts()
                )
                actions.set_survey_times(changed, by=request.user, **_unless_same(changed, form.times()))
        except DomainError as error:
            refused(form, survey, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("needs:make-terms", survey.key)
    return shown(request, survey, "terms", "make-terms", _("Terms and times"), form=form, opened=was_opened(survey))


def _unless_same(survey: Survey, times: dict[str, datetime.datetime | None]) -> dict[str, Any]:
    """What was typed; a moment whose minute was not changed keeps its seconds."""
    for name, standing in (("opens", survey.opens_at), ("closes", survey.closes_at)):
        here, typed = local(standing, survey.time_zone), times[name]
        if here and typed and here.replace(second=0, microsecond=0, tzinfo=None) == typed:
            times[name] = here.replace(tzinfo=None)
    return times


def refused(form: Any, survey: Survey, error: DomainError) -> None:
    """Show why; after somebody else's change the next press saves what was typed."""
    form.add_error(None, str(error))
    if isinstance(error, ChangedMeanwhile):
        form.data = form.data.copy()
        form.data["revision"] = Survey.objects.values_list("revision", flat=True).get(pk=survey.pk)


def _terms(survey: Survey) -> dict[str, Any]:
    opens, closes = local(survey.opens_at, survey.time_zone), local(survey.closes_at, survey.time_zone)
    names = (
        "revision",
        "purpose",
        "languages",
        "is_anonymous",
        "is_by_invitation",
        "is_listed",
        "themes_wanted",
        "time_zone",
    )
    return {
        **{name: getattr(survey, name) for name in names},
        "opens_day": opens.date() if opens else None,
        "opens_time": opens.time() if opens else None,
        "closes_day": closes.date() if closes else None,
        "closes_time": closes.time() if closes else None,
    }


@form_page
def people(request: SignedInRequest, key: str) -> HttpResponse:
    """Who makes the survey and reads its results."""
    survey = survey_to_make(request, key)
    standing = queries.people_of(survey)
    form = forms.PeopleForm(request.POST or None, initial={"people": "\n".join(user.email for user in standing)})
    if form.is_valid():
        was = [int(pk) for pk in request.POST.get("_was", "").split() if pk.isdigit()]
        try:
            actions.set_survey_people(survey, people=form.cleaned_data["people"], by=request.user, was=was or None)
        except DomainError as error:
            form.add_error(None, ValidationError(str(error)))
        else:
            messages.success(request, _("Saved."))
            still = (
                runs_the_house(request.user) or SurveyPerson.objects.filter(survey=survey, user=request.user).exists()
            )
            return redirect("needs:make-people", survey.key) if still else redirect("needs:list")
    known = " ".join(str(user.pk) for user in standing)
    return shown(request, survey, "people", "make-people", _("People"), form=form, standing=standing, was=known)


# Its life


@require_POST
def open_it(request: SignedInRequest, key: str) -> HttpResponse:
    """Let it be answered."""
    survey = survey_to_make(request, key)
    try:
        actions.open_survey(survey, by=request.user)
    except NotReady as error:
        messages.error(request, _("The survey is not ready yet:") + " " + str(error))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The survey is open."))
    return redirect("needs:make", survey.key)


@form_page
def close(request: SignedInRequest, key: str) -> HttpResponse:
    """Take no more answers."""
    survey = survey_to_make(request, key)
    back = reverse("needs:make", args=[survey.key])
    if request.method == "POST":
        try:
            actions.close_survey(survey, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The survey is closed."))
        return redirect(back)
    words = {
        "title": _("Close the survey now?"),
        "text": _("Nobody can answer any more, also those who have begun. You can open it again."),
        "confirm": _("Close now"),
        "cancel": back,
    }
    return render(request, "ui/confirm.html", words)


@form_page
def more_time(request: SignedInRequest, key: str) -> HttpResponse:
    """Open it again, or for longer."""
    survey = survey_to_make(request, key)
    later = (local(survey.closes_at, survey.time_zone) or timezone.localtime()) + datetime.timedelta(days=7)
    later = max(later, timezone.localtime() + datetime.timedelta(days=1))
    form = forms.MoreTimeForm(request.POST or None, initial={"day": later.date(), "time": datetime.time(23, 59)})
    if form.is_valid():
        try:
            actions.reopen_survey(survey, closes=form.moment(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The survey takes answers."))
            return redirect("needs:make", survey.key)
    title = _("Give more time") if takes_answers(survey) else _("Open again")
    return shown(request, survey, "more_time", "make", title, form=form, times=time_words(survey))


@form_page
def delete(request: SignedInRequest, key: str) -> HttpResponse:
    """A draft goes for good."""
    survey = survey_to_make(request, key)
    back = reverse("needs:make", args=[survey.key])
    if request.method == "POST":
        try:
            actions.delete_survey(survey, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(back)
        messages.success(request, _("The draft of the survey is deleted."))
        return redirect("needs:list")
    words = {
        "title": _("Delete the draft “%(survey)s”?") % {"survey": read(survey.name).text or survey.key},
        "text": _("Its texts and questions go with it. This cannot be taken back; the trail keeps that it was."),
        "confirm": _("Delete the draft"),
        "cancel": back,
        "cancel_label": _("Keep the draft"),
    }
    return render(request, "ui/confirm.html", words)
