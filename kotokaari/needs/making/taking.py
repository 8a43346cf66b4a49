"""Plans written into a survey, and read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max

from kotokaari.foundation.text import TranslatedText

from ..models import Choice, Question, Section, Survey
from .plan import TEXTS, Plan, PlannedChoice, PlannedQuestion, PlannedSection


def write_plan(survey: Survey, plan: Plan) -> None:
    """Put the plan's texts and sections into a survey, after what stands there. A name that stands is kept."""
    for name, text in plan.texts.items():
        if text and not (name == "name" and survey.name):
            setattr(survey, name, text)
    last = survey.sections.aggregate(last=Max("order"))["last"]
    first = 0 if last is None else last + 1
    for order, section in enumerate(plan.sections, start=first):
        made = Section.objects.create(
            survey=survey, order=order, name=section.name, about=section.about, condition=section.condition
        )
        write_questions(made, section.questions)


def write_questions(section: Section, questions: Iterable[PlannedQuestion]) -> list[Question]:
    """Put questions into a section, after those that stand there."""
    last = section.questions.aggregate(last=Max("order"))["last"]
    first = 0 if last is None else last + 1
    made = []
    for order, question in enumerate(questions, start=first):
        facts = {
            name: getattr(question, name) for name in ("code", "type", "label", "hint", "is_required", "condition")
        }
        row = Question.objects.create(
            survey_id=section.survey_id, section=section, order=order, settings=question.settings, **facts
        )
        Choice.objects.bulk_create(
            Choice(question=row, order=place, code=choice.code, label=choice.label)
            for place, choice in enumerate(question.choices)
        )
        made.append(row)
    return made


def plan_of(survey: Survey) -> Plan:
    """The survey as a plan. Three queries."""
    plan = Plan(list(survey.languages), {name: getattr(survey, name) for name in TEXTS if getattr(survey, name)})
    for section in sections_of(survey):
        questions = [planned(question) for question in section.questions.all()]
        plan.sections.append(PlannedSection(section.name, section.about, dict(section.condition or {}), questions))
    return plan


def sections_of(survey: Survey) -> list[Section]:
    """Its sections with questions and choices fetched, in order. Three queries."""
    return list(survey.sections.prefetch_related("questions__choices"))


def planned(question: Question) -> PlannedQuestion:
    """A question as planned."""
    return PlannedQuestion(
        question.code,
        question.type,
        question.label,
        question.hint,
        question.is_required,
        dict(question.condition or {}),
        dict(question.settings or {}),
        [PlannedChoice(choice.code, choice.label) for choice in question.choices.all()],
    )


def scale_labels(settings: dict[str, Any] | None) -> Iterator[tuple[str, TranslatedText]]:
    """The labels at the two ends of a scale, as translated texts."""
    for name in ("low_label", "high_label"):
        yield name, TranslatedText.from_json((settings or {}).get(name))
