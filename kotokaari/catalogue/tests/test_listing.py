"""The list of practices: what is found, counted, kept and exported."""

import csv
import datetime
import io
import json
import random

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kotokaari.catalogue import actions, index, listing
from kotokaari.catalogue.filters import FACETS, Filters
from kotokaari.catalogue.models import Practice, Version, VersionConcept
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory

from .factories import a_draft, a_practice, concept

pytestmark = pytest.mark.django_db


def listed(client, query="", language="en"):
    with override(language):
        return client.get(reverse("catalogue:list") + query).content.decode()


def rows_in(page):
    return page.count('<li class="practice-row">')


# What an address says


def test_an_address_says_the_same_choice_always_in_the_same_way():
    one = Filters.from_query(QueryDict("theme=b&theme=a&q=club&page=2&cost=3&theme=a"))
    other = Filters.from_query(QueryDict("cost=3&page=2&theme=a&theme=b&q=club"))

    assert one.query == other.query == "?q=club&theme=a&theme=b&cost=3&page=2"


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-4", "page=x", "page=99999999999999999999", "page=²", "sort=nonsense", "q=%00", "theme=", "zz=1"],
)
def test_what_makes_no_sense_is_left_out(query):
    assert Filters.from_query(QueryDict(query)).query == ""


def test_a_chosen_value_can_be_taken_away_alone():
    filters = Filters.from_query(QueryDict("theme=a&theme=b&cost=1&page=3"))

    assert filters.without("theme", "a").query == "?theme=b&cost=1"
    assert filters.without("cost", "1").query == "?theme=a&theme=b"


# Facets against brute force


def many_practices(count, seed):
    """Practices with random facts, straight into the tables."""
    luck = random.Random(seed)
    themes = [concept(f"theme-{n}", "theme") for n in range(5)]
    themes[1].broader.add(themes[0])
    groups = [concept(f"group-{n}", "target_group") for n in range(3)]
    phases = [concept(f"phase-{n}", "phase") for n in range(2)]
    country = PlaceFactory(code="fi", level="country")
    regions = [PlaceFactory(code=f"fi-maakunta:{n}", level="region", within=country) for n in range(3)]
    places = [*regions, *(PlaceFactory(code=f"fi:{n}", within=regions[n % 3]) for n in range(6))]
    owners = OrganisationFactory.create_batch(3)
    for _number in range(count):
        status = luck.choice(["published", "published", "ended", "archived", "draft", "withdrawn"])
        day = timezone.localdate() - datetime.timedelta(days=luck.choice([0, 364, 365, 366, 800]))
        practice = Practice.objects.create(owner=luck.choice(owners), confirmed_on=luck.choice([None, day]))
        version = Version.objects.create(
            practice=practice,
            number=1,
            title=TranslatedText.of("fi", f"Nimi {luck.random()}"),
            kind=luck.choice(["", "material", "operating_model"]),
            cost_band=luck.choice([None, 1, 2, 5]),
            evidence_level=luck.choice([None, 0, 4]),
            languages=luck.choice(["|fi|", "|fi|sv|", "|fi|sv|en|"]),
        )
        for field, known in (("themes", themes), ("target_groups", groups), ("phases", phases)):
            for order, one in enumerate(luck.sample(known, luck.randint(0, 2))):
                VersionConcept.objects.create(version=version, concept=one, field=field, order=order)
        version.places.set(luck.sample(places, luck.randint(0, 2)))
        version.state, version.published_at = "published", timezone.now() - datetime.timedelta(luck.randint(0, 9))
        version.save()
        practice.current, practice.status = version, status
        practice.save()


def facts_of(practice):
    """Every value of every facet, told without the index."""
    version, today = practice.current, timezone.localdate()
    facts = {name: set() for name in FACETS}
    names = {"themes": "theme", "target_groups": "group", "phases": "phase"}
    for link in version.version_concepts.select_related("concept"):
        facts[names[link.field]] |= {link.concept.code, *(wider.code for wider in link.concept.broader.all())}
    for place in version.places.all():
        while place:
            facts["municipality" if place.level == "municipality" else "region"].add(place.code)
            place = place.within
    facts["kind"] = {version.kind} - {""}
    facts["cost"] = {str(version.cost_band)} - {"None"}
    facts["evidence"] = {str(version.evidence_level)} - {"None"}
    facts["language"] = {code for code in ("fi", "sv", "en") if code in version.languages}
    fresh = practice.confirmed_on and (today - practice.confirmed_on).days <= 365
    facts["fresh"] = {"year" if fresh else "older"}
    facts["status"] = {practice.status}
    facts["owner"] = {practice.owner.code}
    return facts


def fits(facts, chosen, leaving_out=""):
    return all(facts[name] & set(values) for name, values in chosen.items() if name != leaving_out)


CHOICES = [
    {},
    {"theme": ("theme-0",)},
    {"theme": ("theme-1", "theme-2"), "cost": ("1", "5")},
    {"region": ("fi-maakunta:1",), "municipality": ("fi:1", "fi:4")},
    {"region": ("fi",), "status": ("ended",), "language": ("sv",)},
    {"kind": ("material",), "evidence": ("0",), "fresh": ("older",), "group": ("group-1",), "phase": ("phase-0",)},
    {"theme": ("nobody-knows-this",)},
]


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_are_true(seed):
    many_practices(40, seed)
    facts = {practice.pk: facts_of(practice) for practice in Practice.objects.public()}
    whole = index.index()

    for chosen in CHOICES:
        expected = sum(fits(known, chosen) for known in facts.values())
        assert whole.matching(chosen, whole.everything).bit_count() == expected, chosen
        for name in FACETS:
            counted = whole.counts(name, chosen, whole.everything)
            base = [known for known in facts.values() if fits(known, chosen, name)]
            values = {value for known in base for value in known[name]}
            assert counted == {value: sum(value in known[name] for known in base) for value in values}, (chosen, name)


