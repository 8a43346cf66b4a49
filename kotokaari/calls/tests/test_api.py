"""Calls over the API."""

from datetime import timedelta

import pytest

from kotokaari.calls.models import Call
from kotokaari.calls.tests.factories import CallFactory, RoundFactory, a_call, own_question

pytestmark = pytest.mark.django_db


def test_public_calls_are_listed_with_their_state(client):
    a_call()
    coming = a_call(opens_in=timedelta(days=2))
    a_call(state=Call.State.DRAFT, published_at=None)

    assert [one["state"] for one in client.get("/api/v1/calls").json()] == ["open", "coming"]
    assert [one["key"] for one in client.get("/api/v1/calls?state=coming").json()] == [coming.key]


def test_one_call_tells_what_it_asks(client):
    call = a_call()
    own_question(call)

    data = client.get(f"/api/v1/calls/{call.uuid}").json()

    assert data["questions"][0]["field"] == "title"
    assert data["questions"][-1]["type"] == "text"
    assert data["rounds"][0]["is_open"]


def test_a_draft_is_not_there(client):
    draft = a_call(state=Call.State.DRAFT, published_at=None)

    assert client.get(f"/api/v1/calls/{draft.uuid}").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    for call in CallFactory.create_batch(count):
        RoundFactory(call=call)
    client.get("/api/v1/calls")  # the books of words and organisations are read once

    with django_assert_num_queries(4):
        assert len(client.get("/api/v1/calls?state=open").json()) == count
