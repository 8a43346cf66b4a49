"""What can happen to themes: proposed, named, merged, parted, chosen, left out, published. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from kotokaari.arc.public import LinkType, forget_thing, tie
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText

from .. import in_search
from ..models import Choice, Code, Evidence, Quotation, Survey, Theme

KIND, SURVEY_KIND = "needs-theme", "survey"


class ThemeRefused(DomainError):
    """Something that cannot be done with a theme as it is now."""


@transaction.atomic
def make_theme(
    *, survey: Survey, name: TranslatedText, by: Any, choices: Sequence[Choice] = (), codes: Sequence[Code] = ()
) -> Theme:
    """A theme of this name with this evidence. Raises ThemeRefused without a name."""
    if not name:
        raise ThemeRefused(_("Give the theme a name."))
    last = survey.themes.aggregate(last=Max("order"))["last"]
    theme = Theme.objects.create(
        survey=survey, name=name, order=0 if last is None else last + 1, made_by=by, is_example=survey.is_example
    )
    Evidence.objects.bulk_create(
        [Evidence(theme=theme, choice=one) for one in choices] + [Evidence(theme=theme, code=one) for one in codes]
    )
    _told(theme, "theme made", by)
    return theme


@transaction.atomic
def propose_themes(*, survey: Survey, choices: Sequence[Choice], codes: Sequence[Code], by: Any) -> int:
    """A theme for each of these items, in their order, with codes of the same concept under it. How many were made."""
    for choice in choices:
        same = [code for code in codes if code.concept_id and code.concept_id == choice.concept_id]
        make_theme(survey=survey, name=choice.label, by=by, choices=[choice], codes=same)
    return len(choices)


@transaction.atomic
def describe_theme(
    theme: Theme, *, name: TranslatedText, about: TranslatedText, reason: TranslatedText, by: Any
) -> Theme:
    """Name and describe it, and say why it was chosen, left out or how it came about."""
    if not name:
        raise ThemeRefused(_("Give the theme a name."))
    theme.name, theme.about, theme.reason = name, about, reason
    theme.save(update_fields=["name", "about", "reason"])
    _told(theme, "theme described", by)
    return theme


@transaction.atomic
def choose_theme(theme: Theme, *, by: Any) -> None:
    """Choose it. Refused when it went into another, or when as many as are wanted are chosen."""
    survey = Survey.objects.select_for_update().get(pk=theme.survey_id)
    _refuse_merged(theme)
    if survey.themes.filter(is_chosen=True).exclude(pk=theme.pk).count() >= survey.themes_wanted:
        raise ThemeRefused(
            _("%(count)s are chosen already, as many as are wanted. Leave one out first, or want more.")
            % {"count": survey.themes_wanted}
        )
    theme.is_chosen = True
    theme.save(update_fields=["is_chosen"])
    tie(first=(KIND, theme.uuid), type=LinkType.GREW_FROM, second=(SURVEY_KIND, survey.uuid))
    _told(theme, "theme chosen", by)


@transaction.atomic
def leave_theme_out(theme: Theme, *, by: Any) -> None:
    """Choose it no more; it stays with its evidence and reason, and can be chosen again. In public it is read no more."""
    _let_go(theme)
    _told(theme, "theme left out", by)


@transaction.atomic
def merge_theme(theme: Theme, *, into: Theme, by: Any) -> None:
    """Let it go into another, which shows its evidence as well. Refused for itself and for one that went elsewhere."""
    if theme.pk == into.pk or theme.survey_id != into.survey_id:
        raise ThemeRefused(_("Choose another theme of the same survey."))
    _refuse_merged(theme)
    _refuse_merged(into)
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    _let_go(theme)
    _told(theme, "theme merged", by, into=str(into.uuid))


@transaction.atomic
def part_theme(theme: Theme, *, by: Any) -> None:
    """Take it out of the theme it went into: the merging undone."""
    if theme.merged_into_id is None:
        raise ThemeRefused(_("This theme stands by itself."))
    theme.merged_into = None
    theme.save(update_fields=["merged_into"])
    _told(theme, "theme parted", by)


@transaction.atomic
def split_theme(theme: Theme, *, evidence: Iterable[Evidence], name: TranslatedText, by: Any) -> Theme:
    """Make a theme of a part of the evidence. Refused when nothing, or nothing else, would be left."""
    moved = [one.pk for one in evidence]
    if not moved:
        raise ThemeRefused(_("Choose what the new theme is to stand on."))
    if not theme.evidence.exclude(pk__in=moved).exists():
        raise ThemeRefused(_("Leave something under the theme; else rename it."))
    made = make_theme(survey=theme.survey, name=name, by=by)
    theme.evidence.filter(pk__in=moved).update(theme=made)
    _told(theme, "theme split", by, made=str(made.uuid))
    return made


@transaction.atomic
def add_evidence(
    theme: Theme, *, by: Any, choice: Choice | None = None, code: Code | None = None, quotation: Quotation | None = None
) -> Evidence:
    """Put an item, a code or an approved quotation under it; once is enough. Refused for one that is not approved."""
    if quotation is not None and quotation.approved_at is None:
        raise ThemeRefused(_("Only approved quotations are shown."))
    found, _made = Evidence.objects.get_or_create(theme=theme, choice=choice, code=code, quotation=quotation)
    _told(theme, "evidence added", by)
    return found


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Any) -> None:
    """Take it from under its theme; the item, code or quotation stays."""
    theme = evidence.theme
    evidence.delete()
    _told(theme, "evidence removed", by)


@transaction.atomic
def want_themes(survey: Survey, *, count: int, by: Any) -> None:
    """How many are to be chosen. Refused for fewer than are chosen."""
    if not 1 <= count <= 50:
        raise ThemeRefused(_("Write a number from 1 to 50."))
    if survey.themes.filter(is_chosen=True).count() > count:
        raise ThemeRefused(_("More are chosen already. Leave some out first."))
    Survey.objects.filter(pk=survey.pk).update(themes_wanted=count, revision=F("revision") + 1)
    audit.record("number of themes changed", target=survey, by=by, count=count)


@transaction.atomic
def publish_themes(survey: Survey, *, figures: Mapping[int, dict[str, Any]], by: Any) -> None:
    """Show the chosen themes to everybody with ``figures`` by piece of evidence, as they are now. Refused when none is chosen."""
    chosen = list(survey.themes.filter(is_chosen=True))
    if not chosen:
        raise ThemeRefused(_("Choose themes first."))
    keep_figures(figures)
    survey.themes.filter(is_chosen=True).update(is_public=True)
    for theme in chosen:
        _told(theme, "theme published", by)


@transaction.atomic
def withdraw_themes(survey: Survey, *, by: Any) -> None:
    """Show them to those who run the survey only: the publishing undone."""
    public = list(survey.themes.filter(is_public=True))
    survey.themes.filter(is_public=True).update(is_public=False)
    for theme in public:
        _told(theme, "theme withdrawn", by)


def keep_figures(figures: Mapping[int, dict[str, Any]]) -> None:
    """Figures as they are at this moment, by piece of evidence."""
    rows = list(Evidence.objects.filter(pk__in=figures))
    for one in rows:
        one.figures = figures[one.pk]
    Evidence.objects.bulk_update(rows, ["figures"])


def _refuse_merged(theme: Theme) -> None:
    if theme.merged_into_id is not None:
        raise ThemeRefused(_("This theme went into another; take it out of it first."))


def _let_go(theme: Theme) -> None:
    theme.is_chosen = theme.is_public = False
    theme.save(update_fields=["is_chosen", "is_public"])
    forget_thing(theme.uuid)


def _told(theme: Theme, action: str, by: Any, **details: Any) -> None:
    """Written down; the survey's row changes, so that no kept page stays old, and search knows."""
    Survey.objects.filter(pk=theme.survey_id).update(revision=F("revision") + 1)
    in_search.renew(theme.survey)
    audit.record(action, target=theme, by=by, **details)
