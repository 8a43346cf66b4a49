"""Epics on the phone page: what a group writes, without JavaScript too."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from kotokaari.innovation.joining.visitors import SALT, cookie_name
from kotokaari.innovation.models import Chosen, Epic, Group

from .factories import a_day, act, facilitator_of
from .test_epics_acting import an_idea, begun, people_of, text_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def phone(day, participant):
    from django.core import signing

    client = Client()
    client.cookies[cookie_name(day)] = signing.dumps(participant.key, salt=SALT)
    return client


def here(client, day):
    return client.get(reverse("innovation:here", args=[day.key])).content.decode()


def test_a_phone_shows_the_epics_of_its_group_with_guidance_and_not_another_s():
    day = a_day(phase="epics")
    mine, theirs = begun(day, people_of(day, 1)[0]), begun(day, people_of(day, 2)[0])

    text = here(phone(day, people_of(day, 1)[1]), day)

    assert f'data-epic-key="{mine.key}"' in text
    assert theirs.key not in text
    assert "we know it when" in text


def test_when_the_writing_has_ended_the_epics_of_other_groups_are_read_and_not_written():
    day = a_day(phase="epics")
    theirs = begun(day, people_of(day, 2)[0])
    write(day, people_of(day, 2)[0], theirs, "Nobody has the time <b>", part="risks")
    client = phone(day, people_of(day, 1)[0])
    assert "Nobody has the time" not in here(client, day)

    assert act(day, None, "close_phase", phase=str(day.phases.get(kind="epics").pk)).seq
    text = here(client, day)

    assert "Epics of the other groups" in text
    assert "Nobody has the time &lt;b&gt;" in text
    assert f'data-epic-key="{theirs.key}"' not in text
    assert "Epics of the other groups" not in here(phone(day, people_of(day, 2)[1]), day)


def test_who_runs_the_day_writes_every_epic():
    day = a_day(phase="epics")
    epics = [begun(day, people_of(day, number)[0]) for number in (1, 2)]
    client = Client()
    client.force_login(facilitator_of(day))

    text = here(client, day)

    assert all(f'data-epic-key="{epic.key}"' in text for epic in epics)


def test_without_javascript_a_part_is_written_and_merged_with_what_came_meanwhile():
    day = a_day(phase="epics")
    one, two, *_others = people_of(day, 1)
    epic = begun(day, one)
    write(day, one, epic, "tea for all", part="risks")
    client = phone(day, two)
    page = here(client, day)
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.S) if 'value="risks"' in part)
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    write(day, one, epic, "green tea for all", base="tea for all", part="risks")

    response = client.post(
        reverse("innovation:act", args=[day.key]), {**fields, "text": "tea for all families"}, follow=True
    )

    assert response.status_code == 200
    assert text_of(epic, "risks") == "green tea for all families"


def test_without_javascript_an_epic_is_begun_from_chosen_ideas():
    day = a_day(phase="epics")
    chosen, other = an_idea(day, 1, text="A tea room"), an_idea(day, 2, text="A coffee room")
    Chosen.objects.create(day=day, theme=chosen.theme, idea=chosen, place=1)
    client = phone(day, people_of(day, 1)[0])
    page = here(client, day)
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.S) if "epic_new" in part)

    assert chosen.text in form
    assert other.text not in form
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    client.post(reverse("innovation:act", args=[day.key]), {**fields, "ideas[]": ["1"], "name": "Tea"})
    assert Epic.objects.get().ideas.get() == chosen


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_part_of_the_page_costs_the_same_whatever_is_written(count, django_assert_num_queries):
    from django.template.loader import render_to_string

    from kotokaari.innovation.acting.epics import as_data

    day = a_day(phase="epics")
    idea = an_idea(day)
    for number in range(count):
        Epic.objects.create(day=day, number=number + 1, theme=idea.theme).ideas.add(idea)
    state = {"epics": [as_data(epic) for epic in day.epics.prefetch_related("texts", "ideas")]}
    context = {"day": day, "state": state, "participant": None, "group": None, "op": "x"}

    with django_assert_num_queries(3):
        text = render_to_string("innovation/epics/_phone.html", context, RequestFactory().get("/"))
    assert text.count('class="epic-written"') == count + 1  # and the pattern for those that come


def test_a_group_with_a_theme_of_its_own_begins_from_that_theme_alone():
    day = a_day(phase="epics", working="own")
    mine, theirs = day.themes.all()
    group = Group.objects.get(round__day=day, number=1)
    group.theme = mine
    group.save()
    for number, (theme, text) in enumerate(((mine, "Tea at school"), (theirs, "Coffee at work")), 1):
        an_idea(day, number, theme, text=text)

    text = here(phone(day, group.seats.first().participant), day)

    form = text.partition('data-act="epic_new"')[2].partition("</details>")[0]
    assert "Tea at school" in form
    assert "Coffee at work" not in form
