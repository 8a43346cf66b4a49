"""Making a survey: from nothing, from a template or a file, or from an earlier one; its texts and terms; its people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User

from ... import languages as tongues
from ...models import Survey, SurveyPerson
from ..plan import TEXTS, Plan
from ..taking import plan_of, write_plan
from .locking import ChangedMeanwhile, locked, touched, was_opened

TERMS = ("purpose", "languages", "time_zone", "is_anonymous", "is_by_invitation", "is_listed", "themes_wanted")
COPIED = ("purpose", "time_zone", "is_anonymous", "is_by_invitation", "is_listed", "themes_wanted", "is_example")


@transaction.atomic
def create_survey(
    organisation: Organisation, *, name: TranslatedText, by: User | None, plan: Plan | None = None, **facts: Any
) -> Survey:
    """Begin a survey with the person who begins it as its maker, empty or as ``plan`` has it. Refuses one without a name."""
    if not name:
        raise DomainError(_("Give the survey a name."))
    languages = facts.pop("languages", None) or (plan.languages if plan else None) or ["fi", "sv"]
    _refuse_strange_languages(languages)
    survey = Survey.objects.create(
        organisation=organisation, name=name, created_by=by, languages=tongues.in_house_order(languages), **facts
    )
    if by is not None:
        SurveyPerson.objects.create(survey=survey, user=by)
    audit.record("survey created", target=survey, by=by)
    if plan is not None:
        write_plan(survey, plan)
        survey.save()
    return survey


@transaction.atomic
def copy_survey(earlier: Survey, *, organisation: Organisation, name: TranslatedText, by: User) -> Survey:
    """A new draft with the texts, terms, questions and people of an earlier survey; not its times and answers."""
    plan = plan_of(earlier)
    plan.texts.pop("name", None)
    facts = {field: getattr(earlier, field) for field in COPIED}
    survey = create_survey(organisation, name=name, by=by, plan=plan, languages=earlier.languages, **facts)
    others = earlier.people.exclude(user=by).values_list("user", flat=True)
    SurveyPerson.objects.bulk_create([SurveyPerson(survey=survey, user_id=user) for user in others])
    audit.record("survey copied", target=survey, by=by, earlier=str(earlier.uuid))
    return survey


@transaction.atomic
def edit_survey(survey: Survey, *, by: User, revision: int | None = None, **facts: Any) -> Survey:
    """Change texts and terms. Refuses what was promised to those who may have begun to answer."""
    survey = locked(survey, revision)
    if unknown := set(facts) - {*TEXTS, *TERMS}:
        raise TypeError(f"a survey has no {', '.join(sorted(unknown))} to edit")
    if "languages" in facts:
        _refuse_strange_languages(facts["languages"])
        facts["languages"] = tongues.in_house_order(facts["languages"])
    changed = sorted(name for name, value in facts.items() if getattr(survey, name) != value)
    if was_opened(survey):
        _refuse_broken_promise(survey, facts, changed)
    for name in changed:
        setattr(survey, name, facts[name])
    if not survey.name:
        raise DomainError(_("Give the survey a name."))
    touched(survey, "survey edited", by=by, changed=changed)
    return survey


def _refuse_strange_languages(languages: list[str]) -> None:
    if not languages:
        raise DomainError(_("A survey is in one language at least."))
    if len(set(languages)) > tongues.MOST:
        raise DomainError(_("A survey has %(most)d languages at most.") % {"most": tongues.MOST})
    if strange := [tag for tag in languages if not tongues.is_tag(tag)]:
        raise DomainError(
            _("“%(tag)s” is not a language tag: write two or three letters, like uk, so or ckb.") % {"tag": strange[0]}
        )


def _refuse_broken_promise(survey: Survey, facts: dict[str, Any], changed: list[str]) -> None:
    if "is_anonymous" in changed:
        raise DomainError(_("The survey was opened: what was told about anonymity stays."))
    if "languages" in changed and set(survey.languages) - set(facts["languages"]):
        raise DomainError(_("The survey was opened: a language in which somebody may be answering stays."))
    if "time_zone" in changed:
        raise DomainError(_("The survey was opened: its clock stays the same."))
    for name in ("name", "about"):
        if (
            name in changed
            and facts[name].missing(survey.languages)
            and not getattr(survey, name).missing(survey.languages)
        ):
            raise DomainError(_("The survey was opened: its texts cannot be left empty in any of its languages."))


@transaction.atomic
def set_survey_people(survey: Survey, *, people: Iterable[User], by: User, was: Iterable[int] | None = None) -> Survey:
    """Who makes the survey and reads its results. Refuses nobody, a closed account, and others than ``was`` (keys)."""
    survey = locked(survey)
    standing = set(survey.people.values_list("user", flat=True))
    if was is not None and set(was) != standing:
        raise ChangedMeanwhile(
            _("Somebody else changed these people meanwhile. What you typed stands below: compare, and save again.")
        )
    wanted = {user.pk: user for user in people}
    if not wanted:
        raise DomainError(_("A survey has at least one person who makes it."))
    if any(not user.is_active for user in wanted.values()):
        raise DomainError(_("One of these accounts is closed."))
    survey.people.exclude(user__in=wanted).delete()
    SurveyPerson.objects.bulk_create(
        [SurveyPerson(survey=survey, user=user) for pk, user in wanted.items() if pk not in standing]
    )
    by.__dict__.pop("_runs_surveys", None)
    touched(survey, "people of survey set", by=by, count=len(wanted))
    return survey
