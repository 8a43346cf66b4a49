"""Reading practices over the API."""

import json

import pytest
from django.utils.http import urlencode

from kotokaari.catalogue import actions
from kotokaari.catalogue.tests.factories import ContactFactory
from kotokaari.people.tests.factories import UserFactory

from .factories import a_draft, a_practice

pytestmark = pytest.mark.django_db
PRACTICES = "/api/v1/practices"
NOBODY = "00000000-0000-4000-8000-000000000000"


def get(client, path="", **query):
    response = client.get(f"{PRACTICES}{path}?{urlencode(query, doseq=True)}")
    return response.status_code, json.loads(response.content)


def test_practices_are_listed_with_their_words_in_every_language(client):
    practice = a_practice(title="A club for talking", cost_band=2)

    status, found = get(client, lang="sv")

    assert status == 200
    assert found["total"] == 1
    [one] = found["results"]
    assert one["id"] == str(practice.uuid)
    assert one["title"] == {"en": "A club for talking", "fi": None, "sv": None}
    assert one["themes"][0]["code"] == "language-learning"
    assert one["places"][0]["name"]["sv"] == "Jyväskylä"
    assert one["url"].endswith(f"-{practice.key}/")
    assert "/sv/" in one["url"]


def test_facets_narrow_the_list(client):
    a_practice(title="Cheap", cost_band=1)
    a_practice(title="Dear", cost_band=5)

    assert [one["title"]["en"] for one in get(client, cost="5")[1]["results"]] == ["Dear"]
    assert get(client, cost=["5", "1"])[1]["total"] == 2
    assert get(client, theme="nothing")[1]["total"] == 0


def test_a_practice_is_given_whole(client):
    practice = a_practice(challenge={"en": "Loneliness."})

    status, whole = get(client, f"/{practice.uuid}")

    assert status == 200
    assert whole["record"]["challenge"]["texts"]["en"]["text"] == "Loneliness."
    assert whole["record"]["title"]["source"] == "en"
    assert whole["licence"] == "CC-BY-4.0"


def test_contacts_are_never_handed_out(client):
    practice = a_practice()
    contact = ContactFactory(practice=practice, user=UserFactory(name="Kaisa Asker", email="kaisa@example.org"))
    actions.accept_contact(contact, by=contact.user)

    text = json.dumps(get(client, f"/{practice.uuid}")[1])

    assert "kaisa@" not in text
    assert "Kaisa" not in text


def test_drafts_are_not_there(client):
    draft = a_draft()

    assert get(client, f"/{draft.uuid}")[0] == 404
    assert get(client, f"/{draft.uuid}/versions")[0] == 404
    assert get(client)[1]["total"] == 0


@pytest.mark.parametrize("path", ["", "/versions", "/versions/1"])
def test_a_withdrawn_practice_leaves_its_name_and_the_reason(client, path):
    practice = a_practice(title="Gone club", status="withdrawn")

    status, left = get(client, f"/{practice.uuid}{path}")

    assert status == 410
    assert left["title"]["en"] == "Gone club"
    assert left["reason"]["en"] == "It came to its end."
    assert "record" not in left


def test_versions_are_listed_and_given(client):
    practice = a_practice(title="First name")

    assert [one["number"] for one in get(client, f"/{practice.uuid}/versions")[1]] == [1]
    assert get(client, f"/{practice.uuid}/versions/1")[1]["record"]["title"]["texts"]["en"]["text"] == "First name"
    assert get(client, f"/{practice.uuid}/versions/2")[0] == 404


def test_an_unchanged_answer_is_not_sent_again(client):
    a_practice()
    first = client.get(PRACTICES)

    assert client.get(PRACTICES, headers={"if-none-match": first["ETag"]}).status_code == 304
    a_practice()
    assert client.get(PRACTICES, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"page": "0"}, 200),
        ({"page": "-9"}, 200),
        ({"page": "9" * 30}, 200),
        ({"page": "x"}, 422),
        ({"lang": "xx"}, 422),
        ({"q": "a\x00b"}, 200),
        ({"q": "\ud800".encode("utf-8", "surrogatepass")}, 200),
        ({"q": "' OR 1=1 -- \" AND ( * NEAR"}, 200),
        ({"q": "\u202e" + "ä" * 5000}, 200),
        ({"theme": ["x"] * 500}, 200),
        ({"sort": "\x00", "owner": "\ufffe", "cost": "NaN"}, 200),
    ],
)
def test_odd_questions_are_answered(client, query, status):
    a_practice()

    assert get(client, **query)[0] == status


@pytest.mark.parametrize("path", ["/x", "/00000000", f"/{NOBODY}", f"/{NOBODY}/versions/99999999999999999999"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(PRACTICES + path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    for _number in range(count):
        a_practice()
    client.get(f"{PRACTICES}?cost=1")

    with django_assert_max_num_queries(2):
        assert get(client)[1]["total"] == count
