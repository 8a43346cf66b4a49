"""Adoptions over the API."""

import json

import pytest

from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.people.tests.factories import UserFactory

from .rows import a_town, an_adopter, an_adoption, an_outcome, told_whole

pytestmark = pytest.mark.django_db


def listed(client, **params):
    return client.get("/api/v1/adoptions", params).json()


def test_open_adoptions_are_listed(client):
    adoption = an_adoption(a_practice(title="A club"), an_adopter("Kemi", a_town()), people_reached=64)
    an_adoption(is_open=False)
    an_adoption(a_practice(status="withdrawn"))

    found = listed(client)

    assert found["total"] == 1
    [short] = found["results"]
    assert short["id"] == str(adoption.uuid)
    assert short["organisation"]["name"]["en"] == "Kemi"
    assert short["practice"]["title"]["en"] == "A club"
    assert short["place"]["code"] == "fi:240"
    assert (short["status"], short["people_reached"]) == ("in_use", 64)
    assert client.get("/" + short["url"].split("/", 3)[3]).status_code == 200


def test_they_are_found_by_practice_organisation_and_status(client):
    first, second = an_adoption(), an_adoption(status="stopped")

    def found(**params):
        return {thing["id"] for thing in listed(client, **params)["results"]}

    assert found(practice=first.practice.uuid) == {str(first.uuid)}
    assert found(organisation=second.organisation.uuid) == {str(second.uuid)}
    assert found(status="stopped") == {str(second.uuid)}
    assert found(status=["stopped", "in_use"]) == {str(first.uuid), str(second.uuid)}
    assert client.get("/api/v1/adoptions", {"status": "dancing"}).status_code == 422


def test_one_tells_everything_but_persons(client):
    adoption = told_whole(a_practice(), "Kemi", a_town())
    adoption.contact = UserFactory(name="Zanzibar Person", email="zanzibar@example.org")
    adoption.created_by = adoption.contact
    adoption.people_reached = 4
    adoption.save()

    whole = client.get(f"/api/v1/adoptions/{adoption.uuid}").json()

    assert "anzibar" not in json.dumps(whole)
    assert whole["people_reached"] is None
    assert [step["status"] for step in whole["steps"]] == ["piloting", "in_use"]
    assert whole["adaptations"][0]["nature"] == "setting"
    assert (whole["outcomes"][0]["value"], whole["outcomes"][0]["withheld"]) == ("71", False)
    assert whole["lessons"][0]["text"]["en"] == "Begin small."
    assert whole["owners_words"][0]["kind"] == "confirms"


def test_figures_of_few_people_are_withheld(client):
    adoption = an_adoption()
    an_outcome(adoption, people=4)

    [outcome] = client.get(f"/api/v1/adoptions/{adoption.uuid}").json()["outcomes"]

    assert (outcome["value"], outcome["baseline"], outcome["people"], outcome["withheld"]) == (None, None, None, True)


def test_closed_ones_are_not_there(client):
    assert client.get(f"/api/v1/adoptions/{an_adoption(is_open=False).uuid}").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    practice = a_practice()
    for number in range(count):
        an_adoption(practice, an_adopter(f"Town {number}"))
    listed(client)

    with django_assert_num_queries(3):  # the version of the data, how many, the page
        found = listed(client, status="in_use")

    assert (found["total"], len(found["results"])) == (count, min(count, 50))
