"""The participant's page: what it shows to whom, and that everything on it works without JavaScript."""

import json
import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from kotokaari.innovation.joining.visitors import SALT, cookie_name
from kotokaari.innovation.models import DayTheme, Group, Idea, Participant
from kotokaari.live import service, tickets
from kotokaari.live.models import Act
from kotokaari.people.tests.factories import UserFactory

from .factories import a_day, act, facilitator_of, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    """Nobody has done anything yet."""
    monkeypatch.setattr(service, "pace", service.Pace())


def known(client, day, participant=None):
    """Let this browser be the participant's."""
    participant = participant or day.participants.order_by("pk").first()
    client.cookies[cookie_name(day)] = signing.dumps(participant.key, salt=SALT)
    return participant


def here(client, day, language="en", **query):
    return client.get({"en": "/en/day/", "fi": "/fi/paiva/", "sv": "/sv/dag/"}[language] + f"{day.key}/", query)


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def idea(client, day, **more):
    fields = {"act": "idea", "op": str(uuid4()), "theme": day.themes.first().pk, "text": "A bus for all", **more}
    return client.post(f"/en/day/{day.key}/act/", fields, follow=True)


def test_it_shows_who_one_is_where_one_sits_and_what_to_do(client):
    day = a_day()
    me = known(client, day)
    Group.objects.filter(seats__participant=me).update(table="Window table")

    told = words(here(client, day))

    assert all(part in told for part in (me.name, "Group 1", "Window table", "Write your ideas, one at a time"))
    assert day.participants.filter(seats__group=me.seats.get().group).exclude(pk=me.pk).first().name in told
    assert day.participants.exclude(seats__group=me.seats.get().group).first().name not in told


def test_the_part_of_the_open_phase_comes_first_and_is_open(client):
    day = a_day(phase="groups")
    known(client, day)
    found = re.findall(
        r'<details class="day-part" id="(\w+)"[^>]*?( open)?\s+data-state="(\w+)"', here(client, day).content.decode()
    )

    assert found[0] == ("group", " open", "now")
    assert all(is_open == "" for _key, is_open, _state in found[1:])


def test_before_the_first_phase_the_next_one_is_named_and_after_the_day_it_says_so(client):
    day = a_day()
    known(client, day)
    day.phases.update(opened_at=None, closed_at=None)
    assert "the next part of the day has not begun" in words(here(client, day))

    day.phases.update(opened_at=timezone.now(), closed_at=timezone.now())
    type(day).objects.filter(pk=day.pk).update(state="done")
    assert "The day is over" in words(here(client, day))


def test_announcements_are_read_until_they_end(client):
    day = a_day()
    known(client, day)
    first = act(day, None, "announce", text="Coffee at ten")
    act(day, None, "announce", text_fi="Kahvia", text_sv="Kaffe")
    assert "Coffee at ten" in words(here(client, day))
    assert "Kaffe" in words(here(client, day, "sv"))

    act(day, None, "announce_end", announcement=first.seq)
    assert "Coffee at ten" not in words(here(client, day))


def test_the_page_goes_on_from_the_log_by_the_servers_clock(client):
    day = a_day()
    me = known(client, day)
    act(day, me, "idea", theme=day.themes.first().pk, text="First")

    response = here(client, day)
    page = response.content.decode()

    assert f'data-channel="{day.channel.uuid}"' in page
    assert 'data-last="1"' in page
    assert me.key not in page
    assert tickets.read(response.cookies[tickets.cookie_name(day.channel.uuid)].value).person == me.key
    assert "no-store" in response["Cache-Control"]
    assert json.loads(unescape(re.search(r'data-words="([^"]*)"', page)[1]))["received"] == "Received {time}"


def test_where_the_door_is_open_the_policy_lets_the_page_connect(client, settings, monkeypatch):
    monkeypatch.setattr("kotokaari.live.serving.ensure_open", lambda: None)
    settings.LIVE_PORT = 9999
    day = a_day()
    known(client, day)

    assert "http://testserver:9999" in here(client, day)["Content-Security-Policy"]


