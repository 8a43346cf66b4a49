"""Epics on the day: begun from chosen ideas, written by several phones at once."""

from uuid import uuid4

import pytest

from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.models import Chosen, Epic, Idea
from kotokaari.live.models import Act

from .factories import a_day, act, ticket_of

pytestmark = pytest.mark.django_db


def an_idea(day, number=1, theme=None, **more):
    theme = theme or day.themes.first()
    return Idea.objects.create(
        day=day, number=number, theme=theme, **{"text": f"Idea {number}", "language": "fi", "seq": 0} | more
    )


def begun(day, who=None, **more):
    """An epic that somebody begins from an idea of the first theme."""
    idea = day.ideas.first() or an_idea(day)
    receipt = act(day, who, "epic_new", **{"theme": str(idea.theme_id), "ideas[]": [str(idea.number)], **more})
    assert receipt.seq, receipt.sentence
    return Epic.objects.get(key=receipt.mine["epic"])


def people_of(day, group_number):
    return [seat.participant for seat in day.rounds.get().groups.get(number=group_number).seats.all()]


def write(day, who, epic, text, base="", part="hypothesis", **more):
    return act(day, who, "epic_text", epic=epic.key, part=part, base=base, text=text, **more)


def text_of(epic, part="hypothesis"):
    return epic.texts.get(part=part).text


def test_a_group_begins_an_epic_from_ideas_and_all_hear_the_whole_of_it():
    day = a_day(phase="epics")
    one, two = an_idea(day, 1), an_idea(day, 2)
    somebody = people_of(day, 1)[0]

    receipt = act(day, somebody, "epic_new", theme=str(one.theme_id), **{"ideas[]": ["1", "2"]}, name=" Open \n door ")

    epic = day.epics.get()
    assert receipt.mine == {"epic": epic.key}
    assert (epic.number, epic.group, epic.theme) == (1, people_of(day, 1)[0].seats.get().group, one.theme)
    assert set(epic.ideas.all()) == {one, two}
    event = Act.objects.get().event
    assert event["parts"]["name"] == "Open door"
    assert event["ideas"] == [1, 2]
    assert event["thing"] == "epic"


def test_participants_begin_from_chosen_ideas_where_there_are_any_and_staff_from_others_too():
    day = a_day(phase="epics")
    chosen, other = an_idea(day, 1), an_idea(day, 2)
    Chosen.objects.create(day=day, theme=chosen.theme, idea=chosen, place=1)
    somebody = people_of(day, 1)[0]
    ask = {"theme": str(other.theme_id), "ideas[]": ["2"]}

    assert act(day, somebody, "epic_new", **ask).refused == "not_chosen"
    assert act(day, somebody, "epic_new", **{**ask, "ideas[]": ["1"]}).seq
    assert act(day, None, "epic_new", **ask).seq


@pytest.mark.parametrize(
    ("payload", "refused"),
    [
        ({"theme": "0", "ideas[]": ["1"]}, "no_theme"),
        ({"ideas[]": []}, "no_idea"),
        ({"ideas[]": ["2"]}, "no_idea"),  # of another theme
        ({"ideas[]": ["3"]}, "no_idea"),  # withdrawn
        ({"ideas[]": {"a": 1}}, "no_idea"),
    ],
)
def test_what_an_epic_cannot_begin_from(payload, refused):
    day = a_day(phase="epics")
    first, second = day.themes.all()
    an_idea(day, 1, first)
    an_idea(day, 2, second)
    an_idea(day, 3, first, state=Idea.State.WITHDRAWN)

    assert act(day, None, "epic_new", **{"theme": str(first.pk), **payload}).refused == refused
    assert not day.epics.exists()


