"""Feeds: valid Atom, true to what they are of, private where they should be."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from kotokaari.adoption.tests.factories import AdoptionFactory
from kotokaari.catalogue.models import Practice, Version
from kotokaari.catalogue.tests.factories import THEME, a_draft, a_practice
from kotokaari.following import actions
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import SavedSearchFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def address(name, *args, language="en"):
    with override(language):
        return reverse(f"following:{name}", args=args)


def read(response):
    """The feed, after looking at what Atom 1.0 (RFC 4287) demands of it."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].startswith("http://")
    assert links["alternate"].startswith("http://")
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1, name
        assert part.find(f"{ATOM}id").text.startswith(("http://", "urn:uuid:"))
        assert parse_datetime(part.find(f"{ATOM}updated").text).tzinfo
        assert part.find(f"{ATOM}author/{ATOM}name").text
    ids = [entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def titles(feed):
    return [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]


def test_the_newest_practices_come_first(client):
    a_practice(title="First"), a_practice(title="Second"), a_draft(title="Unfinished"), a_practice(status="withdrawn")

    feed = read(client.get(address("practices-feed")))

    assert titles(feed) == ["Second", "First"]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_every_choice_in_the_list_has_a_feed_and_the_list_names_it(client):
    owner = OrganisationFactory()
    a_practice(title="Theirs", owner=owner), a_practice(title="Other")
    query = f"?owner={owner.code}&theme={THEME}"

    assert titles(read(client.get(address("practices-feed") + query))) == ["Theirs"]
    with override("en"):
        page = client.get(reverse("catalogue:list") + query).content.decode()
    head = page[: page.index("</head>")]
    assert f'type="application/atom+xml" title="language learning, {owner}"' in head
    assert f"/en/practices/atom.xml?owner={owner.code}&amp;theme={THEME}" in head


def test_an_entry_says_what_happened_to_it_and_where_to_read(client):
    practice = a_practice(title="A <club> & more", status="ended")
    Practice.objects.update(is_example=True)

    entry = read(client.get(address("practices-feed"))).find(f"{ATOM}entry")

    assert entry.find(f"{ATOM}title").text == "A <club> & more (example)"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{practice.uuid}"
    assert entry.find(f"{ATOM}summary").text.startswith("Ended: It came to its end.")
    assert "&lt;club&gt;" in entry.find(f"{ATOM}summary").text
    assert entry.find(f"{ATOM}link").get("href").endswith(f"{practice.key}/")
    assert entry.find(f"{ATOM}category").get("term") == "language learning"
    assert entry.find(f"{ATOM}rights").text == "CC-BY-4.0"


def test_what_xml_cannot_hold_does_not_break_a_feed(client):
    a_practice(title="A \x0bclub \ufffe")

    assert titles(read(client.get(address("practices-feed")))) == ["A club "]


@pytest.mark.parametrize("query", ["?q=%00", "?q=%E2%80%AE%22'&lt;", "?theme=" + "x" * 3000, "?page=9&sort=x&zz=1"])
def test_strange_questions_are_answered(client, query):
    read(client.get(address("practices-feed") + query))


def test_an_empty_feed_is_a_feed(client):
    assert titles(read(client.get(address("adoptions-feed")))) == []


def test_adoptions_that_are_open_are_told(client):
    practice = a_practice(title="A club")
    AdoptionFactory(practice=practice, organisation=OrganisationFactory(en="Kemi"))
    AdoptionFactory(practice=practice, is_open=False)

    assert titles(read(client.get(address("adoptions-feed")))) == ["Kemi: A club"]


def test_an_organisation_tells_what_it_publishes_and_what_it_uses(client):
    organisation = OrganisationFactory(en="Kemi")
    a_practice(title="Own", owner=organisation)
    AdoptionFactory(practice=a_practice(title="Borrowed"), organisation=organisation)
    a_practice(title="Strange")

    assert titles(read(client.get(address("organisation-feed", organisation.code)))) == ["Kemi: Borrowed", "Own"]
    assert client.get(address("organisation-feed", "nobody")).status_code == 404


@pytest.mark.parametrize("page", ["practice", "organisation"])
def test_pages_name_the_feed_of_the_organisation(client, page):
    practice = a_practice()
    with override("en"):
        shown = client.get((practice if page == "practice" else practice.owner).get_absolute_url()).content.decode()

    assert address("organisation-feed", practice.owner.code) in shown


def test_a_saved_search_has_a_private_feed(client):
    owner = OrganisationFactory()
    saved = SavedSearchFactory(query=f"?owner={owner.code}", name="Mine")
    a_practice(title="Theirs", owner=owner), a_practice(title="Other")

    response = client.get(address("feed", saved.token))

    feed = read(response)
    assert titles(feed) == ["Theirs"]
    assert feed.find(f"{ATOM}id").text == f"urn:uuid:{saved.uuid}"
    assert "private" in response["Cache-Control"]
    again = client.get(address("feed", saved.token), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_new_address_ends_the_old_one(client):
    saved = SavedSearchFactory()
    a_practice()
    old = address("feed", saved.token)
    assert client.get(old).status_code == 200

    actions.renew_feed(saved, by=saved.user)

    assert client.get(old).status_code == 404
    assert client.get(address("feed", saved.token)).status_code == 200


def test_the_feed_of_somebody_who_left_is_closed(client):
    saved = SavedSearchFactory(user=UserFactory(is_active=False))

    assert client.get(address("feed", saved.token)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_a_feed_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    owner = OrganisationFactory()
    practice = a_practice(owner=owner)
    for number in range(count - 1):
        copy_of(practice, number)
    client.get(address("practices-feed"))

    with django_assert_num_queries(2):  # the data version, the practices
        response = client.get(address("practices-feed") + "?sort=title")
    assert len(titles(read(response))) == min(count, 50)


def copy_of(practice, number):
    """Another practice like this one, straight into the tables."""
    copy = Practice.objects.create(owner=practice.owner)
    version = Version.objects.create(
        practice=copy,
        number=1,
        title=practice.current.title,
        summary=practice.current.summary,
        state="published",
        published_at=timezone.now(),
    )
    Practice.objects.filter(pk=copy.pk).update(current=version, status="published")
