import pytest

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission, author_of, recused

pytestmark = pytest.mark.django_db
LIST = "/api/v1/submissions"


def signed_in(client, user):
    client.force_login(user)
    return client


def test_only_those_who_may_read_get_anything(client):
    sent, draft = a_submission(title="A secret club"), a_draft_submission()
    assert client.get(LIST).status_code == client.get(f"{LIST}/{sent.uuid}").status_code == 401

    for user in (author_of(sent), runs(sent.call, "chair"), AdministratorFactory()):
        signed_in(client, user)
        assert [item["id"] for item in client.get(LIST).json()["items"]] == [str(sent.uuid)]
        whole = client.get(f"{LIST}/{sent.uuid}").json()
        assert whole["title"] == {"en": "A secret club"}
        assert whole["record"] == sent.current.record
    for user in (UserFactory(), author_of(draft)):
        signed_in(client, user)
        assert client.get(LIST).json()["count"] == 0
        assert client.get(f"{LIST}/{sent.uuid}").status_code == 404
    assert client.get(f"{LIST}/{draft.uuid}").status_code == 404  # its author too: nothing was sent


def test_whoever_is_recused_gets_neither_it_nor_a_count_of_it(client):
    sent = a_submission()
    for user in (runs(sent.call, "chair"), AdministratorFactory()):
        recused(sent, user)
        signed_in(client, user)
        assert client.get(LIST).json()["count"] == 0
        assert client.get(f"{LIST}/{sent.uuid}").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_costs_the_same_however_long(client, django_assert_max_num_queries, count):
    call = a_call()
    for _number in range(count):
        a_submission(call=call)
    signed_in(client, runs(call, "chair"))
    client.get(LIST)

    with django_assert_max_num_queries(5):
        assert client.get(LIST).json()["count"] == count