def test_two_phones_that_wrote_on_the_same_text_keep_all_words():
    day = a_day(phase="epics")
    one, two, *_others = people_of(day, 1)
    epic = begun(day, one)
    write(day, one, epic, "We believe that tea helps")

    write(day, one, epic, "We believe that tea at school helps", base="We believe that tea helps")
    write(day, two, epic, "We firmly believe that tea helps families", base="We believe that tea helps")

    assert text_of(epic) == "We firmly believe that tea at school helps families"
    assert epic.texts.get(part="hypothesis").revision == 3
    last = Act.objects.order_by("seq").last()
    assert last.event["parts"]["hypothesis"] == text_of(epic)
    assert last.event["changed"] == "hypothesis"
    assert "base" not in last.payload
    assert last.author


def test_an_act_sent_twice_is_merged_once():
    day = a_day(phase="epics")
    somebody = people_of(day, 1)[0]
    epic = begun(day, somebody)
    op = uuid4()

    first = write(day, somebody, epic, "tea", op=op)
    again = write(day, somebody, epic, "tea", op=op)

    assert (again.seq, text_of(epic)) == (first.seq, "tea")


def test_a_phone_that_was_offline_writes_on_what_it_had_sent_itself():
    day = a_day(phase="epics")
    one, two, *_others = people_of(day, 1)
    epic = begun(day, one)
    write(day, two, epic, "coffee")

    write(day, one, epic, "tea", base="")
    write(day, one, epic, "tea and cake", base="tea")

    assert sorted(text_of(epic).split()) == ["and", "cake", "coffee", "tea"]


def test_another_group_may_not_write_and_who_runs_the_day_may():
    day = a_day(phase="epics")
    epic = begun(day, people_of(day, 1)[0])

    assert write(day, people_of(day, 2)[0], epic, "x").refused == "not_yours"
    assert write(day, None, epic, "x").seq


def test_an_epic_without_a_group_is_written_by_everybody():
    day = a_day(phase="epics")
    epic = begun(day)

    assert epic.group is None
    assert write(day, people_of(day, 2)[0], epic, "x").seq


def test_before_its_phase_an_epic_is_not_begun_by_participants_and_after_it_is_late():
    early, late = a_day(phase="ideas"), a_day(phase="feedback")
    an_idea(early)
    ask = {"theme": str(early.themes.first().pk), "ideas[]": ["1"]}

    assert act(early, people_of(early, 1)[0], "epic_new", **ask).refused == "not_yet"
    epic = begun(late, people_of(late, 1)[0])
    assert write(late, people_of(late, 1)[0], epic, "x").is_late
    assert Act.objects.filter(channel=late.channel, is_late=True).count() == 2


@pytest.mark.parametrize(
    ("payload", "refused"),
    [
        ({"part": "price"}, "no_part"),
        ({"epic": "nothing"}, "no_epic"),
        ({"text": "x" * 4001}, "too_long"),
        ({"part": "name", "text": "x" * 161}, "too_long"),
        ({"language": "xx"}, "no_language"),
    ],
)
def test_what_is_not_written(payload, refused):
    day = a_day(phase="epics")
    epic = begun(day)

    assert act(day, None, "epic_text", **{"epic": epic.key, "part": "risks", "text": "x", **payload}).refused == refused


def test_an_epic_of_another_day_is_not_written_here():
    day, other = a_day(phase="epics"), a_day(phase="epics")

    assert write(day, None, begun(other), "x").refused == "no_epic"


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_state_tells_all_epics_in_three_queries(count, django_assert_num_queries):
    day = a_day(phase="epics")
    idea = an_idea(day)
    for number in range(count):
        epic = Epic.objects.create(day=day, number=number + 1, theme=idea.theme)
        epic.ideas.add(idea)
        epic.texts.create(part="name", text=f"E{number}", seq=1)
    telling = Telling(day, ticket_of(day))

    from kotokaari.innovation.acting.epics import epics

    with django_assert_num_queries(3):
        told = epics(telling)
    assert [one["parts"]["name"] for one in told] == [f"E{number}" for number in range(count)]
