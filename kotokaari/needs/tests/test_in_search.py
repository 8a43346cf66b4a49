"""What of surveys can be found: public ones that are open or told of, and nothing else of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kotokaari.foundation import daily
from kotokaari.needs.making.actions import life, making
from kotokaari.needs.models import Survey
from kotokaari.needs.results import theming
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics.tests.factories import said
from kotokaari.search.public import find, rebuild

from .factories import SurveyFactory, ThemeFactory, a_survey

pytestmark = pytest.mark.django_db


def found(words="bicycles", language="en"):
    return {hit.uuid for hit in find(words, language, kinds=["survey"]).results}


def fresh(survey):
    return Survey.objects.get(pk=survey.pk)


def test_a_public_survey_is_found_from_its_opening_to_its_closing():
    maker = UserFactory()
    survey = a_survey(maker=maker, state="draft", opened_at=None, is_listed=True, about=said("Why we ask"))
    making.edit_survey(survey, by=maker, name=said("Bicycles for all"), about=said("Why we ask"), privacy=said("Kept"))
    assert found() == set()

    life.open_survey(survey, by=maker)
    assert found() == {survey.uuid}
    life.close_survey(survey, by=maker)
    assert found() == set()
    life.reopen_survey(survey, closes=None, by=maker)
    assert found() == {survey.uuid}
    making.edit_survey(fresh(survey), by=maker, is_listed=False)
    assert found() == set()


def test_drafts_and_surveys_by_link_alone_are_not_found():
    SurveyFactory(name=said("Bicycles by link"), is_listed=False)
    SurveyFactory(name=said("Bicycles in the making"), is_listed=True, state="draft", opened_at=None)
    public = SurveyFactory(name=said("Bicycles for all"), is_listed=True)

    rebuild()

    assert found() == {public.uuid}


def test_its_questions_are_not_searched():
    survey = a_survey(name=said("Bicycles"), is_listed=True)
    survey.questions.filter(code="profession").update(label=said("Zeppelins"))

    rebuild()

    assert found() == {survey.uuid}
    assert found("zeppelins") == set()


def test_a_closed_survey_is_found_by_the_themes_told_of_it_until_they_are_withdrawn():
    survey = SurveyFactory(name=said("Bicycles"), is_listed=True, state="closed")
    ThemeFactory(survey=survey, name=said("Sheds for winter"))
    assert found("sheds") == set()

    theming.publish_themes(survey, figures={}, by=None)
    assert found("sheds") == found() == {survey.uuid}
    theming.withdraw_themes(survey, by=None)
    assert found("sheds") == found() == set()


def test_a_survey_whose_time_is_over_leaves_at_night():
    survey = SurveyFactory(name=said("Bicycles"), is_listed=True)
    rebuild()
    Survey.objects.filter(pk=survey.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert found() == {survey.uuid}

    done = {one.name: one for one in daily.run(timezone.localdate())}

    assert not done["surveys in search"].failed
    assert found() == set()
