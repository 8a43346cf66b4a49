"""Lists of the panel ask the database the same however long they are."""

import pytest
from django.urls import reverse

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.catalogue.tests.factories import concept
from kotokaari.panel.models import Seat
from kotokaari.panel.tests.factories import a_seat, an_expert, clear
from kotokaari.people.tests.factories import OrganisationFactory
from kotokaari.submissions.tests.factories import a_submission

pytestmark = pytest.mark.django_db
COUNTS = pytest.mark.parametrize("count", [1, 3, 100])


@COUNTS
def test_the_panel_costs_the_same_whoever_sits_on_it(client, count, django_assert_num_queries):
    call = a_call()
    sent = [a_submission(call=call), a_submission(call=call)]
    for _number in range(count):
        clear(a_seat(call), *sent)
        a_seat(call, state=Seat.State.INVITED)
    client.force_login(runs(call, "chair"))
    address = reverse("panel:panel", args=[call.key])
    client.get(address)

    with django_assert_num_queries(8):
        shown = client.get(address).context
    assert (len(shown["sitting"]), len(shown["others"])) == (count, count)


@COUNTS
@pytest.mark.parametrize(("form", "queries"), [("", 7), ("csv", 6)])
def test_experts_cost_the_same_however_many(client, count, form, queries, django_assert_num_queries):
    theme = concept("work")
    for _number in range(count):
        an_expert(organisation=OrganisationFactory()).fields.add(theme)
    client.force_login(runs(a_call(), "chair"))
    address = reverse("panel:experts")
    client.get(address, {"format": form})

    with django_assert_num_queries(queries):
        response = client.get(address, {"format": form})
    if form:
        assert response.content.decode().count("\n") == count + 1
    else:
        assert len(response.context["rows"]) == min(count, 50)


@COUNTS
def test_asking_costs_the_same_however_many_may_be_asked(client, count, django_assert_num_queries):
    for _number in range(count):
        an_expert(organisation=OrganisationFactory())
    call = a_call()
    client.force_login(runs(call, "chair"))
    address = reverse("panel:ask", args=[call.key])
    client.get(address)

    with django_assert_num_queries(6):
        told = client.get(address).content.decode()
    assert told.count("<option") >= count
