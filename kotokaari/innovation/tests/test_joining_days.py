import datetime
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.joining import actions, codes, jobs, professions
from kotokaari.innovation.models import Day, DayTheme, Participant, Phase
from kotokaari.rubrics.tests.factories import said

from .factories import DayFactory, ParticipantFactory, a_day, facilitator_of, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_counts():
    cache.clear()


def an_open_day(**more):
    return DayFactory(state="open", keeps_people_until=timezone.localdate() + timedelta(days=30), **more)


def test_one_signs_up_and_gets_a_letter_with_an_own_link(client, django_capture_on_commit_callbacks):
    day = an_open_day(working="own", online_url="https://meet.example.org/a")
    themes = [DayTheme.objects.create(day=day, name=said(f"Theme {number}")) for number in range(2)]
    body = {
        "name": "Aino",
        "email": "aino@example.org",
        "profession": "Sosiaalityö",
        "languages": ["fi", "en"],
        "is_remote": "True",
        "wish_0": themes[1].pk,
        "wish_1": themes[0].pk,
        "agrees": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("innovation:sign-up", args=[day.slug, day.key]), body)

    one = day.participants.get()
    assert (one.state, one.is_remote, one.wishes) == ("signed_up", True, [themes[1].pk, themes[0].pk])
    assert one.agreed_at is not None
    assert response["Location"] in mail.outbox[0].body
    assert codes.own_code(one) in mail.outbox[0].body
    page = client.get(response["Location"]).content.decode()
    assert "Aino" in page
    assert "meet.example.org" in page
    assert "Aino" not in client.get(day.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("language", "words"), [("fi", "7.12.2099"), ("en", "7 December 2099")])
def test_until_when_details_are_kept_is_said_in_the_readers_language(client, language, words):
    day = DayFactory(state="open", keeps_people_until=datetime.date(2099, 12, 7))
    with translation.override(language):
        page = client.get(reverse("innovation:sign-up", args=[day.slug, day.key])).content.decode()

    assert f">{words}</time>" in page


def test_personal_details_need_agreement_and_nothing_is_needed_without_them():
    day = an_open_day()
    with pytest.raises(DomainError):
        actions.sign_up(day, agrees=False, name="Aino")

    one, _token = actions.sign_up(day, agrees=False, profession="Teacher")

    assert one.agreed_at is None


def test_a_full_day_has_a_waiting_list_and_whoever_waited_longest_moves_up(django_capture_on_commit_callbacks):
    day = an_open_day(most_people=1)
    first, _token = actions.sign_up(day, agrees=True, name="First", email="first@example.org")
    second, _token = actions.sign_up(day, agrees=True, name="Second", email="second@example.org")
    third, _token = actions.sign_up(day, agrees=True, name="Third")
    assert [fresh(one).state for one in (first, second, third)] == ["signed_up", "waiting", "waiting"]

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(first)

    assert [fresh(one).state for one in (first, second, third)] == ["withdrawn", "signed_up", "waiting"]
    assert (fresh(first).name, fresh(first).email) == ("", "")
    assert [letter.to for letter in mail.outbox][-1] == ["second@example.org"]


def test_sign_up_ends_at_its_time():
    day = an_open_day(sign_up_until=timezone.now() - timedelta(minutes=1))

    with pytest.raises(DomainError):
        actions.sign_up(day, agrees=False)


def test_one_changes_and_withdraws_by_the_own_link(client):
    day = an_open_day()
    one, token = actions.sign_up(day, agrees=True, name="Aino", languages=["fi"])
    mine = reverse("innovation:mine", args=[token])

    client.post(mine, {"name": "Aino A.", "languages": ["fi"], "agrees": "on"})
    assert fresh(one).name == "Aino A."
    told = client.get(reverse("innovation:own-data", args=[token])).json()
    assert told["name"] == "Aino A."
    client.post(reverse("innovation:withdraw", args=[token]))
    assert fresh(one).state == Participant.State.WITHDRAWN
    assert client.get(mine).status_code == 200
    assert client.get(reverse("innovation:mine", args=["no-such-link"])).status_code == 404


