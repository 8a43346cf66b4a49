"""The page cache: never older than the data, never personal, the same answer as without it."""

import gzip

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.tests.factories import a_draft, a_practice, draft_of
from kotokaari.foundation import pagecache
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Organisation, Place, User
from kotokaari.people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_store():
    pagecache.store.clear()
    yield
    pagecache.store.clear()


@pytest.fixture
def made(monkeypatch):
    """The addresses of pages that were made and not taken from the store."""
    addresses = []
    page_of = pagecache.PageCacheMiddleware.page_of

    def noted(request, response):
        addresses.append(request.path)
        return page_of(request, response)

    monkeypatch.setattr(pagecache.PageCacheMiddleware, "page_of", staticmethod(noted))
    return addresses


def the_list(language="fi"):
    with override(language):
        return reverse("catalogue:list")


def test_a_page_is_made_once_and_then_served_the_same(client, made):
    a_practice(source="fi", title="Kielikahvila")

    first, again = client.get(the_list()), client.get(the_list())

    assert len(made) == 1
    assert again.content == first.content
    same = ("Content-Type", "Content-Language", "X-Frame-Options", "Content-Security-Policy", "ETag", "Vary")
    assert {name: again.get(name) for name in same} == {name: first.get(name) for name in same}
    assert again["X-Frame-Options"] == "DENY"
    assert again["Cache-Control"] == "no-cache"


def rename_owner(practice):
    Organisation.objects.filter(pk=practice.owner_id).update(name=TranslatedText.of("fi", "Uusi nimi ry"))
    return "Uusi nimi ry"


def publish_another(practice):
    draft = a_draft(source="fi", title="Toinen käytäntö")
    catalogue.publish(draft_of(draft), by=UserFactory())
    return "Toinen käytäntö"


def bulk_update(practice):
    places = list(Place.objects.filter(code="fi:179"))
    for place in places:
        place.name_fi = "Uusikaupunki"
    Place.objects.bulk_update(places, ["name_fi"])
    return "Uusikaupunki"


def raw_sql(practice):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_place SET name_fi = 'Toisaalla' WHERE code = 'fi:179'")
    return "Toisaalla"


@pytest.mark.parametrize("change", [rename_owner, publish_another, bulk_update, raw_sql])
def test_after_a_change_the_next_reader_sees_it(client, change):
    practice = a_practice(source="fi", title="Kielikahvila")
    before = client.get(the_list())

    words = change(practice)
    after = client.get(the_list(), headers={"If-None-Match": before["ETag"]})

    assert words not in before.content.decode()
    assert after.status_code == 200
    assert words in after.content.decode()
    assert after["ETag"] != before["ETag"]


def test_what_was_withdrawn_is_gone_at_once(client):
    practice = a_practice(source="fi", title="Kielikahvila")
    client.get(the_list())

    catalogue.withdraw_practice(practice, reason=TranslatedText.of("fi", "Lopetettiin."), by=UserFactory())

    assert "Kielikahvila" not in client.get(the_list()).content.decode()


def test_private_writing_leaves_the_readers_pages_kept(client, made):
    a_practice(source="fi", title="Kielikahvila")
    client.get(the_list())

    a_draft(title="Nobody sees this yet", owner=Organisation.objects.get(practices__isnull=False))
    User.objects.create_user("new@example.org")
    client.get(the_list())

    assert len(made) == 1


def test_a_browser_that_has_the_page_gets_304_without_it(client, made):
    a_practice(source="fi")
    tag = client.get(the_list())["ETag"]

    response = client.get(the_list(), headers={"If-None-Match": f'"other", {tag}'})

    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == tag
    assert response["Vary"] == pagecache.VARY
    assert len(made) == 1


def test_each_language_is_a_page_of_its_own(client):
    a_practice(source="fi")

    pages = {language: client.get(the_list(language)) for language in ("fi", "sv", "en")}

    assert len({page["ETag"] for page in pages.values()}) == 3
    assert {language: page["Content-Language"] for language, page in pages.items()} == {
        "fi": "fi",
        "sv": "sv",
        "en": "en",
    }


