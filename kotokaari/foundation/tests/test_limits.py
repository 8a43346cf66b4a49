"""Those who ask too often are told so, and only they."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from kotokaari.foundation import limits
from kotokaari.people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AWAY = {"REMOTE_ADDR": "198.51.100.7"}
OTHER = {"REMOTE_ADDR": "198.51.100.8"}


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    settings.LIMITS = {"dear": 3, "api": 3, "writes": 3}


def ask(client, address, times, **extra):
    return [client.get(address, **extra).status_code for _turn in range(times)]


def exported():
    return reverse("catalogue:list-csv")


def test_one_address_is_limited_and_the_next_is_not(client):
    assert ask(client, exported(), 4, **AWAY) == [200, 200, 200, 429]
    assert ask(client, exported(), 1, **OTHER) == [200]


def test_the_refusal_is_a_page_with_a_sentence_and_says_when_to_come_back(client):
    ask(client, exported(), 3, **AWAY)

    response = client.get(exported(), **AWAY)

    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "minuutin kuluttua" in response.content.decode()
    assert "<h1" in response.content.decode()


def test_the_api_is_told_in_json(client):
    ask(client, "/api/v1/concepts", 3, **AWAY)

    response = client.get("/api/v1/concepts?page=2", **AWAY)

    assert response.status_code == 429
    assert json.loads(response.content)["detail"]
    assert response["Retry-After"] == "60"


def test_reading_is_never_limited(client):
    assert set(ask(client, reverse("catalogue:list"), 6, **AWAY)) == {200}


def test_searching_is(client):
    assert ask(client, f"{reverse('catalogue:list')}?q=kieli&page=1", 4, **AWAY)[-1] in (200, 429)
    assert [client.get(f"{reverse('catalogue:list')}?q=kieli{n}", **OTHER).status_code for n in range(4)][-1] == 429


def test_writing_is_counted_by_person_wherever_they_are(client):
    client.force_login(UserFactory())
    places = [AWAY, OTHER, AWAY, OTHER]

    codes = [client.post(reverse("catalogue:write"), {}, **place).status_code for place in places]

    assert codes == [200, 200, 200, 429]


def test_somebody_else_writes_on(client):
    client.force_login(UserFactory())
    for _turn in range(4):
        client.post(reverse("catalogue:write"), {}, **AWAY)
    client.force_login(UserFactory())

    assert client.post(reverse("catalogue:write"), {}, **AWAY).status_code == 200


def test_after_a_while_one_may_again(client):
    ask(client, exported(), 4, **AWAY)
    cache.clear()  # as if the minute were over

    assert ask(client, exported(), 1, **AWAY) == [200]


def test_this_machine_itself_is_not_limited(client):
    assert set(ask(client, exported(), 6)) == {200}


def test_zero_means_any_number(client, settings):
    settings.LIMITS = {"dear": 0}

    assert set(ask(client, exported(), 6, **AWAY)) == {200}


def test_behind_a_proxy_the_last_address_it_names_counts(client, settings):
    settings.BEHIND_PROXY = True
    sent = [f"203.0.113.{n}, 198.51.100.7" for n in range(4)]

    codes = [client.get(exported(), headers={"X-Forwarded-For": line}).status_code for line in sent]

    assert codes == [200, 200, 200, 429]


def test_without_a_proxy_nobody_hides_behind_the_header(client):
    sent = [f"203.0.113.{n}" for n in range(4)]

    codes = [client.get(exported(), headers={"X-Forwarded-For": line}, **AWAY).status_code for line in sent]

    assert codes == [200, 200, 200, 429]


def test_no_address_is_kept(client, monkeypatch):
    kept = []
    monkeypatch.setattr(limits, "count", lambda name, who, **rest: kept.append(str(who)))

    client.get(exported(), **AWAY)

    assert kept
    assert "198.51" not in kept[0]
