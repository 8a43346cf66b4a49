"""The whole public site as files: complete, without persons, without broken links, whole or not at all."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import translation

from kotokaari import cli
from kotokaari.adoption.models import Adoption
from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.tests.factories import ContactFactory, DraftFactory, PracticeFactory, concept, draft_of, words
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.pagecache import store
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.models import Day
from kotokaari.innovation.tests.factories import a_day
from kotokaari.innovation.tests.test_epics_pages import an_epic
from kotokaari.needs.tests.factories import a_survey
from kotokaari.opendata.keeping import addresses, checking, walker
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, PlaceFactory, UserFactory
from kotokaari.search.public import rebuild
from kotokaari.vocabulary.models import Label
from tests.test_house import views

pytestmark = pytest.mark.django_db
SEEDED = ("Ainokainen", "aino@example.net", "Verkkonen", "veikko@example.net")


def silent(sentence: str) -> None:
    pass


def keep(folder: Path, **options):
    return walker.keep(folder, walker.Options(**options), silent)


def pages_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")}


def file_of(practice, language="en"):
    with translation.override(language):
        return practice.get_absolute_url().strip("/") + "/index.html"


def build() -> dict:
    """A few practices, one with a history, one withdrawn, one secret; people with names and addresses."""
    store.clear()
    aino = UserFactory(name="Aino Ainokainen", email="aino@example.net")
    veikko = UserFactory(name="Veikko Verkkonen", email="veikko@example.net")
    jyvaskyla = PlaceFactory(code="fi:179", name_fi="Jyväskylä", name_sv="Jyväskylä", name_en="Jyväskylä")
    owner = OrganisationFactory(place=jyvaskyla)
    MembershipFactory(user=aino, organisation=owner)
    told = {"en": "Aino Ainokainen began it. " + words(30)}  # an author's own text names somebody
    cafe = PracticeFactory(title="A language café", by=aino, owner=owner, challenge=told)
    catalogue.start_correction(cafe, by=aino)
    catalogue.publish(draft_of(cafe), by=aino, change_note=TranslatedText.of("en", "Better."))
    ContactFactory(practice=cafe, user=aino, consented_at="2026-01-01T10:00Z")
    talk = PracticeFactory(title="Mothers talk", source="en", owner=owner)
    gone = PracticeFactory(title="A club that was", status="withdrawn")
    DraftFactory(title="Zanzibar club")
    cafe.refresh_from_db()
    adoption = Adoption.objects.create(
        practice=cafe,
        version=cafe.current,
        organisation=OrganisationFactory(),
        contact=veikko,
        contact_consented_at="2026-01-01T10:00Z",
        status="in_use",
        created_by=veikko,
    )
    meaning = concept("language-cafe", "method", en="language café", fi="kielikahvila")
    Label.objects.create(concept=meaning, language="fi", role="alt", text="juttutupa", folded="juttutupa")
    survey = a_survey(is_listed=True, maker=aino)
    day = a_day(phase="epics", facilitator=aino, themes=1)
    day.participants.update(name="Veikko Verkkonen", email="veikko@example.net")
    epic = an_epic(day, name="Language friends", status="owned", owner_organisation=owner, owner_is_named=True)
    type(epic).objects.filter(pk=epic.pk).update(owner=veikko)
    Day.objects.filter(pk=day.pk).update(state="done")
    rebuild()
    return {"cafe": cafe, "talk": talk, "gone": gone, "adoption": adoption, "survey": survey, "day": day, "epic": epic}


@pytest.fixture
def house(db):
    return build()


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    """A finished copy that tests only read; the house it was made of is gone by then."""
    folder = tmp_path_factory.mktemp("kept") / "copy"
    with django_db_blocker.unblock(), transaction.atomic():
        things = build()
        keep(folder)
        files = {name: {code: file_of(thing, code) for code in ("fi", "sv", "en")} for name, thing in things.items()}
        paths = {
            name: [f"/{file.removesuffix('index.html')}" for file in found.values()] for name, found in files.items()
        }
        shown = (paths["cafe"][2], paths["adoption"][2], paths["epic"][2])
        live = {path: Client().get(path).content.decode() for path in shown}
        transaction.set_rollback(True)
    uuids = {name: str(thing.uuid) for name, thing in things.items()}
    return SimpleNamespace(folder=folder, files=files, live=live, uuids=uuids)


def test_a_copy_is_whole_and_every_link_leads_somewhere(kept):
    copy = kept.folder
    files = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}

    for language in ("fi", "sv", "en"):
        assert f"{language}/index.html" in files
        assert kept.files["talk"][language] in files
        assert kept.files["gone"][language] in files
    folder = kept.files["cafe"]["en"].removesuffix("index.html")
    assert {f"{folder}versions/index.html", f"{folder}versions/1/index.html"} <= files
    for name in ("adoption", "survey", "day", "epic"):
        assert kept.files[name]["en"] in files
    assert any(file.startswith("en/innovation-days/") and file.endswith("/report/index.html") for file in files)
    assert {"robots.txt", "sitemap.xml", "open-data/practices.jsonld", "index.html", "kotokaari-copy.json"} <= files
    assert "en/practices/theme-language-learning/index.html" in files
    assert not [file for file in files if "login" in file or "write" in file]
    assert [str(one) for one in checking.broken_links(copy)] == []


def test_what_a_copy_holds_are_open_pages_of_the_house():
    is_open = {name for name, view in views() if not getattr(view, "login_required", True)}

    assert {*addresses.KEPT, *addresses.FILES, *addresses.PAPERS} <= is_open


def test_the_check_of_links_sees_a_broken_one(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(
        '<a href="../b.html">b</a><a href="#there">x</a><a href="#nowhere">x</a><a href="/top">t</a>'
        '<a href="../../out">o</a><a href="https://example.org/">e</a><p id="there">a <b ="</p><img src="c.png">'
    )

    assert [(one.link, one.problem[:10]) for one in checking.broken_links(tmp_path)] == [
        ("../b.html", "is not the"),
        ("#nowhere", "names a pl"),
        ("/top", "begins at "),
        ("../../out", "leads out "),
        ("c.png", "is not the"),
    ]


def test_links_of_some_pages_are_looked_at_against_the_whole_copy(tmp_path):
    for page in ("a", "b"):
        (tmp_path / f"{page}.html").write_text('<a href="b.html">b</a><a href="c.html">c</a>')

    assert [str(one) for one in checking.broken_links(tmp_path, {"b.html"})] == ["b.html: c.html is not there"]


def test_no_person_is_in_a_copy_though_the_site_shows_them(kept):
    assert all(any(name in page for page in kept.live.values()) for name in ("Ainokainen", "Verkkonen"))

    for path in kept.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().decode(errors="replace").casefold()
            for word in SEEDED:
                assert word.casefold() not in content, path
            assert "zanzibar" not in content, path


def test_pages_need_no_server(kept):
    copy = kept.folder
    for file, page in pages_of(copy).items():
        assert not re.search(r'<form[^>]+method="post"', page, re.I), file
        assert "hx-get" not in page, file
        assert "htmx" not in page, file
        assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))", page), file
        assert not re.search(r'(?:href|src|action)="/', page), file
        assert "csrfmiddlewaretoken" not in page, file
        if "/" in file and not file.startswith("id/") and 'http-equiv="refresh"' not in page:
            assert "kept-note" in page, file
            assert "Content-Security-Policy" in page, file


def test_a_page_says_that_it_is_a_copy_and_leads_to_its_like(kept):
    copy = kept.folder
    page = (copy / kept.files["cafe"]["en"]).read_text()

    assert "This is a copy kept on" in page
    assert 'lang="fi" hreflang="fi"' in page
    assert 'action="../../search/index.html"' in page
    assert 'href="versions/index.html"' in page
    assert "Sign in" not in page
    assert "Ask the owner" not in page


def test_permanent_addresses_lead_on_and_hold_the_data(kept):
    copy = kept.folder
    place = copy / "id" / kept.uuids["cafe"]

    page, data = (place / "index.html").read_text(), json.loads((place / "data.jsonld").read_text())

    assert 'http-equiv="refresh"' in page
    assert f'href="../../{kept.files["cafe"]["en"]}"' in page
    assert data["@id"] == f"{settings.BASE_URL}/id/{kept.uuids['cafe']}"
    gone = json.loads((copy / "id" / kept.uuids["gone"] / "data.jsonld").read_text())
    assert gone["@type"] == "koto:Tombstone"


def test_the_search_index_knows_words_and_what_they_mean(kept):
    copy = kept.folder

    def shard(name):
        return json.loads((copy / "search" / "words" / f"{name}.json").read_text())

    things = json.loads((copy / "search" / "things" / "0.json").read_text())
    cafe = next(number for number, thing in enumerate(things) if thing["t"].get("en") == "A language café")

    assert cafe in shard("la")["t"]["language"][::2]
    assert cafe in shard("ki")["p"]["kielikahvila"][::2]
    assert cafe in shard("ju")["p"]["juttutupa"][::2]
    assert things[cafe]["u"]["fi"] == kept.files["cafe"]["fi"]
    assert "Zanzibar" not in json.dumps(things)


def test_a_copy_that_was_stopped_goes_on(house, tmp_path, monkeypatch):
    folder, fetched = tmp_path / "copy", []
    get = walker.Visitor.get

    def stumbling(self, address, language):
        fetched.append(address)
        if len(fetched) == 30:
            raise KeyboardInterrupt
        return get(self, address, language)

    monkeypatch.setattr(walker.Visitor, "get", stumbling)
    with pytest.raises(KeyboardInterrupt):
        keep(folder)
    assert not folder.exists()
    first = fetched[:29]

    kept = keep(folder, resume=True)

    assert not set(first) & set(fetched[30:])
    assert kept.broken == []
    assert (folder / file_of(house["talk"])).exists()
    fetched.clear()
    assert keep(folder, resume=True).is_unchanged
    assert fetched == []


def test_what_changed_meanwhile_begins_anew(house, tmp_path, monkeypatch):
    folder, get = tmp_path / "copy", walker.Visitor.get

    def stopping(self, address, language):
        if (folder.with_name("copy.tmp") / "fi" / "index.html").exists():
            raise KeyboardInterrupt
        return get(self, address, language)

    monkeypatch.setattr(walker.Visitor, "get", stopping)
    with pytest.raises(KeyboardInterrupt):
        keep(folder)
    monkeypatch.undo()
    PracticeFactory(title="A brand new club")

    keep(folder, resume=True)

    assert "A brand new club" in (folder / "en" / "index.html").read_text()


def test_a_failure_leaves_the_older_copy(db, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    keep(copy)
    before = (copy / "en" / "index.html").read_text()
    monkeypatch.setattr(walker.finder, "write", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        keep(copy)

    assert (copy / "en" / "index.html").read_text() == before


def test_a_folder_with_other_things_is_left_alone(db, tmp_path, capsys):
    (tmp_path / "diary.txt").write_text("dear diary")

    with pytest.raises(BadInput, match="holds other files"):
        keep(tmp_path)
    assert cli.main(["export", "site", str(tmp_path)]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert cli.main(["export", "site", str(tmp_path / "diary.txt")]) == 2


def test_an_empty_house_can_be_kept(db, tmp_path):
    assert keep(tmp_path / "copy").broken == []


def test_browsing_takes_the_place_of_choices(kept):
    page = (kept.folder / "en" / "a-z" / "index.html").read_text()
    assert 'href="../practices/theme-language-learning/index.html"' in page
    assert "A language café" in (kept.folder / "en" / "a-z" / "A" / "index.html").read_text()
    assert "Browse by theme" in (kept.folder / "en" / "practices" / "index.html").read_text()


def test_the_index_lists_what_is_public(client, house):
    live = client.get("/en/a-z/").content.decode()

    assert 'href="/en/a-z/A/"' in live
    assert "language learning" in live
    assert "A language café" in client.get("/en/a-z/A/").content.decode()
    assert client.get("/en/a-z/Z/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_index_asks_as_much_for_three_as_for_one(db, client, count, django_assert_max_num_queries):
    for _one in range(count):
        PracticeFactory()
    client.get("/en/a-z/")
    store.clear()

    with django_assert_max_num_queries(12):
        client.get("/en/a-z/A/")