def test_a_fragment_for_htmx_is_not_the_whole_page(client):
    a_practice(source="fi")

    whole, fragment = client.get(the_list()), client.get(the_list(), headers={"HX-Request": "true"})

    assert whole["ETag"] != fragment["ETag"]
    assert "HX-Request" in whole["Vary"]


def test_the_api_is_kept_by_what_the_caller_wishes(client, made):
    a_practice(source="fi")
    address = "/api/v1/practices"

    tags = {client.get(address, headers={"Accept-Language": language})["ETag"] for language in ("fi", "sv", "fi")}

    assert len(tags) == 2
    assert "Accept-Language" in client.get(address)["Vary"]


def test_head_asks_without_filling_the_store(client, made):
    a_practice(source="fi")

    head, again = client.head(the_list()), client.get(the_list())

    assert (head.status_code, head.content) == (200, b"")
    assert again.content
    assert len(made) == 2
    assert head["ETag"] == again["ETag"]


def test_questions_in_the_address_are_pages_of_their_own(client):
    a_practice(source="fi", title="Kielikahvila")

    assert "Kielikahvila" in client.get(the_list()).content.decode()
    assert client.get(f"{the_list()}?owner=nobody").content != client.get(the_list()).content


def test_another_host_name_never_gets_this_ones_page(client):
    a_practice(source="fi")

    tags = {client.get(the_list(), headers={"Host": host})["ETag"] for host in ("localhost", "127.0.0.1")}

    assert len(tags) == 2


def test_somebody_signed_in_gets_their_own_page_and_leaves_none_behind(client, made):
    a_practice(source="fi")
    client.force_login(UserFactory(name="Aino Esimerkki"))

    mine = client.get(the_list())
    client.logout()
    theirs = client.get(the_list())

    assert "Aino Esimerkki" in mine.content.decode()
    assert "ETag" not in mine
    assert "Aino Esimerkki" not in theirs.content.decode()


def test_a_page_with_a_form_token_is_never_kept(client):
    with override("fi"):
        address = reverse("account_login")
    a_practice(source="fi")

    tokens = {client.get(address).cookies["csrftoken"].value for _turn in range(2)}
    client.cookies.clear()
    tokens.add(client.get(address).cookies["csrftoken"].value)

    assert len(tokens) == 2
    assert pagecache.store.get("anything") is None
    assert len(pagecache.store) == 0


def test_waiting_messages_are_shown_to_the_one_they_are_for(client, made):
    a_practice(source="fi")
    client.cookies["messages"] = "whatever"

    response = client.get(the_list())

    assert "ETag" not in response
    assert len(made) == 0


def test_other_answers_than_200_are_not_kept(client):
    a_practice(source="fi")

    assert client.get("/fi/there-is-nothing-here/").status_code == 404
    assert len(pagecache.store) == 0


def test_a_page_served_again_is_compressed_for_those_who_take_it(client):
    a_practice(source="fi", title="Kielikahvila")
    plain = client.get(the_list())

    small = client.get(the_list(), headers={"Accept-Encoding": "gzip, br"})

    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 2
    assert "Accept-Encoding" in small["Vary"]


def test_the_store_forgets_the_least_used_when_full(monkeypatch):
    store = pagecache.PageStore()
    monkeypatch.setattr(pagecache, "KEPT_BYTES", 3 * pagecache.BYTES_AROUND)

    for name in ("a", "b"):
        store.put(name, pagecache.Page((), b""))
    store.get("a")
    store.put("c", pagecache.Page((), b"x" * 500))

    assert [name for name in "abc" if store.get(name)] == ["a", "c"]


def test_before_anything_was_written_nothing_is_kept(client, django_db_blocker):
    from kotokaari.foundation.models import DataVersion

    DataVersion.objects.all().delete()

    assert "ETag" not in client.get(the_list())
