import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.people.public import Role
from kotokaari.people.tests.factories import AdministratorFactory, MembershipFactory, UserFactory
from kotokaari.vocabulary.actions import load_house_vocabulary
from kotokaari.vocabulary.models import LegalRegime
from kotokaari.vocabulary.public import concept_book

from .factories import ConceptFactory, SchemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_front_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    ConceptFactory.create_batch(count)
    concept_book()

    with django_assert_num_queries(2):
        response = client.get(reverse("vocabulary:front"))

    assert text_of(response).count("/vocabulary/concept/") == min(count, 50)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_another_vocabulary_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    ConceptFactory.create_batch(count, scheme=SchemeFactory(code="yso", is_house=False))

    with django_assert_num_queries(5):
        response = client.get(reverse("vocabulary:scheme", args=["yso"]))

    assert text_of(response).count("/vocabulary/concept/") == min(count, 50)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_api_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    ConceptFactory.create_batch(count)

    with django_assert_num_queries(4):
        response = client.get("/api/v1/concepts")

    assert len(response.json()["results"]) == response.json()["total"] == count


def test_a_synonym_in_another_language_leads_to_the_word(client):
    ConceptFactory(fi="kielikahvila", sv="språkkafé", en="language café", words=[("fi", "juttuklubi")])
    ConceptFactory()

    page = text_of(client.get(reverse("vocabulary:front"), {"q": "juttu"}))

    assert "language café" in page
    assert "also: juttuklubi" in page
    assert "1 concept<" in page


def test_letters_of_a_language(client):
    ConceptFactory(fi="äiti", sv="mamma", en="mother")
    ConceptFactory(fi="osaaja", sv="expert", en="talent")

    page = text_of(client.get(reverse("vocabulary:front"), {"lang": "fi", "letter": "Ä"}))

    assert "äiti" in page
    assert "osaaja" not in page


def test_the_words_stand_side_by_side(client):
    concept = ConceptFactory(fi="kielikahvila", sv="språkkafé", en="language café", words=[("sv", "samtalsgrupp")])
    broader = ConceptFactory(fi="palvelu", sv="tjänst", en="service")
    concept.broader.add(broader)

    page = text_of(client.get(reverse("vocabulary:concept", args=[concept.uuid])))

    assert [
        word for word in ("kielikahvila", "språkkafé", "language café", "samtalsgrupp", "service") if word not in page
    ] == []


def test_the_permanent_address_leads_to_the_concept(client):
    concept = ConceptFactory()

    response = client.get(f"/id/{concept.uuid}", HTTP_ACCEPT_LANGUAGE="en")

    assert response.status_code == 303
    assert str(concept.uuid) in response["Location"]


def test_an_unknown_concept_is_not_found(client):
    assert client.get(reverse("vocabulary:concept", args=["7f9c0e7e-2f4b-4c8e-9d7e-0123456789ab"])).status_code == 404


def test_an_administrator_changes_the_words_and_search_knows(client):
    from kotokaari.search.public import find

    concept = ConceptFactory(fi="kielikahvila")
    client.force_login(AdministratorFactory())
    words = {"term_fi": "juttutupa", "synonyms_fi": "kielikahvila\njuttuklubi", "term_sv": "", "term_en": "talk café"}

    response = client.post(reverse("vocabulary:concept-edit", args=[concept.uuid]), words)

    assert response.status_code == 302
    assert concept_book().label(concept.code, "fi") == "juttutupa"
    assert concept_book().get(concept.code).synonyms["fi"] == ("kielikahvila", "juttuklubi")
    assert find("juttutuvassa", "fi").results[0].uuid == concept.uuid


def test_a_term_that_another_concept_has_is_refused(client):
    ConceptFactory(fi="juttutupa")
    concept = ConceptFactory(fi="kielikahvila")
    client.force_login(AdministratorFactory())

    page = text_of(client.post(reverse("vocabulary:concept-edit", args=[concept.uuid]), {"term_fi": "Juttutupa"}))

    assert "already the term of another concept" in page
    assert concept_book().label(concept.code, "fi") == "kielikahvila"


def test_a_national_specialist_may_change_words(client):
    concept = ConceptFactory()
    client.force_login(MembershipFactory(role=Role.SPECIALIST).user)

    assert client.get(reverse("vocabulary:concept-edit", args=[concept.uuid])).status_code == 200


def test_others_may_not_change_words(client):
    concept = ConceptFactory()
    client.force_login(UserFactory())

    assert client.get(reverse("vocabulary:concept-edit", args=[concept.uuid])).status_code == 403


def test_words_of_another_vocabulary_are_not_changed_here(client):
    concept = ConceptFactory(scheme=SchemeFactory(code="yso", is_house=False))
    client.force_login(AdministratorFactory())

    assert client.get(reverse("vocabulary:concept-edit", args=[concept.uuid])).status_code == 403


def test_the_law_of_a_day(client):
    load_house_vocabulary()

    before = text_of(client.get(reverse("vocabulary:law"), {"on": "2024-12-31"}))
    after = text_of(client.get(reverse("vocabulary:law"), {"on": "2026-11-22"}))

    assert "<strong>4 years</strong>" in before
    assert "<strong>4 years</strong>" not in after
    assert "<strong>70 hours</strong>" in after
    assert LegalRegime.objects.count() == after.count('class="law-item"')


@pytest.mark.parametrize("day", ["", "2025-13-40", "yesterday", "9999-12-31", "0001-01-01"])
def test_any_day_is_answered(client, day):
    assert client.get(reverse("vocabulary:law"), {"on": day}).status_code == 200


@pytest.mark.parametrize(("form", "start"), [("ttl", "@prefix"), ("jsonld", "{"), ("rdf", "<?xml"), ("csv", "id,")])
def test_the_whole_vocabulary_as_a_file(client, form, start):
    ConceptFactory()

    response = client.get(reverse("vocabulary:export", args=["kotokaari", form]))

    assert text_of(response).startswith(start)
    assert "attachment" in response["Content-Disposition"]


def test_there_is_no_other_kind_of_file(client):
    SchemeFactory()

    assert client.get(reverse("vocabulary:export", args=["kotokaari", "docx"])).status_code == 404


def test_one_concept_over_the_api(client):
    concept = ConceptFactory(fi="kielikahvila")
    narrower = ConceptFactory()
    narrower.broader.add(concept)

    data = client.get(f"/api/v1/concepts/{concept.uuid}").json()

    assert data["label"]["fi"] == "kielikahvila"
    assert [other["id"] for other in data["narrower"]] == [str(narrower.uuid)]
