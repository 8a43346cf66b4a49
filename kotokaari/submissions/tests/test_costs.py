"""Lists of those who run a call ask the database the same however long they are."""

import pytest
from django.urls import reverse

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3, 100])
@pytest.mark.parametrize(("name", "queries"), [("conflicts", 7), ("received", 7), ("received-csv", 6)])
def test_what_a_call_received_costs_the_same_however_much(client, name, queries, count, django_assert_num_queries):
    call = a_call()
    for _number in range(count):
        recused(a_submission(call=call), UserFactory())
    client.force_login(runs(call, "chair"))
    address = reverse(f"submissions:{name}", args=[call.key])
    client.get(address)

    with django_assert_num_queries(queries):
        response = client.get(address)
    if name == "conflicts":
        assert len(response.context["standing"]) == count