def test_one_joins_with_the_code_as_somebody_new_and_is_remembered(client):
    day = a_day(code="ABCDEF")
    before = day.participants.count()

    assert client.post(reverse("innovation:join"), {"code": "abc def"})["Location"].endswith("/ABCDEF/")
    page = client.get(reverse("innovation:join-code", args=["ABCDEF"])).content.decode()
    assert not any(one.name in page for one in day.participants.all())
    response = client.post(
        reverse("innovation:join-code", args=["ABCDEF"]), {"profession": "Nurse", "languages": ["fi"]}
    )

    assert day.key in response["Location"]
    assert f"day-{day.key}" in response.cookies
    assert day.participants.count() == before + 1
    again = client.get(reverse("innovation:join-code", args=["ABCDEF"]))
    assert day.key in again["Location"]
    assert day.participants.count() == before + 1


def test_one_joins_with_the_own_code(client):
    day = a_day(code="ABCDEF")
    one = ParticipantFactory(day=day, state="signed_up")
    address = reverse("innovation:join-code", args=["ABCDEF"])

    assert client.post(address, {"own_code": "WRONG1"}).status_code == 200
    client.post(address, {"own_code": codes.own_code(one).lower()})

    assert fresh(one).state == Participant.State.HERE


def test_a_phone_that_is_known_is_asked_once_and_looking_writes_nothing(client):
    day = a_day(code="ABCDEF", state="open")
    one, token = actions.sign_up(day, agrees=True, name="Aino <b>")
    client.get(reverse("innovation:mine", args=[token]))
    address = reverse("innovation:join-code", args=["ABCDEF"])
    assert day.key in client.get(address)["Location"]
    Day.objects.filter(pk=day.pk).update(state="running")

    page = client.get(address).content.decode()
    own, phone = (
        client.get(reverse(f"innovation:{name}", args=[key])) for name, key in (("mine", token), ("here", day.key))
    )

    assert fresh(one).state == Participant.State.SIGNED_UP
    assert "Aino &lt;b&gt;" in page
    assert all(f'action="{address}"' in text for text in (page, own.content.decode(), phone.content.decode()))
    assert day.key in client.post(address, {"here": "1"})["Location"]
    assert fresh(one).state == Participant.State.HERE
    assert day.key in client.get(address)["Location"]
    assert f'action="{address}"' not in client.get(reverse("innovation:here", args=[day.key])).content.decode()


def test_a_phone_that_is_forgotten_meanwhile_is_nobody_new_by_that(client):
    day = a_day(code="ABCDEF")
    before = day.participants.count()
    address = reverse("innovation:join-code", args=["ABCDEF"])

    assert client.post(address, {"here": "1"})["Location"] == address

    assert day.participants.count() == before


def test_who_runs_the_day_takes_part_in_another_tab_of_the_same_browser(client):
    day = a_day(code="ABCDEF")
    client.force_login(facilitator_of(day))
    tabs = {"desk": client.get(reverse("innovation:desk", args=[day.key]))}
    client.post(reverse("innovation:join-code", args=["ABCDEF"]), {"name": "Olga", "agrees": "on", "languages": ["fi"]})
    tabs["here"] = client.get(reverse("innovation:here", args=[day.key]))
    who = {name: re.search(r'data-who="(\w+)"', page.content.decode())[1] for name, page in tabs.items()}

    def told(tab, kind, **payload):
        body = {"acts": [{"op": str(uuid4()), "kind": kind, "payload": payload}]}
        sent = client.post(
            f"/live/{day.channel.uuid}/acts?who={who[tab]}",
            json.dumps(body),
            content_type="application/json",
            headers={"origin": "http://testserver"},
        )
        return sent.json()["receipts"][0].get("refused") or "taken"

    assert told("desk", "announce", text="Coffee") == "taken"
    assert told("here", "announce", text="Coffee") == "not_yours"
    assert told("here", "idea", theme=day.themes.first().pk, text="Home visits in pairs") == "taken"
    state = {tab: client.get(f"/live/{day.channel.uuid}/state?who={key}").json()["state"] for tab, key in who.items()}
    assert state["desk"] != state["here"]
    assert client.get(f"/live/{day.channel.uuid}/state?who=nobody").status_code == 401