@pytest.mark.parametrize("people", [6, 60])
def test_a_full_day_costs_no_more_queries(client, people, django_assert_max_num_queries):
    day = a_day(people=people, themes=people // 6)
    me = known(client, day)
    for theme in day.themes.all():
        act(day, me, "idea", theme=theme.pk, text=f"Idea {theme.pk}")
    here(client, day)

    with django_assert_max_num_queries(40):
        here(client, day)


def test_a_part_alone_is_what_a_phone_fetches_when_its_phase_opens(client):
    day = a_day()
    me = known(client, day)

    response = here(client, day, part="who")

    assert me.name in words(response)
    assert "<html" not in response.content.decode()
    assert here(client, day, part="group").status_code == 200
    assert here(client, day, part="nothing").status_code == 404


@pytest.mark.parametrize("phase", ["ideas", "choose", "weigh", "epics"])
def test_each_phase_has_its_part_first_and_alone(client, phase):
    day = a_day(phase=phase)
    known(client, day)

    for language in ("fi", "sv", "en"):
        page = here(client, day, language).content.decode()
        assert re.search(r'<details class="day-part" id="(\w+)"', page)[1] == phase
        assert f'action="/{language}/' in page
        part = here(client, day, language, part=phase)
        assert part.status_code == 200
        assert part.content.decode().strip()


def test_a_part_alone_knows_what_the_whole_page_knows(client):
    day = a_day()
    me = known(client, day)
    act(day, me, "idea", theme=day.themes.first().pk, text="A bus for all")
    act(day, None, "open_phase", phase=day.phases.get(kind="choose").pk)

    for part in ("choose", "ideas", "epics"):
        assert "A bus for all" in words(here(client, day, part=part)), part


# Who comes in


def test_a_phone_nobody_knows_is_led_to_joining_and_told_nothing(client):
    day = a_day()
    response = here(client, day)

    assert response.status_code == 403
    assert day.participants.first().name not in words(response)
    assert not response.cookies.get(tickets.cookie_name(day.channel.uuid))


def test_a_withdrawn_person_and_the_cookie_of_another_day_open_nothing(client):
    day, other = a_day(), a_day()
    me = known(client, day)
    client.cookies[cookie_name(other)] = client.cookies[cookie_name(day)].value
    assert here(client, other).status_code == 403
    assert idea(client, other).status_code == 403

    Participant.objects.filter(pk=me.pk).update(state=Participant.State.WITHDRAWN)
    assert here(client, day).status_code == 403
    assert idea(client, day).status_code == 403
    assert not Idea.objects.exists()


def test_of_a_hidden_day_a_stranger_learns_nothing(client):
    for hidden in (a_day(is_rehearsal=True), a_day(state="draft")):
        assert here(client, hidden).status_code == 404
        known(client, hidden)
        assert here(client, hidden).status_code == 200


def test_those_who_run_the_day_see_it_as_participants_do_and_others_do_not(client):
    day = a_day()
    client.force_login(UserFactory())
    assert here(client, day).status_code == 403

    client.force_login(facilitator_of(day))
    assert "You see this page as the participants do" in words(here(client, day))


# Without JavaScript


def test_an_act_by_a_form_is_recorded_and_leads_back(client):
    day = a_day()
    known(client, day)

    response = idea(client, day, next=f"/en/day/{day.key}/#ideas")

    assert response.redirect_chain[-1][0] == f"/en/day/{day.key}/#ideas"
    assert "Received" in words(response)
    assert Idea.objects.get().text == "A bus for all"


def test_pressed_twice_it_is_one_act(client):
    day = a_day()
    known(client, day)
    op = str(uuid4())

    for _press in range(3):
        assert "Received" in words(idea(client, day, op=op))

    assert Idea.objects.count() == Act.objects.count() == 1


def test_a_form_without_a_sensible_id_is_an_act_all_the_same(client):
    day = a_day()
    known(client, day)
    assert "Received" in words(idea(client, day, op="'; --"))


def test_a_refusal_says_why_and_keeps_the_text(client):
    day = a_day()
    known(client, day)
    text = "Naapurin <b>bussi</b> " + "x" * 600

    response = idea(client, day, text=text)

    page = response.content.decode()
    assert response.status_code == 422
    assert "too long" in words(response)
    assert re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)[1] == text.replace("<", "&lt;").replace(
        ">", "&gt;"
    )
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields["act"] == "idea"
    assert int(fields["theme"]) == day.themes.first().pk

    again = client.post(f"/en/day/{day.key}/act/", {**fields, "text": "Naapurin bussi"}, follow=True)
    assert "Received" in words(again)
    assert Idea.objects.get().text == "Naapurin bussi"


def test_a_form_from_elsewhere_is_refused():
    day = a_day()
    strict = Client(enforce_csrf_checks=True)
    known(strict, day)
    assert idea(strict, day).status_code == 403
    assert not Idea.objects.exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_leads_to_this_house_only(client, elsewhere):
    day = a_day()
    known(client, day)
    assert idea(client, day, next=elsewhere).redirect_chain[-1][0] == f"/en/day/{day.key}/"


def test_somebody_who_sends_more_than_hands_can_do_is_held_up(client, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 3)
    day = a_day()
    known(client, day)
    sent = [words(client.post(f"/en/day/{day.key}/act/", {"act": "nothing"})) for _more in range(9)]
    assert "Wait a moment" in sent[-1]


def test_the_theme_of_another_day_is_refused(client):
    day, other = a_day(), a_day()
    known(client, day)
    assert idea(client, day, theme=DayTheme.objects.filter(day=other).first().pk).status_code == 422


def test_what_comes_after_the_phase_is_taken_and_says_so(client):
    day = a_day(phase="choose")
    known(client, day)
    assert "after the phase had ended" in words(idea(client, day))


def test_a_timer_counts_to_the_end_of_the_phase(client):
    day = a_day()
    known(client, day)
    ends = timezone.now() + timedelta(minutes=7)
    day.phases.filter(kind="ideas").update(ends_at=ends)
    assert f'data-ends-at="{ends.isoformat()}"' in here(client, fresh(day)).content.decode()
