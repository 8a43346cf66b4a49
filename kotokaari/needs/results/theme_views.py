"""Themes over HTTP: everybody reads those that were published; those who run the survey find and choose them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import text_from

from ..logic.withholding import LEAST
from ..models import Choice, Code, Evidence, Quotation, Response, Survey, Theme
from ..permissions import can_read_results
from . import theming
from .evidence import Card, cards_of, code_counts, figures_now, history_of, public_themes, themes_with_evidence
from .forms import ThemeForm
from .gaps import gaps_of
from .gathering import Gathered, gather, survey_run_by
from .telling import gap_rows, gap_sentence
from .views import private, tabs_of, trail_of


@login_not_required
@require_safe
def themes(request: HttpRequest, key: str) -> HttpResponse:
    """Everybody's page of published themes; the theme finder for those who run the survey."""
    survey = get_object_or_404(Survey.objects.select_related("organisation"), key=key)
    if can_read_results(request.user, survey):
        return private(render(request, "needs/results/finder.html", _finder(survey)))
    shown = public_themes(survey)
    if not shown:
        raise Http404
    context = {"survey": survey, "cards": cards_of(shown), "trail": trail_of(survey, _("Themes"))}
    return render(request, "needs/results/themes.html", context)


def _finder(survey: Survey) -> dict[str, Any]:
    found = gather(survey)
    gaps = gaps_of(found)
    everything = themes_with_evidence(survey)
    figures = figures_now(everything, found, gaps)
    cards = cards_of(everything, figures)
    rows = gap_rows(found, gaps)
    used = {one.choice_id for theme in everything for one in theme.evidence.all()}
    used_codes = {one.code_id for theme in everything for one in theme.evidence.all()}
    counts = code_counts(survey)
    codes = sorted(
        (code for code in survey.codes.all() if code.pk not in used_codes and counts.get(code.pk)),
        key=lambda code: -counts[code.pk],
    )
    chosen = [card for card in cards if card.theme.is_chosen]
    return {
        "survey": survey,
        "trail": trail_of(survey, _("Themes")),
        "tabs": tabs_of(survey),
        "is_enough": found.is_enough,
        "chosen": chosen,
        "others": [card for card in cards if not card.theme.is_chosen],
        "gap_sentence": gap_sentence(rows, gaps) if not rows or rows[0].choice.pk not in used else "",
        "free_rows": [row for row in rows if row.choice.pk not in used],
        "free_top": sum(row.is_top and row.choice.pk not in used for row in rows),
        "free_codes": [(code, counts[code.pk]) for code in codes],
        "is_public": any(card.theme.is_public for card in chosen),
        "all_public": bool(chosen) and all(card.theme.is_public for card in chosen),
        "history": history_of(survey),
    }


def _back(survey: Survey, theme: Theme | None = None) -> HttpResponse:
    where = f"#theme-{theme.pk}" if theme else ""
    return redirect(reverse("needs:themes", args=[survey.key]) + where)


