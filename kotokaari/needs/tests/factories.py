"""Surveys to test with: open and anonymous unless said otherwise."""

import factory
from django.utils import timezone

from kotokaari.needs.models import Answer, Choice, Question, Response, Section, Survey, SurveyPerson, Theme
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import said


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Survey

    name = factory.Sequence(lambda n: said(f"Survey {n}"))
    organisation = factory.SubFactory(OrganisationFactory)
    state = Survey.State.OPEN
    opened_at = factory.LazyFunction(timezone.now)
    languages = factory.LazyFunction(lambda: ["fi", "sv", "en"])


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    survey = factory.SubFactory(SurveyFactory)
    name = factory.Sequence(lambda n: said(f"Section {n}"))


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    survey = factory.SubFactory(SurveyFactory)
    name = factory.Sequence(lambda n: said(f"Theme {n}"))
    order = factory.Sequence(int)
    is_chosen = True


PROFESSIONS = ("teacher", "nurse", "social-worker")
ITEMS = ("language", "housing", "work", "health", "friends", "school")


def a_question(section: Section, code: str, type: str, choices=(), **more) -> Question:
    """A question of this section with these choices (codes)."""
    question = Question.objects.create(
        survey=section.survey, section=section, code=code, type=type, label=said(code), **more
    )
    for order, choice in enumerate(choices):
        Choice.objects.create(question=question, code=choice, label=said(choice), order=order)
    return question


def a_survey(*, maker=None, **more) -> Survey:
    """A survey like Aito's: professional field, municipality, a matrix of six items, an open question."""
    survey = SurveyFactory(**more)
    SurveyPerson.objects.create(survey=survey, user=maker or UserFactory())
    section = SectionFactory(survey=survey)
    a_question(section, "profession", Question.Type.PROFESSION, PROFESSIONS, order=0)
    a_question(section, "municipality", Question.Type.MUNICIPALITY, order=1)
    a_question(section, "needs", Question.Type.MATRIX, ITEMS, order=2)
    a_question(section, "what-else", Question.Type.TEXT, order=3)
    return survey


def a_response(survey: Survey, *, profession: str = "teacher", municipality=None, language="fi", **values) -> Response:
    """A sent response; ``values`` by the question's code, with _ for -."""
    response = Response.objects.create(
        survey=survey,
        is_sent=True,
        sent_on=timezone.localdate(),
        profession=profession,
        municipality=municipality,
        language=language,
    )
    values = {"profession": profession, **values}
    for question in survey.questions.all():
        value = values.get(question.code.replace("-", "_"))
        if value is not None:
            Answer.objects.create(response=response, question=question, value=value)
    return response


def maker_of(survey: Survey):
    """The person who runs the survey."""
    return survey.people.get().user
