"""The API as others see it: described truly, and never broken by what is asked."""

import json
import sys
from uuid import uuid4

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings
from ninja import Schema
from ninja.responses import NinjaJSONEncoder
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from kotokaari.adoption.tests.factories import AdoptionFactory
from kotokaari.arc.tests.factories import ElsewhereFactory
from kotokaari.catalogue.tests.factories import a_draft, a_practice
from kotokaari.config.api import api
from kotokaari.config.wsgi import application
from kotokaari.decisions.tests.factories import a_decision
from kotokaari.submissions.tests.factories import a_submission
from kotokaari.vocabulary.public import Concept

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
TEXT = {"fi", "sv", "en"}


@pytest.fixture
def things(db):
    """One of each thing that is read over the API, by the first word of its address."""
    practice = a_practice(title="A club for talking")
    submission = a_submission()
    decision = a_decision(submission, published_at=timezone.now())
    return {
        "calls": submission.call.uuid,
        "submissions": submission.uuid,
        "decisions": decision.uuid,
        "practices": practice.uuid,
        "adoptions": AdoptionFactory(practice=practice).uuid,
        "organisations": practice.owner.uuid,
        "concepts": Concept.objects.first().uuid,
    }


@pytest.fixture
def one_connection():
    """Requests that come past Django's test client keep the connection of the test open, as it does."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def description():
    """The description as it is served, with the house behind it."""
    loaded = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder)))
    loaded.app = application
    loaded.config.update(base_url="http://testserver")
    return loaded


def test_the_description_is_openapi_31(client):
    served = client.get("/api/v1/openapi.json").json()
    schemathesis.openapi.from_dict(served).validate()

    assert served["openapi"].startswith("3.1")
    assert served == description().raw_schema
    assert {path.split("/")[3] for path in served["paths"]} >= {"practices", "organisations", "concepts"}


# The in-process transport does not unpack what was compressed.
AS_IT_IS = {"Accept-Encoding": "identity"}


@description().include(method="GET").parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_whatever_is_asked_the_answer_is_as_described(case, things, one_connection):
    case.call_and_validate(checks=CHECKS, headers=AS_IT_IS)
    for name in {"uuid", "concept"} & set(case.path_parameters or ()):
        case.path_parameters[name] = str(things[case.path.split("/")[3]])
        case.call_and_validate(checks=CHECKS, headers=AS_IT_IS)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
@pytest.mark.parametrize(
    "path",
    [
        "practices/{practices}/versions/{number}",
        "practices?page={number}",
        "adoptions?page={number}",
        "organisations?page={number}",
        "concepts?page={number}",
    ],
)
def test_numbers_without_end_break_nothing(client, things, path, number):
    answer = client.get("/api/v1/" + path.format(**things, number=number))

    assert answer.status_code in (200, 404, 422)


@pytest.mark.parametrize("kind", ["practices", "adoptions", "organisations", "concepts"])
def test_a_list_leads_to_its_things(client, things, kind):
    found = client.get(f"/api/v1/{kind}").json()

    assert found["total"] >= len(found["results"]) > 0
    for short in found["results"]:
        whole = client.get(f"/api/v1/{kind}/{short['id']}").json()
        assert {key: whole[key] for key in short if key != "url"} == {key: short[key] for key in short if key != "url"}


def test_practices_speak_every_language_and_name_their_page(client, things):
    [practice] = client.get("/api/v1/practices", {"q": "talking", "lang": "en"}).json()["results"]

    assert set(practice["title"]) == TEXT
    assert client.get(practice["url"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_contacts_and_drafts_are_not_handed_out(client, things):
    secret = a_draft(title="Zanzibar")

    assert client.get(f"/api/v1/practices/{secret.uuid}").status_code == 404
    assert "Zanzibar" not in client.get("/api/v1/practices").content.decode()
    assert "@" not in json.dumps(client.get(f"/api/v1/practices/{things['practices']}").json())


def test_the_api_only_reads_and_needs_no_cookie(client, things):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/practices").status_code == 405
    answer = client.get("/api/v1/practices")
    assert not answer.cookies
    assert answer["Content-Type"].startswith("application/json")


def page_of(kind, uuid, language):
    """Where the permanent address of a thing should lead."""
    with translation.override(language):
        if kind == "practices":
            from kotokaari.catalogue.models import Practice

            return Practice.objects.get(uuid=uuid).get_absolute_url()
        if kind == "organisations":
            from kotokaari.people.models import Organisation

            return Organisation.objects.get(uuid=uuid).get_absolute_url()
        if kind == "adoptions":
            return reverse("adoption:adoption", args=[uuid])
        return reverse("vocabulary:concept", args=[uuid])


@pytest.mark.parametrize("kind", ["practices", "adoptions", "organisations", "concepts"])
@pytest.mark.parametrize(("asked", "language"), [("sv-FI,sv;q=0.9", "sv"), ("en", "en"), ("fi", "fi"), ("ar", "fi")])
def test_a_permanent_address_leads_to_the_page_in_the_readers_language(client, things, kind, asked, language):
    answer = client.get(f"/id/{things[kind]}", headers={"accept": "text/html", "accept-language": asked})

    assert answer.status_code == 303
    assert answer["Location"] == page_of(kind, things[kind], language)
    assert {"Accept", "Accept-Language"} <= {word.strip() for word in answer["Vary"].split(",")}


@pytest.mark.parametrize("kind", ["practices", "adoptions", "organisations", "concepts"])
def test_a_permanent_address_leads_programs_to_the_data(client, things, kind):
    answer = client.get(f"/id/{things[kind]}", headers={"accept": "application/json"})

    assert answer.status_code == 303
    assert client.get(answer["Location"]).json()["id"] == str(things[kind])


def test_a_permanent_address_of_nothing_or_of_a_secret_is_404(client, things):
    hidden = ElsewhereFactory(is_public=False)

    for uuid in (uuid4(), hidden.uuid, a_draft().uuid):
        assert client.get(f"/id/{uuid}").status_code == 404


def test_every_description_has_a_name_of_its_own():
    """Two schemas of one name: the later would describe the earlier's answers."""
    rooms = {module for module in sys.modules if module.startswith("kotokaari.") and module.endswith(".api")}
    named = [
        name
        for room in rooms
        for name, thing in vars(sys.modules[room]).items()
        if isinstance(thing, type) and issubclass(thing, Schema) and thing.__module__ == room
    ]

    assert sorted(named) == sorted(set(named))