def _do(request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
    """One act; a refusal is told where the page is read."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, said)
    return True


@require_POST
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Themes of the items among the first that stand under none yet."""
    survey = survey_run_by(request.user, key)
    used = Evidence.objects.filter(theme__survey=survey).values_list("choice", flat=True)
    found = gather(survey)
    rows = gap_rows(found, gaps_of(found))
    choices = [row.choice for row in rows if row.is_top and row.choice.pk not in set(used)]
    codes = list(survey.codes.exclude(concept=None))
    made = theming.propose_themes(survey=survey, choices=choices, codes=codes, by=request.user)
    said = ngettext("%(count)s theme was proposed.", "%(count)s themes were proposed.", made) % {"count": made}
    messages.success(request, said)
    return _back(survey)


@require_POST
def theme_new(request: HttpRequest, key: str) -> HttpResponse:
    """A theme of an item, of a code, or of a name alone."""
    survey = survey_run_by(request.user, key)
    choice, code = _named(survey, request.POST)
    words = request.POST.get("name", "").strip()[:200]
    name = TranslatedText.of((get_language() or "fi")[:2], words) if words else TranslatedText()
    if not words and (choice or code):
        name = choice.label if choice else code.name  # type: ignore[union-attr]
    _do(
        request,
        lambda: theming.make_theme(
            survey=survey, name=name, by=request.user, choices=[choice] if choice else [], codes=[code] if code else []
        ),
        _("The theme was made."),
    )
    return _back(survey)


def _named(survey: Survey, data: Any) -> tuple[Choice | None, Code | None]:
    """The item or code that is meant; 404 for one of another survey."""
    choice, code = data.get("choice", ""), data.get("code", "")
    return (
        get_object_or_404(Choice, pk=choice, question__survey=survey) if choice.isdigit() else None,
        get_object_or_404(Code, pk=code, survey=survey) if code.isdigit() else None,
    )


def _theme(request: HttpRequest, key: str, uuid: UUID) -> Theme:
    survey = survey_run_by(request.user, key)
    return get_object_or_404(Theme.objects.select_related("survey"), survey=survey, uuid=uuid)


@require_POST
def theme_act(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Choose it, leave it out, or take it out of another: ``act``."""
    theme = _theme(request, key, uuid)
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "choose": (theming.choose_theme, _("Chosen.")),
        "leave": (theming.leave_theme_out, _("Left out. It stays here and can be chosen again.")),
        "part": (theming.part_theme, _("It stands by itself again.")),
    }
    if request.POST.get("act", "") not in acts:
        raise Http404
    act, said = acts[request.POST["act"]]
    _do(request, lambda: act(theme, by=request.user), said)
    return _back(theme.survey, theme)


@require_http_methods(["GET", "HEAD", "POST"])
def theme_edit(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Name it, describe it, say why; merge, split, and what stands under it."""
    theme = _theme(request, key, uuid)
    initial = ThemeForm.initial_texts(name=theme.name, about=theme.about, reason=theme.reason)
    form = ThemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        texts = {name: text_from(form.cleaned_data, name, getattr(theme, name)) for name in ThemeForm.texts}
        if _do(request, lambda: theming.describe_theme(theme, **texts, by=request.user), _("Saved.")):
            return _back(theme.survey, theme)
    everything = themes_with_evidence(theme.survey)
    found = gather(theme.survey)
    figures = figures_now(everything, found, gaps_of(found))
    own = next((one for one in cards_of([one for one in everything if one.pk == theme.pk], figures)), Card(theme))
    context = {
        "survey": theme.survey,
        "theme": theme,
        "card": own,
        "form": form,
        "trail": [
            *trail_of(theme.survey, "")[:-1],
            (_("Themes"), reverse("needs:themes", args=[key])),
            (str(theme), ""),
        ],
        "mergeable": [one for one in everything if one.merged_into_id is None and one.pk != theme.pk],
        **_addable(theme, found),
    }
    return private(render(request, "needs/results/theme.html", context, status=422 if form.errors else 200))


def _addable(theme: Theme, found: Gathered) -> dict[str, Any]:
    """Items, codes and approved quotations that could stand under it."""
    here = list(theme.evidence.all())
    items = [
        (choice.pk, str(read(choice.label)))
        for question in found.questions
        if question.type == "matrix"
        for choice in question.choices.all()
        if choice.pk not in {one.choice_id for one in here}
    ]
    fifth = Response.objects.filter(survey=theme.survey, is_sent=True).order_by("pk")[LEAST - 1 : LEAST]
    quotations = Quotation.objects.filter(Exists(fifth), answer__question__survey=theme.survey)
    quotations = quotations.filter(approved_at__isnull=False)
    return {
        "items": items,
        "codes": theme.survey.codes.exclude(pk__in=[one.code_id for one in here if one.code_id]),
        "quotations": quotations.exclude(pk__in=[one.quotation_id for one in here if one.quotation_id]),
    }


@require_POST
def theme_merge(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Let it go into another."""
    theme = _theme(request, key, uuid)
    into = request.POST.get("into", "")
    target = get_object_or_404(Theme, survey=theme.survey, pk=into if into.isdigit() else 0)
    _do(
        request,
        lambda: theming.merge_theme(theme, into=target, by=request.user),
        _("Merged. It stands under the other and can be taken out again."),
    )
    return _back(theme.survey, target)


@require_POST
def theme_split(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """A new theme of a part of the evidence."""
    theme = _theme(request, key, uuid)
    words = request.POST.get("name", "").strip()[:200]
    name = TranslatedText.of((get_language() or "fi")[:2], words) if words else TranslatedText()
    chosen = [one for one in request.POST.getlist("evidence") if one.isdigit()]
    evidence = list(theme.evidence.filter(pk__in=chosen))
    _do(
        request,
        lambda: theming.split_theme(theme, evidence=evidence, name=name, by=request.user),
        _("Split. Merge the two to undo it."),
    )
    return _back(theme.survey, theme)


@require_POST
def theme_evidence(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """Put something under it, or take it away (``remove``)."""
    theme = _theme(request, key, uuid)
    remove, quote = request.POST.get("remove", ""), request.POST.get("quotation", "")
    if remove.isdigit():
        evidence = get_object_or_404(theme.evidence, pk=remove)
        _do(request, lambda: theming.remove_evidence(evidence, by=request.user), _("Taken away from the theme."))
    else:
        choice, code = _named(theme.survey, request.POST)
        quotations = Quotation.objects.filter(answer__question__survey=theme.survey)
        quotation = get_object_or_404(quotations, pk=quote) if quote.isdigit() else None
        things = {"choice": choice, "code": code, "quotation": quotation}
        for kind, thing in things.items():
            if thing is not None:
                said = _("Put under the theme.")
                _do(request, partial(theming.add_evidence, theme, by=request.user, **{kind: thing}), said)  # type: ignore[arg-type]
    return redirect("needs:theme", key, uuid)


@require_POST
def themes_wanted(request: HttpRequest, key: str) -> HttpResponse:
    """How many are to be chosen."""
    survey = survey_run_by(request.user, key)
    typed = request.POST.get("count", "")
    count = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    _do(request, lambda: theming.want_themes(survey, count=count, by=request.user), _("Saved."))
    return _back(survey)


@require_POST
def themes_publish(request: HttpRequest, key: str) -> HttpResponse:
    """Show the chosen themes to everybody, or (``withdraw``) no more."""
    survey = survey_run_by(request.user, key)
    if request.POST.get("withdraw"):
        _do(
            request,
            lambda: theming.withdraw_themes(survey, by=request.user),
            _("Withdrawn: only those who run the survey read the themes."),
        )
        return _back(survey)
    found = gather(survey)
    figures = figures_now(themes_with_evidence(survey), found, gaps_of(found))
    _do(
        request,
        lambda: theming.publish_themes(survey, figures=figures, by=request.user),
        _("Published: everybody can read the chosen themes on this page."),
    )
    return _back(survey)
