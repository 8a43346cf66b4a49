"""The pages where adoptions are read: the list, one adoption, parts of other pages."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from kotokaari.adoption.models import Adoption
from kotokaari.catalogue.tests.factories import a_practice, concept
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import MembershipFactory, UserFactory

from .rows import a_region, a_town, an_adopter, an_adoption, told_whole

pytestmark = pytest.mark.django_db


def address(name, *args, language="en"):
    with override(language):
        return reverse(f"adoption:{name}", args=args)


def listed(client, **params):
    return client.get(address("list"), params).content.decode()


def page(client, adoption):
    return client.get(address("adoption", adoption.uuid))


# The list


def test_an_empty_list_invites(client):
    assert "No adoptions yet" in listed(client)


def test_the_list_tells_who_uses_what(client):
    an_adoption(a_practice(title="A club"), an_adopter("Kemi", a_town()), as_described="adapted", people_reached=64)

    told = listed(client)

    assert all(words in told for words in ("Kemi", "A club", "Lapland", "In use", "Adapted", "64 people reached"))
    assert "1 adoption: 1 practice, 1 organisation." in told


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({"region": "fi-maakunta:19"}, {"Kemi"}),
        ({"region": ["fi-maakunta:19", "fi-maakunta:01"]}, {"Kemi", "Vantaa"}),
        ({"status": "stopped"}, {"Vantaa"}),
        ({"theme": "women"}, {"Vantaa"}),
        ({"described": "adapted"}, {"Kemi"}),
        ({"place": "fi:240"}, {"Kemi"}),
        ({"place": "fi"}, {"Kemi", "Vantaa"}),
        ({"region": "fi-maakunta:19", "status": "stopped"}, set()),
        ({"organisation": "kemi-town"}, {"Kemi"}),
        ({"organisation": "nobody"}, set()),
        ({"practice": "zzzzzz"}, set()),
        ({"region": "nowhere", "status": "dancing", "theme": "x"}, {"Kemi", "Vantaa"}),
    ],
)
def test_choices_narrow_the_list(client, params, shown):
    concept("women", "theme")
    kemi = an_adopter("Kemi", a_town(), code="kemi-town")
    vantaa = an_adopter("Vantaa", a_town("fi:092", "Vantaa", a_region("fi-maakunta:01", "Uusimaa")))
    an_adoption(organisation=kemi, as_described="adapted")
    an_adoption(a_practice(themes=["women"]), vantaa, status="stopped")

    told = listed(client, **params)

    assert {name for name in ("Kemi", "Vantaa") if f">{name}</a>" in told} == shown


def test_a_practice_has_its_own_list(client):
    practice = a_practice()
    an_adoption(practice, an_adopter("Kemi"))
    an_adoption(organisation=an_adopter("Vantaa"))

    told = listed(client, practice=practice.key)

    assert ">Kemi</a>" in told
    assert ">Vantaa</a>" not in told


def test_closed_ones_and_those_of_withdrawn_practices_are_not_listed(client):
    an_adoption(organisation=an_adopter("Zanzibar"), is_open=False)
    an_adoption(a_practice(status="withdrawn"), an_adopter("Zanzibar"))

    for name in ("list", "list-csv", "list-json"):
        assert "Zanzibar" not in client.get(address(name)).content.decode()


def test_the_list_leaves_as_csv_and_json(client):
    adoption = an_adoption(a_practice(title="A club"), an_adopter("=Kemi", a_town()), people_reached=3)

    [row] = csv.DictReader(io.StringIO(client.get(address("list-csv")).content.decode("utf-8-sig")))
    [thing] = client.get(address("list-json"), {"status": "in_use"}).json()["adoptions"]

    assert row["organisation"] == "'=Kemi"
    assert (row["practice"], row["status"], row["since"], row["region"]) == (
        "A club",
        "in_use",
        "2026-03-01",
        "Lapland",
    )
    assert row["people_reached"] == ""
    assert thing["id"] == str(adoption.uuid)
    assert thing["people_reached"] is None
    assert client.get(address("list-json"), {"status": "stopped"}).json() == {"adoptions": []}


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    practice = a_practice()
    for number in range(count):
        told_whole(practice, f"Town {number}")
    listed(client)

    with django_assert_num_queries(2):  # the version of the data, the rows
        told = listed(client, status="in_use")

    assert told.count('class="adoption-row"') == min(count, 25)


# One adoption


def test_the_page_tells_everything(client):
    adoption = told_whole(a_practice(title="A club"), "Kemi", a_town())
    Adoption.objects.filter(pk=adoption.pk).update(
        purpose=TranslatedText.of("en", "For those who wait."),
        decision=TranslatedText.of("en", "The board decided."),
        cost=12500,
        cost_year=2025,
        people_reached=64,
        people_period="2025",
    )

    told = page(client, adoption).content.decode()

    for words in (
        "Kemi, Lapland",
        "A club",
        "In use since 1 March 2026",
        "For those who wait.",
        "In the library.",
        "Another place or setting",
        "Dares to speak",
        "71\u00a0%, at the beginning 38\u00a0%.",
        "Begin small.",
        "We went to see it.",
        "Confirms it",
        "The board decided.",
        "12,500\u00a0€ (2025)",
        "64 people (2025)",
        "Piloting</strong> <time",
    ):
        assert words in told


def test_few_people_are_not_told(client):
    adoption = an_adoption(people_reached=4)

    told = page(client, adoption).content.decode()

    assert "fewer than five, so not told" in told
    assert "4 people" not in told


def test_a_contact_is_shown_only_with_consent(client):
    person = UserFactory(name="Zanzibar Person")
    adoption = an_adoption(contact=person)
    assert "Zanzibar" not in page(client, adoption).content.decode()

    adoption.contact_consented_at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    adoption.save()
    assert "Zanzibar Person" in page(client, adoption).content.decode()


def test_a_closed_one_is_for_adopter_and_owner(client):
    adoption = an_adoption(is_open=False)
    adopter = MembershipFactory(organisation=adoption.organisation).user
    owner = MembershipFactory(organisation=adoption.practice.owner).user
    stranger = MembershipFactory().user

    assert page(client, adoption).status_code == 404
    for user, status in ((adopter, 200), (owner, 200), (stranger, 404)):
        client.force_login(user)
        assert page(client, adoption).status_code == status


def test_an_unsafe_address_is_not_a_link(client):
    adoption = an_adoption(decision=TranslatedText.of("en", "Decided"), decision_url="javascript:alert(1)")

    assert "javascript:" not in page(client, adoption).content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_page_costs_the_same_however_much_is_told(client, django_assert_num_queries, count):
    from .rows import a_lesson, a_word, an_adaptation, an_outcome

    adoption = told_whole(a_practice(), "Kemi", a_town())
    for _ in range(count - 1):
        an_adaptation(adoption), an_outcome(adoption), a_lesson(adoption), a_word(adoption)
    page(client, adoption)

    with django_assert_num_queries(9):  # the version of the data, the adoption, seven kinds of things told
        told = client.get(address("adoption", adoption.uuid), {"not": "kept"}).content.decode()

    assert told.count('class="adaptation"') == count


# Parts of other pages


def test_an_organisation_tells_what_it_uses(client):
    adoption = an_adoption(a_practice(title="A club"), an_adopter("Kemi"))

    with override("en"):
        told = client.get(adoption.organisation.get_absolute_url()).content.decode()

    assert "Practices it uses" in told
    assert "A club" in told
    assert "1 practice in use now." in told


def test_a_place_tells_what_is_in_use_in_it(client):
    town = a_town()
    an_adoption(a_practice(title="A club"), an_adopter("Kemi", town))

    for place in (town, town.within):
        with override("en"):
            told = client.get(place.get_absolute_url()).content.decode()
        assert "In use here" in told
        assert "A club" in told


def test_nothing_is_said_where_nothing_is_in_use(client):
    town = a_town()

    with override("en"):
        assert "In use here" not in client.get(town.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_many_adoptions_cost_a_place_no_more(client, django_assert_num_queries, count):
    town, practice = a_town(), a_practice()
    for number in range(count):
        an_adoption(practice, an_adopter(f"Town {number}", town))
    with override("en"):
        url = town.get_absolute_url()
    client.get(url)

    client.force_login(UserFactory())
    client.get(url)
    with django_assert_num_queries(5):  # session, person, version of the data, place, rows
        told = client.get(url).content.decode()

    assert told.count('class="adoption-row"') == min(count, 8)
    assert ("Show all 100 adoptions" in told) == (count == 100)
