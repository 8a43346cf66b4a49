"""What of innovation days can be found: public days and public epics, never what is prepared, rehearsed or withdrawn."""

import pytest

from kotokaari.innovation.epics import actions as epics
from kotokaari.innovation.models import Day, EpicText
from kotokaari.innovation.preparing import actions
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import said
from kotokaari.search.public import find, rebuild

from .factories import DayFactory, a_day, act, facilitator_of, fresh

pytestmark = pytest.mark.django_db


def found(words, kind="innovation-day", language="en"):
    return {hit.uuid for hit in find(words, language, kinds=[kind]).results}


def test_a_day_is_found_when_its_sign_up_opens_and_no_more_when_it_is_cancelled(monkeypatch):
    monkeypatch.setattr(actions, "missing", lambda day: [])
    maker = UserFactory()
    day = actions.create_day(OrganisationFactory(), name=said("Day of bicycles"), by=maker, languages=["en"])
    actions.edit_day(day, by=maker, summary=said("Sheds for winter"))
    assert found("bicycles") == set()

    actions.open_sign_up(day, by=maker)
    assert found("bicycles") == found("sheds") == {day.uuid}
    actions.edit_day(fresh(day), by=maker, name=said("Day of trams"))
    assert (found("bicycles"), found("trams")) == (set(), {day.uuid})
    actions.cancel_day(fresh(day), reason="Too few came.", by=maker)
    assert found("trams") == set()


def test_days_in_preparation_and_rehearsals_are_not_found():
    DayFactory(name=said("Bicycles in the making"), state="draft")
    DayFactory(name=said("Bicycles rehearsed"), is_rehearsal=True)
    public = DayFactory(name=said("Bicycles at last"))

    rebuild()

    assert found("bicycles") == {public.uuid}


def an_epic(day, name="Sheds for winter"):
    made = day.epics.create(number=1, theme=day.themes.first())
    EpicText.objects.create(epic=made, part="name", language="en", text=name)
    EpicText.objects.create(epic=made, part="hypothesis", language="en", text="We believe in zeppelins")
    return made


def test_an_epic_is_found_from_its_publishing_to_its_withdrawal():
    day = a_day(phase="feedback")
    by, epic = facilitator_of(day), an_epic(day)
    rebuild()
    assert found("sheds", "epic") == set()

    epics.publish_epic(epic, by=by)
    assert found("sheds", "epic") == found("zeppelins", "epic") == {epic.uuid}
    epics.write_epic(epic, texts={"name": "Trams"}, bases={"name": "Sheds for winter"}, language="en", by=by)
    assert (found("sheds", "epic"), found("trams", "epic")) == (set(), {epic.uuid})
    epics.withdraw_epic(epic, by=by)
    assert found("trams", "epic") == set()


def test_an_epic_of_a_rehearsal_is_not_found():
    day = a_day(phase="feedback", is_rehearsal=True)
    day.epics.filter(pk=an_epic(day).pk).update(is_public=True)

    rebuild()

    assert found("sheds", "epic") == set()


def test_nothing_that_participants_said_is_found_by_a_day():
    day = a_day(name=said("Day of bicycles"))
    person = day.participants.first()
    act(day, person, "idea", theme=day.themes.first().pk, text="Zeppelins")

    rebuild()

    assert found("bicycles") == {day.uuid}
    assert found("zeppelins") == found(person.name) == set()
    assert Day.objects.worth_finding().get() == day