def test_codes_guessed_at_random_are_refused_and_so_is_the_right_one_then(client):
    a_day(code="ABCDEF")
    for number in range(codes.WRONG):
        assert client.post(reverse("innovation:join"), {"code": f"X{number:05}"}).status_code == 200

    assert client.post(reverse("innovation:join"), {"code": "ABCDEF"}).status_code == 429
    assert client.get(reverse("innovation:join-code", args=["ABCDEF"])).status_code == 429


def test_a_day_that_is_prepared_or_done_has_no_code(client):
    for state in ("draft", "done", "cancelled"):
        day = DayFactory(state=state)
        assert client.post(reverse("innovation:join"), {"code": day.code}).status_code == 200


def test_the_door_checks_in_with_one_press_and_undoes_it(client):
    day = a_day()
    one = ParticipantFactory(day=day, name="Olga", state="signed_up")
    client.force_login(facilitator_of(day))
    mark = reverse("innovation:participant-mark", args=[day.key, one.pk])

    assert "Olga" in client.get(reverse("innovation:participants", args=[day.key]), {"q": "olg"}).content.decode()
    client.post(mark, {"here": "1"})
    assert fresh(one).state == Participant.State.HERE
    client.post(mark, {"undo": "1"})
    assert fresh(one).state == Participant.State.SIGNED_UP
    client.post(mark, {"absent": "1"})
    assert fresh(one).state == Participant.State.ABSENT


def test_whoever_came_without_signing_up_is_written_down(client):
    day = a_day(people=0)
    client.force_login(facilitator_of(day))

    client.post(
        reverse("innovation:participants", args=[day.key]), {"name": "Walk-in", "languages": ["sv"], "agrees": "on"}
    )

    assert day.participants.get().state == Participant.State.HERE


def test_a_new_link_lets_the_old_one_hold_no_more(client):
    day = an_open_day()
    one, token = actions.sign_up(day, agrees=False)
    new = actions.new_own_link(one, by=None)

    assert client.get(reverse("innovation:mine", args=[token])).status_code == 404
    assert client.get(reverse("innovation:mine", args=[new])).status_code == 200


def test_names_go_on_their_date_and_needs_the_day_after():
    day = an_open_day()
    one, _token = actions.sign_up(day, agrees=True, name="Aino", access_needs="A ramp", profession="Teacher")
    Phase.objects.create(day=day, kind="welcome", starts_at=timezone.now())
    today = timezone.localdate()

    jobs.erase(today)
    assert fresh(one).access_needs == "A ramp"
    jobs.erase(today + timedelta(days=2))
    assert (fresh(one).access_needs, fresh(one).name) == ("", "Aino")
    jobs.erase(day.keeps_people_until + timedelta(days=1))
    assert (fresh(one).name, fresh(one).profession) == ("", "Teacher")
    assert fresh(day).people_erased_at is not None


def test_a_professional_field_is_kept_in_one_language():
    day = DayFactory(languages=["fi", "sv"])

    assert professions.settled(" social  work ", day) == professions.settled("Social work", day)
    assert professions.settled("Astronaut", day) == "Astronaut"


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_at_the_door_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    day = a_day(people=0)
    ParticipantFactory.create_batch(count, day=day)
    client.force_login(facilitator_of(day))
    address = reverse("innovation:participants", args=[day.key])
    client.get(address)

    with django_assert_num_queries(9):
        text = client.get(address).content.decode()

    assert text.count("day-own-code") == count
