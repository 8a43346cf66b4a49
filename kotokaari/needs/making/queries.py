"""What one can ask about surveys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.people.public import Organisation, User

from ..models import Question, Section, Survey, SurveyPerson
from .times import takes_answers

MOST_LISTED = 200


def survey_for(user: Any, key: str) -> Survey:
    """The survey, or 404 for anyone who should not know it exists."""
    return get_object_or_404(Survey.objects.visible_to(user).select_related("organisation"), key=key)


def section_of(survey: Survey, pk: int) -> Section:
    """One of its sections, or 404."""
    return get_object_or_404(survey.sections.select_related("survey"), pk=pk)


def question_of(survey: Survey, code: str) -> Question:
    """One of its questions, or 404."""
    return get_object_or_404(survey.questions.select_related("section", "survey"), code=code)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Surveys by what they are now."""

    mine: list[Survey]
    open: list[Survey]
    coming: list[Survey]
    past: list[Survey]

    def __bool__(self) -> bool:
        return bool(self.mine or self.open or self.coming or self.past)


def shelves(user: Any) -> Shelves:
    """The surveys this person runs; the other public ones that take answers, will, or took them. Two queries."""
    now = timezone.now()
    found = Shelves(surveys_at_work(user), [], [], [])
    own = {survey.pk for survey in found.mine}
    for survey in Survey.objects.public().select_related("organisation")[:MOST_LISTED]:
        if survey.pk in own:
            continue
        if takes_answers(survey, now):
            found.open.append(survey)
        elif survey.state == Survey.State.OPEN and survey.opens_at and survey.opens_at > now:
            found.coming.append(survey)
        else:
            found.past.append(survey)
    return found


def surveys_at_work(user: Any) -> list[Survey]:
    """The surveys this person is named in, newest first; for administrators too only those. No query for nobody."""
    if not getattr(user, "is_authenticated", False):
        return []
    mine = SurveyPerson.objects.filter(user=user.pk).values("survey")
    sent = Count("responses", filter=Q(responses__is_sent=True))
    found = Survey.objects.filter(pk__in=mine).select_related("organisation").annotate(sent=sent)
    return list(found.order_by("-created_at", "-pk")[:MOST_LISTED])


def surveys_of_organisation(organisation: Organisation) -> list[Survey]:
    """The public surveys of an organisation, newest first. One query."""
    return list(Survey.objects.public().filter(organisation=organisation).select_related("organisation"))


def people_of(survey: Survey) -> list[User]:
    """Who makes it. One query."""
    return [person.user for person in survey.people.select_related("user").order_by("added_at", "pk")]


def answered_codes(survey: Survey) -> set[str]:
    """The codes of the questions that somebody has answered, drafts included. One query."""
    return set(survey.questions.filter(answers__isnull=False).values_list("code", flat=True).distinct())
