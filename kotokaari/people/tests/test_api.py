import datetime
import uuid

import pytest

from kotokaari.people.actions.organisations import end_organisation

from .factories import OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def test_organisations_are_read_by_anybody(client):
    place = PlaceFactory(code="fi:092", name_fi="Vantaa")
    organisation = OrganisationFactory(fi="Vantaan kaupunki", type="municipality", place=place)
    OrganisationFactory(fi="Muu")

    data = client.get("/api/v1/organisations", {"q": "vantaa", "type": "municipality", "place": "fi:092"}).json()

    assert data["total"] == 1
    assert data["results"][0]["id"] == str(organisation.uuid)
    assert data["results"][0]["place"]["name"]["fi"] == "Vantaa"


def test_one_organisation_tells_its_successors(client):
    old, new = OrganisationFactory(), OrganisationFactory()
    end_organisation(old, on=datetime.date(2024, 12, 31), successors=[new], by=None)

    data = client.get(f"/api/v1/organisations/{old.uuid}").json()

    assert data["ended_on"] == "2024-12-31"
    assert data["successors"][0]["id"] == str(new.uuid)
    assert client.get(f"/api/v1/organisations/{uuid.uuid4()}").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    OrganisationFactory.create_batch(count, place=PlaceFactory())
    client.get("/api/v1/organisations?page=1")

    with django_assert_num_queries(1):
        data = client.get("/api/v1/organisations").json()

    assert (data["total"], len(data["results"])) == (count, min(count, 50))


def test_ended_ones_come_when_asked_for(client):
    OrganisationFactory(valid_to=datetime.date(2020, 1, 1))

    assert client.get("/api/v1/organisations").json()["total"] == 0
    assert client.get("/api/v1/organisations?ended=true").json()["total"] == 1


def test_strange_questions_do_not_break_it(client):
    for query in ("page=0", "page=99999", "type=x", "place=%00", "q=%25"):
        assert client.get(f"/api/v1/organisations?{query}").status_code == 200
    assert client.get("/api/v1/organisations?page=x").status_code == 422
    assert client.get("/api/v1/organisations/not-a-uuid").status_code == 404
