import datetime

import pytest
from django.utils import timezone, translation

from kotokaari.foundation.qr import qr_svg
from kotokaari.innovation.board.wall_work import MOST
from kotokaari.innovation.models import Day, Epic, EpicText
from kotokaari.needs.models import Survey
from kotokaari.needs.tests.factories import a_response, a_survey

from .factories import a_day, act, facilitator_of, fresh
from .test_board_ideas import an_idea, people
from .test_board_pages import as_staff, here

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def an_epic(day, group=None, name="", **parts):
    number = day.epics.count() + 1
    epic = Epic.objects.create(day=day, number=number, theme=day.themes.first(), group=group)
    for seq, (part, text) in enumerate({"name": name, **parts}.items()):
        EpicText.objects.create(epic=epic, part=part, language="fi", text=text, revision=1, seq=number * 10 + seq)
    return epic


def groups_of(day):
    return list(day.rounds.get().groups.order_by("number"))


def wall(client, day, **asked):
    return as_staff(client, fresh(day)).get(here(day, "wall"), asked)


def shown(page):
    return [(one["title"], one["group"], one["written"]) for one in page.context["epics"]]


@pytest.mark.parametrize(
    ("phase", "works"),
    [("welcome", "ideas"), ("ideas", "ideas"), ("weigh", "ideas"), ("epics", "epics"), ("feedback", "epics")],
)
def test_the_wall_shows_what_the_room_works_on(client, phase, works):
    day = a_day(phase=phase)
    an_idea(day, people(day)[0], "A café") if phase != "welcome" else None
    page = wall(client, day)

    assert page.context["work"] == works
    assert ('class="plain wall-themes"' in page.content.decode()) == (works == "ideas")
    assert wall(client, day, view="timer").content.decode().count("wall-epics") == 0


def test_epics_stand_by_group_with_what_is_written_of_them(client):
    day = a_day(phase="epics", groups=3)
    one, two, _three = groups_of(day)
    an_epic(day, None, "Everybody’s own")
    an_epic(day, two, "Kotikäynnit", hypothesis="We believe", risks="  \n")
    an_epic(day, one, "")
    page = wall(client, day)
    text = page.content.decode()

    assert shown(page) == [("", "Group 1", 0), ("Kotikäynnit", "Group 2", 2), ("Everybody’s own", "", 1)]
    assert "2 of 8 parts written" in text
    assert text.count("<i data-written>") == 3
    assert "Epic 3</h2>" in text
    assert page.context["idle"] == ["Group 3"]
    assert "No epic yet:" in text


def test_a_wall_of_epics_names_no_person(client):
    day = a_day(phase="epics", people=4)
    epic = an_epic(day, groups_of(day)[0], "Kotikäynnit", partners="School")
    owner = facilitator_of(day)
    Epic.objects.filter(pk=epic.pk).update(owner=owner, owner_is_named=True)
    main = wall(client, day).content.decode().split("<main")[1]

    assert "Kotikäynnit" in main
    assert "School" not in main
    for name in [owner.name, *(one.name for one in people(day))]:
        assert name
        assert name not in main


def test_a_wall_grows_with_the_epic(client):
    day = a_day(phase="epics", groups=1)
    aino = people(day)[0]
    an_idea(day, None, "A café")
    assert "No epic yet:" in wall(client, day).content.decode()
    made = act(day, aino, "epic_new", theme=str(day.themes.first().pk), name="Café", **{"ideas[]": ["1"]})
    key = made.mine["epic"]
    assert shown(wall(client, day)) == [("Café", "Group 1", 1)]
    act(day, aino, "epic_text", epic=key, part="risks", base="", text="No money")

    assert shown(wall(client, day)) == [("Café", "Group 1", 2)]


@pytest.mark.parametrize("count", [1, 3, 100])
def test_many_epics_are_shown_as_far_as_they_find_room_with_as_many_queries(
    client, count, django_assert_max_num_queries
):
    day = a_day(phase="epics")
    for number in range(count):
        an_epic(day, groups_of(day)[number % 2], f"Epic of number {number}", benefit="Yes")
    as_staff(client, day)
    with django_assert_max_num_queries(32):
        page = client.get(here(day, "wall"))

    assert len(page.context["epics"]) == min(count, MOST)
    assert ("and 75 more epics" in page.content.decode()) == (count == 100)
    assert any(title == f"Epic of number {count - 1}" for title, _group, _written in shown(page))


def a_day_with_feedback(answers, **more):
    survey = a_survey(state=Survey.State.OPEN, languages=["fi", "sv"], **more)
    for _one in range(answers):
        a_response(survey)
    return a_day(phase="feedback", feedback=survey), survey


@pytest.mark.parametrize("answers", [0, 4, 5, 12])
def test_feedback_is_asked_for_large_and_counted_from_five_on(client, answers):
    day, survey = a_day_with_feedback(answers)
    an_epic(day, None, "Café")
    page = wall(client, day)
    text = page.content.decode()

    with translation.override("fi"):
        path = f"/fi/vastaa/{survey.key}/"
    assert f">testserver{path}<" in text
    assert qr_svg(f"http://testserver{path}") in text
    assert ("How many have answered is shown once they are five." in text) == (answers < 5)
    assert (f'<span class="wall-count">{answers}</span> people have answered' in text) == (answers >= 5)
    assert page.context["feedback"]["count"] == (answers if answers >= 5 else None)
    assert "Café" not in text
    assert day.code not in text.split("<main")[1]
    assert day.code in wall(client, day, view="timer").content.decode().split("<main")[1]


def test_the_address_of_the_feedback_is_in_the_language_of_the_wall_when_it_is_asked_in_it(client):
    day, survey = a_day_with_feedback(0)
    with translation.override("sv"):
        assert f">testserver/sv/svara/{survey.key}/<" in wall(client, day).content.decode()


@pytest.mark.parametrize("why", ["closed", "draft", "past", "invited"])
def test_where_nobody_can_answer_the_wall_goes_on_showing_epics(client, why):
    day, survey = a_day_with_feedback(6)
    past = timezone.now() - datetime.timedelta(minutes=1)
    change = {"closed": {"state": "closed"}, "draft": {"state": "draft"}, "past": {"closes_at": past}}
    Survey.objects.filter(pk=survey.pk).update(**change.get(why, {"is_by_invitation": True}))
    assert wall(client, day).context["work"] == "epics"


def test_a_day_that_is_over_shows_what_came_of_it(client):
    day = a_day(phase="feedback")
    an_epic(day, groups_of(day)[0], "Café")
    day.phases.update(closed_at=timezone.now())
    Day.objects.filter(pk=day.pk).update(state=Day.State.DONE)
    text = wall(client, day).content.decode()

    assert "Thank you for coming" in text
    assert "Café" in text
    assert "No epic yet:" not in text
