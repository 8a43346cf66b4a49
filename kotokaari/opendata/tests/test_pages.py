"""What practices tell programs, the map of the site, and the cards of other sites."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls.tests.factories import a_call
from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.tests.factories import ContactFactory, PracticeFactory, draft_of
from kotokaari.decisions.models import Decision
from kotokaari.decisions.tests.factories import a_decision
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.models import Day, DayTheme, Epic, EpicText
from kotokaari.innovation.tests.factories import DayFactory
from kotokaari.needs.models import Survey
from kotokaari.needs.tests.factories import SurveyFactory
from kotokaari.opendata import sitemap
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.tests.factories import a_submission

pytestmark = pytest.mark.django_db


def page_of(practice, language="en"):
    with translation.override(language):
        return practice.get_absolute_url()


def block_of(page: str):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(found[1]) if found else None


def test_a_practice_tells_itself_as_linked_data(client):
    practice = PracticeFactory(title="A club for talking")

    data = block_of(client.get(page_of(practice)).content.decode())

    assert data["@id"] == f"{settings.BASE_URL}/id/{practice.uuid}"
    assert {"@value": "A club for talking", "@language": "en"} in data["name"]
    assert data["license"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert data["creator"]["@id"].endswith(str(practice.owner.uuid))
    assert "record" not in data


def test_no_word_of_an_author_ends_the_block(client):
    practice = PracticeFactory(title="</script><script>alert(1)</script> & <!-- a club")

    page = client.get(page_of(practice)).content.decode()

    assert "<script>alert" not in page
    assert block_of(page)["name"][0]["@value"].startswith("</script>")


def test_the_head_says_how_the_page_is_shared(client):
    practice = PracticeFactory(title="Talking & walking")

    head = client.get(page_of(practice)).content.decode().partition("</head>")[0]

    assert '<meta property="og:title" content="Talking &amp; walking">' in head
    assert '<meta name="description" content="Talking &amp; walking: people meet' in head
    assert (
        f'<link rel="provenance" type="application/ld+json" href="/en/arc/practice/{practice.uuid}/prov.jsonld">'
        in head
    )
    assert "og:image" not in head
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', head)[1]
    assert client.get(unescape(link).removeprefix(settings.BASE_URL)).json()["title"] == "Talking & walking"


def test_an_older_version_is_not_what_others_quote(client):
    writer = UserFactory()
    practice = PracticeFactory(by=writer)
    catalogue.start_correction(practice, by=writer)
    catalogue.publish(draft_of(practice), by=writer, change_note=TranslatedText.of("en", "Better."))
    with translation.override("en"):
        practice.refresh_from_db()
        old = reverse("catalogue:version", args=[practice.slug, practice.key, 1])

    assert block_of(client.get(old).content.decode()) is None
    assert block_of(client.get(page_of(practice)).content.decode())["version"] == 2


def test_the_map_leads_to_pages_that_answer(client):
    practice = PracticeFactory(title="A club for talking")
    PracticeFactory(title="A club that was", status="withdrawn")
    robots = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in robots

    index = client.get("/sitemap.xml").content.decode()
    addresses = []
    for part in re.findall("<loc>(.*?)</loc>", index):
        text = client.get(part.removeprefix(settings.BASE_URL)).content.decode()
        addresses += re.findall("<loc>(.*?)</loc>", text)

    paths = [address.removeprefix(settings.BASE_URL) for address in addresses]
    assert {page_of(practice, language) for language in ("fi", "sv", "en")} <= set(paths)
    assert not [path for path in paths if "a-club-that-was" in path]
    assert {path: client.get(path).status_code for path in paths if client.get(path).status_code != 200} == {}


def on_the_map(client):
    texts = (client.get(f"/sitemap-{name}-{number}.xml").content.decode() for name, number in sitemap.parts())
    return {
        address.removeprefix(settings.BASE_URL) for text in texts for address in re.findall("<loc>(.*?)</loc>", text)
    }


def test_surveys_days_and_epics_are_on_the_map_while_they_are_public(client):
    survey = SurveyFactory(is_listed=True)
    day = DayFactory()
    theme = DayTheme.objects.create(day=day, name=day.name)
    epic = day.epics.create(number=1, theme=theme, is_public=True)
    EpicText.objects.create(epic=epic, part="name", language="en", text="Sheds for winter")
    secret = [
        SurveyFactory(is_listed=False),
        SurveyFactory(is_listed=True, state="draft"),
        DayFactory(state="draft"),
        DayFactory(is_rehearsal=True),
        day.epics.create(number=2, theme=theme),
    ]
    open_ones = {page_of(thing, language) for thing in (survey, day, epic) for language in ("fi", "sv", "en")}
    keys = [thing.key for thing in secret]

    assert open_ones <= on_the_map(client)
    assert {path: client.get(path).status_code for path in open_ones} == dict.fromkeys(open_ones, 200)
    assert not [path for path in on_the_map(client) if any(key in path for key in keys)]
    text = client.get("/sitemap-epics-1.xml").content.decode()
    assert all(
        f'hreflang="{code}" href="{settings.BASE_URL}{page_of(epic, code)}"' in text for code in ("fi", "sv", "en")
    )

    Survey.objects.update(state="closed")
    Day.objects.update(state="cancelled")
    Epic.objects.update(is_public=False)
    assert not open_ones & on_the_map(client)


def test_calls_and_decisions_are_on_the_map_once_they_are_public(client):
    decision = a_decision(a_submission(call=a_call()))
    call = decision.submission.call
    draft = a_call(state="draft")
    assert page_of(decision) not in on_the_map(client)

    Decision.objects.update(published_at=timezone.now())
    found = on_the_map(client)

    assert {page_of(call), page_of(call.rubric), page_of(decision)} <= found
    assert not [path for path in found if draft.key in path]
    assert client.get(page_of(decision)).status_code == client.get(page_of(call)).status_code == 200


def test_a_part_of_the_map_is_not_too_long(client, monkeypatch):
    monkeypatch.setattr(sitemap, "THINGS", 2)
    for _one in range(3):
        PracticeFactory()

    assert [part for part in sitemap.parts() if part[0] == "practices"] == [("practices", 1), ("practices", 2)]
    assert client.get("/sitemap-practices-1.xml").content.decode().count("<url>") == 6
    assert client.get("/sitemap-practices-2.xml").content.decode().count("<url>") == 3
    assert client.get("/sitemap-practices-3.xml").status_code == 404
    assert client.get("/sitemap-people-1.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_asks_as_much_for_three_as_for_one(django_assert_max_num_queries, count):
    for _one in range(count):
        PracticeFactory()

    with django_assert_max_num_queries(2):
        list(sitemap.entries("practices", 1))


def test_other_sites_may_frame_the_card_and_nothing_else(client):
    practice = PracticeFactory(title="A club for talking")

    card, page = client.get(f"/embed/practice/{practice.uuid}/?lang=en"), client.get(page_of(practice))

    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "default-src 'self'" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    text = card.content.decode()
    assert "A club for talking" in text
    assert "Read the whole practice" in text
    assert "<script" not in text
    assert not card.cookies


@pytest.mark.parametrize(("wanted", "language"), [("sv", "sv"), ("en", "en"), ("", "fi"), ("<b>", "fi")])
def test_the_card_speaks_the_language_asked_for(client, wanted, language):
    practice = PracticeFactory()

    text = client.get(f"/embed/practice/{practice.uuid}/", {"lang": wanted}).content.decode()

    assert f'<html lang="{language}">' in text


def test_the_card_of_a_withdrawn_practice_says_so(client):
    practice = PracticeFactory(title="A club that was", status="withdrawn")

    answer = client.get(f"/embed/practice/{practice.uuid}/?lang=en")

    assert answer.status_code == 410
    assert "This practice has been withdrawn." in answer.content.decode()
    assert "It came to its end." in answer.content.decode()
    assert "people meet and talk" not in answer.content.decode()


def test_oembed_gives_the_card_in_the_size_asked_for(client):
    practice = PracticeFactory(title='A "club" for talking')

    answer = client.get(f"/oembed?url={quote(settings.BASE_URL + page_of(practice))}&maxwidth=300&maxheight=250")

    data = answer.json()
    assert (data["type"], data["version"], data["width"], data["height"]) == ("rich", "1.0", 300, 250)
    assert f'src="{settings.BASE_URL}/embed/practice/{practice.uuid}/?lang=en"' in data["html"]
    assert 'title="A &quot;club&quot; for talking"' in data["html"]
    assert client.get(f"/oembed?url={settings.BASE_URL}/id/{practice.uuid}").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["", "https://evil.example/en/practices/x-aaaaaa/", "{base}/en/practices/", "{base}/nowhere", "http://[::"],
)
def test_oembed_knows_only_our_practices(client, address):
    answer = client.get("/oembed", {"url": address.format(base=settings.BASE_URL)})

    assert answer.status_code == 404


def test_oembed_speaks_json_only(client):
    assert client.get("/oembed?format=xml").status_code == 501


def test_the_page_to_share_shows_the_lines_to_copy(client):
    practice = PracticeFactory(title="A club for talking")

    text = client.get(f"/en/share/practice/{practice.uuid}/").content.decode()

    assert f"{settings.BASE_URL}/id/{practice.uuid}" in text
    assert "&lt;iframe src=" in text
    assert reverse("opendata:share", args=[practice.uuid]) in client.get(page_of(practice)).content.decode()


def test_nothing_here_names_a_person(client):
    practice = PracticeFactory()
    ContactFactory(
        practice=practice,
        user__name="Aino Ainokainen",
        user__email="aino@example.net",
        consented_at="2026-01-01T10:00Z",
    )

    with translation.override("en"):
        places = [f"/embed/practice/{practice.uuid}/", f"/en/share/practice/{practice.uuid}/"]
        head = client.get(page_of(practice)).content.decode().partition("</head>")[0]

    for text in (head, *(client.get(place).content.decode() for place in places)):
        assert "Ainokainen" not in text
        assert "aino@" not in text