def test_a_count_keeps_its_promise(client):
    many_practices(40, 3)

    for option in [*listing.facets(Filters(), "en")[0].options]:
        assert f">{option.count} practice" in listed(client, f"?theme={option.value}")


def test_only_public_practices_are_listed(client):
    a_practice(title="Open club")
    a_draft(title="Secret draft")
    a_practice(title="Withdrawn club", status="withdrawn")

    page = listed(client)

    assert "Open club" in page
    assert "Secret draft" not in page
    assert "Withdrawn club" not in page


def test_a_change_is_seen_at_once(client):
    practice = a_practice(title="Old name")
    assert "Old name" in listed(client)

    actions.withdraw_practice(practice, reason=TranslatedText.of("en", "Mistake."), by=UserFactory())

    assert "Old name" not in listed(client)


# Order and pages


def test_orders(client):
    titles = ["Öja", "Alfa", "Åbo", "Zeta"]
    for title in titles:
        a_practice(title=title)

    def in_order(query):
        page = listed(client, query)
        return sorted(titles, key=lambda title: page.index(f">{title}</a>"))

    assert in_order("?sort=title") == ["Alfa", "Zeta", "Åbo", "Öja"]
    assert in_order("") == ["Zeta", "Åbo", "Alfa", "Öja"]


def test_the_last_confirmed_come_first_when_asked():
    old, never, new = a_practice(title="Old"), a_practice(title="Never"), a_practice(title="New")
    for practice, day in ((old, "2020-01-01"), (never, None), (new, "2026-01-01")):
        Practice.objects.filter(pk=practice.pk).update(confirmed_on=day)

    found = listing.found(Filters(sort="confirmed"), "en")

    assert [row.title for row in found.rows] == ["New", "Old", "Never"]


def test_twenty_five_a_page_and_every_practice_once(client):
    many_practices(70, 4)
    total = Practice.objects.public().count()

    pages = [listing.found(Filters(page=number), "en") for number in (1, 2)]

    assert len(pages[0].rows) == 25
    assert pages[0].total == total
    assert len({row.url for page in pages for row in page.rows}) == min(total, 50)


def test_a_page_too_far_is_the_last_one(client):
    many_practices(40, 5)

    page = listed(client, "?page=900")

    assert rows_in(page) == Practice.objects.public().count() - 25


# What is shown


def test_a_row_tells_the_facts(client):
    owner = OrganisationFactory(fi="Vantaa")
    a_practice(title="Coffee", owner=owner, source="en", cost_band=2, evidence_level=4)

    page = listed(client)

    for words in ("Coffee", "people meet and talk", "Vantaa", "Jyväskylä", "language learning", "New operating model"):
        assert words in page


def test_a_text_in_another_language_says_so(client):
    a_practice(title="Kahvila", source="fi")

    page = listed(client)

    assert '<a href="/en/' in page
    assert 'lang="fi">Kahvila</a> <span class="reading-note">' in page


def test_hostile_words_stay_words(client):
    a_practice(title='<script>alert("x")</script> & co')

    page = listed(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E&theme=%22%3E%3Cscript%3E")

    assert "<script>alert" not in page
    assert "<script>alert" not in listed(client)


def test_chosen_values_can_be_taken_away(client):
    a_practice()

    page = listed(client, "?theme=language-learning&cost=3")

    with override("en"):
        path = reverse("catalogue:list")
    assert f'href="{path}?cost=3"' in page
    assert f'href="{path}?theme=language-learning"' in page


def test_nothing_found_says_what_to_do(client):
    a_practice()

    page = listed(client, "?cost=5")

    assert "Nothing matches all of this" in page
    assert rows_in(page) == 0


def test_words_find_practices(client):
    a_practice(title="A café of languages")
    a_practice(title="Swimming")

    page = listed(client, "?q=caf%C3%A9")

    assert "A café of languages" in page
    assert "Swimming" not in page


# Cost


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    many_practices(count * 2, 6)
    Practice.objects.update(status="published")
    client.force_login(UserFactory())
    listed(client, "?cost=1")  # whatever is read once, by another address

    with django_assert_max_num_queries(6) as queries:
        page = listed(client)

    assert rows_in(page) == min(count * 2, 25)
    assert sum("catalogue_" in query["sql"] for query in queries.captured_queries) == 1


# Export


def exported(client, name, query=""):
    with override("en"):
        response = client.get(reverse(f"catalogue:{name}") + query)
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_list_is_exported_not_one_page(client):
    many_practices(70, 7)

    table = list(csv.reader(io.StringIO(exported(client, "list-csv").decode("utf-8-sig"))))
    whole = json.loads(exported(client, "list-json"))

    total = Practice.objects.public().count()
    assert len(table) == total + 1
    assert len(whole["practices"]) == total


def test_the_export_is_of_the_choice(client):
    a_practice(title="Cheap", cost_band=1)
    a_practice(title="Dear", cost_band=5)

    assert "Dear" not in exported(client, "list-csv", "?cost=1").decode()
    assert [
        p["title"]["texts"]["en"]["text"] for p in json.loads(exported(client, "list-json", "?cost=5"))["practices"]
    ] == ["Dear"]


def test_a_spreadsheet_runs_nothing(client):
    a_practice(title='=HYPERLINK("http://evil.example","x")')

    table = list(csv.reader(io.StringIO(exported(client, "list-csv").decode("utf-8-sig"))))

    assert table[1][0].startswith("'=")
