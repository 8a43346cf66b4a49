"""How practices spread: the national view for specialists."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kotokaari.adoption.tests.rows import a_lesson, a_region, a_town, an_adopter, an_adoption, told_whole
from kotokaari.catalogue.tests.factories import a_practice, concept
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import AdministratorFactory, MembershipFactory, UserFactory
from kotokaari.search import public as search

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 1)


@pytest.fixture
def specialist(client):
    user = MembershipFactory(role=Role.SPECIALIST).user
    client.force_login(user)
    return user


def address(name="spread"):
    with override("en"):
        return reverse(f"home:{name}")


def page(client, **params):
    return client.get(address(), params).content.decode()


def numbers(client, **params):
    """The file as {(table, code, measure): number}."""
    text = client.get(address("spread-csv"), params).content.decode("utf-8-sig")
    return {
        (row["table"], row["code"], row["measure"]): int(row["number"]) for row in csv.DictReader(io.StringIO(text))
    }


def test_it_is_for_specialists(client):
    for user, status in (
        (UserFactory(), 403),
        (MembershipFactory(role=Role.COORDINATOR).user, 403),
        (AdministratorFactory(), 200),
    ):
        client.force_login(user)
        assert client.get(address()).status_code == status
        assert client.get(address("spread-csv")).status_code == status


def test_my_work_leads_there(client, specialist):
    with override("en"):
        assert address() in client.get(reverse("home:work")).content.decode()
    client.force_login(UserFactory())
    with override("en"):
        assert address() not in client.get(reverse("home:work")).content.decode()


def test_an_empty_house_says_so_everywhere(client, specialist):
    told = page(client)

    for words in (
        "Nothing in any region yet.",
        "No practices yet.",
        "No adoptions fit this choice",
        "No theme is in use",
    ):
        assert words in told


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_speaks_three_languages(client, specialist, language):
    told_whole(a_practice(), "Kemi", a_town())
    with override(language):
        assert client.get(reverse("home:spread")).status_code == 200


def test_organisations_are_counted_by_region_theme_and_size(client, specialist):
    concept("women", "theme")
    lapland, uusimaa = a_region(), a_region("fi-maakunta:01", "Uusimaa")
    club, circle = a_practice(title="A club", themes=["women"]), a_practice(title="A circle", themes=["women"])
    kemi = an_adopter("Kemi", a_town(region=lapland), size="under_5000", area="rural")
    vantaa = an_adopter("Vantaa", a_town("fi:092", "Vantaa", uusimaa), size="100000_", area="urban")
    an_adoption(club, kemi)
    an_adoption(circle, kemi)
    an_adoption(club, vantaa, status="piloting")
    an_adoption(circle, vantaa, status="planned")
    an_adoption(club, an_adopter("Oulu"), is_open=False)
    an_adoption(club, club.owner)

    found = numbers(client)

    assert found["region", "fi-maakunta:19", "organisations"] == 1
    assert found["region", "fi-maakunta:19", "practices"] == 2
    assert found["region", "fi-maakunta:01", "on_the_way"] == 1
    assert found["theme", "women", "organisations"] == 2
    assert found["theme", "women", "practices_used"] == 2
    assert (found["size", "under_5000", "organisations"], found["size", "under_5000", "adoptions"]) == (1, 2)
    assert found["area", "urban", "organisations"] == 1


def test_the_choice_narrows_every_number(client, specialist):
    lapland, uusimaa = a_region(), a_region("fi-maakunta:01", "Uusimaa")
    an_adoption(organisation=an_adopter("Kemi", a_town(region=lapland)), status_on=datetime.date(2024, 5, 1))
    an_adoption(organisation=an_adopter("Vantaa", a_town("fi:092", "Vantaa", uusimaa)))

    def lapland_uusimaa(**params):
        found = numbers(client, **params)
        return [found["region", f"fi-maakunta:{code}", "organisations"] for code in ("19", "01")]

    assert lapland_uusimaa() == [1, 1]
    assert lapland_uusimaa(region="fi-maakunta:19") == [1, 0]
    assert lapland_uusimaa(**{"from": "2025"}) == [0, 1]
    assert lapland_uusimaa(to="2024") == [1, 0]
    assert lapland_uusimaa(theme="nothing", region="x", to="²²²²", **{"from": "abcd"}) == [1, 1]


def test_the_way_shows_where_it_breaks_off(client, specialist):
    practice = a_practice()
    an_adoption(practice, status="interested")
    an_adoption(practice, status="interested")
    an_adoption(practice, status="in_use")
    an_adoption(
        practice,
        status="stopped",
        steps=[(datetime.date(2025, 1, 1), "piloting"), (TODAY, "stopped", "The money ended.")],
    )

    found, told = numbers(client), page(client)

    reached = [
        found["stage", stage, "reached"] for stage in ("interested", "planned", "piloting", "in_use", "mainstreamed")
    ]
    assert reached == [4, 2, 2, 1, 0]
    assert found["stage", "piloting", "stopped"] == 1
    assert found["stage", "interested", "now"] == 2
    assert found["practice", str(practice.uuid), "stopped"] == 1
    assert "Of 4 adoptions 1 have come to use." in told
    assert "The money ended." in told


def test_interest_without_use_and_practices_without_anybody(client, specialist, monkeypatch):
    wanted = a_practice(title="Much wanted")
    an_adoption(wanted, status="interested")
    an_adoption(wanted, status="planned")
    new = a_practice(title="New and alone")
    long_ago = timezone.now() - datetime.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: long_ago)  # a published version's day is fixed afterwards
    old = a_practice(title="Old and alone")
    monkeypatch.undo()

    told, found = page(client), numbers(client)

    assert "Several have looked at these" in told
    assert ">Old and alone</a>" in told
    assert ("never_adopted", str(old.uuid), "adoptions") in found
    assert ("never_adopted", str(new.uuid), "adoptions") not in found


def test_themes_some_regions_lack(client, specialist):
    concept("women", "theme")
    practice = a_practice(themes=["women"])
    for code, name in (("19", "Lapland"), ("01", "Uusimaa")):
        region = a_region(f"fi-maakunta:{code}", name)
        an_adoption(practice, an_adopter(name, a_town(f"fi:0{code}", name, region)))
    a_region("fi-maakunta:02", "Southwest Finland")

    told = page(client)

    assert "In use in 2 regions." in told
    assert "Not in 17 regions" in told
    assert "In use in 2 regions." in page(client, region="fi-maakunta:02")
    assert "In use in 2 regions." not in page(client, region="fi-maakunta:19")


def test_searches_that_found_nothing_wait_until_somebody_sees_to_them(client, specialist):
    search.leave_need("swimming for grandmothers", "en", note="Mornings would do.")
    [need] = search.unanswered()
    with override("en"):
        settle = reverse("home:need-settle", args=[need.key])

    told = page(client)
    assert "swimming for grandmothers" in told
    assert "Mornings would do." in told
    assert numbers(client)["search", "en", "left_as_need"] == 1
    assert "Is “swimming for grandmothers” seen to?" in client.get(settle).content.decode()
    assert search.unanswered() != []

    assert client.post(settle).status_code == 302
    assert "swimming for grandmothers" not in page(client)
    assert client.get(settle).status_code == 404


def test_only_specialists_see_to_a_need(client):
    search.leave_need("swimming for grandmothers", "en")
    [need] = search.unanswered()
    client.force_login(UserFactory())

    assert client.post(reverse("home:need-settle", args=[need.key])).status_code == 403
    assert len(search.unanswered()) == 1


def test_nothing_runs_in_a_spreadsheet(client, specialist):
    an_adoption(a_practice(title="=1+1"))

    assert "'=1+1" in client.get(address("spread-csv")).content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_view_costs_the_same_however_much_is_told(client, specialist, django_assert_num_queries, count):
    practice, stopped = a_practice(), a_practice()
    for number in range(count):
        told_whole(practice, f"Town {number}")
        a_lesson(an_adoption(stopped, status="stopped"), "Too few hosts.", "stopping")
    page(client)

    with django_assert_num_queries(11):
        told = page(client)

    assert told.count("Too few hosts.") == min(count, 24)
