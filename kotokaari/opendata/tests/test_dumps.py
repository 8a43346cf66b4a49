"""The open files: what is in them, how they are described, and that they come whole or not at all."""

import csv
import hashlib
import json
from datetime import date

import pytest
from django.conf import settings
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from kotokaari import cli
from kotokaari.adoption.models import Adoption
from kotokaari.catalogue.tests.factories import ContactFactory, DraftFactory, PracticeFactory
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import TranslatedText
from kotokaari.opendata import dumps, linked
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    return tmp_path


def graph_of(folder, name):
    return {thing["@id"]: thing for thing in json.loads((folder / f"{name}.jsonld").read_text())["@graph"]}


def rows_of(folder, name):
    return list(csv.DictReader((folder / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()))


def an_adoption(practice, **facts):
    return Adoption.objects.create(
        practice=practice,
        version=practice.current,
        organisation=OrganisationFactory(),
        place=PlaceFactory(code="fi:240", name_fi="Kemi"),
        **facts,
    )


def test_the_files_hold_what_is_public_by_permanent_address(data):
    practice = PracticeFactory(title="A club for talking")
    draft, gone = DraftFactory(title="Not yet"), PracticeFactory(title="A club that was", status="withdrawn")

    made = dumps.write(data / "out", TODAY)

    practices, stones = graph_of(data / "out", "practices"), graph_of(data / "out", "withdrawn")
    assert set(practices) == {linked.address(practice.uuid)}
    assert practices[linked.address(practice.uuid)]["record"] == practice.current.whole
    assert stones[linked.address(gone.uuid)]["statusReason"][0]["@value"] == "It came to its end."
    assert "record" not in stones[linked.address(gone.uuid)]
    assert made["counts"]["practices"] == 1
    assert str(draft.uuid) not in "".join(path.read_text() for path in (data / "out").iterdir())


def test_the_table_has_a_row_a_thing_and_a_column_a_language(data):
    practice = PracticeFactory(title="=2+2, a club")
    dumps.write(data / "out", TODAY)

    [row] = rows_of(data / "out", "practices")

    assert row["id"] == linked.address(practice.uuid)
    assert row["title_en"] == "'=2+2, a club"  # no spreadsheet runs it
    assert row["title_sv"] == ""
    assert row["solution_en"].startswith("A host, a table")
    assert row["themes"] == "language-learning"
    assert row["licence"] == "CC-BY-4.0"


def test_small_figures_and_closed_adoptions_stay_at_home(data):
    practice = PracticeFactory()
    few, many = an_adoption(practice, people_reached=4), an_adoption(practice, people_reached=12)
    hidden = an_adoption(practice, is_open=False)
    for people, name in ((3, "few"), (30, "many")):
        many.outcomes.create(indicator=TranslatedText.of("en", name), people=people, value=7)

    dumps.write(data / "out", TODAY)

    found = graph_of(data / "out", "adoptions")
    assert "peopleReached" not in found[linked.address(few.uuid)]
    assert found[linked.address(many.uuid)]["peopleReached"] == 12
    assert [one["name"][0]["@value"] for one in found[linked.address(many.uuid)]["outcomes"]] == ["many"]
    assert linked.address(hidden.uuid) not in found
    assert "fi:240" in {row["code"] for row in rows_of(data / "out", "places")}


def test_the_files_name_no_person(data):
    practice = PracticeFactory()
    contact = ContactFactory(
        practice=practice,
        user__name="Aino Ainokainen",
        user__email="aino@example.net",
        consented_at="2026-01-01T10:00Z",
    )
    an_adoption(practice, contact=contact.user, contact_consented_at="2026-01-01T10:00Z")

    dumps.write(data / "out", TODAY)

    whole = "".join(path.read_text() for path in (data / "out").iterdir())
    assert "Ainokainen" not in whole
    assert "aino@" not in whole


def test_the_manifest_tells_the_truth_of_each_file(data):
    PracticeFactory()
    made = dumps.write(data / "out", TODAY)

    for file in made["files"]:
        content = (data / "out" / file["name"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["bytes"] == len(content)
    names = {path.name for path in (data / "out").iterdir()}
    assert names == {file["name"] for file in made["files"]} | {"manifest.json"}


def test_linked_data_can_be_read_as_a_graph(data):
    practice = PracticeFactory(title="A club for talking")
    dumps.write(data / "out", TODAY)
    # schema.org's own context is on the web; the test brings the one line it needs.
    document = json.loads((data / "out" / "practices.jsonld").read_text())
    document["@context"] = [{"@vocab": "https://schema.org/"}, *document["@context"][1:]]

    graph = Graph().parse(data=json.dumps(document), format="json-ld")

    me = URIRef(linked.address(practice.uuid))
    assert str(graph.value(me, URIRef("https://schema.org/name"))) == "A club for talking"
    assert graph.value(me, URIRef(linked.TERMS + "record")) is not None


@pytest.mark.parametrize(("file", "form"), [("catalog.ttl", "turtle"), ("catalog.jsonld", "json-ld")])
def test_the_catalogue_is_what_dcat_ap_asks_for(data, file, form):
    PracticeFactory()
    made = dumps.write(data / "out", TODAY)
    sizes = {file["name"]: file["bytes"] for file in made["files"]}

    graph = Graph().parse(data / "out" / file, format=form)

    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    assert len(datasets) == len(dumps.DATASETS)
    for thing in (catalogue, *datasets):
        assert {title.language for title in graph.objects(thing, DCTERMS.title)} == {"fi", "sv", "en"}
        assert {about.language for about in graph.objects(thing, DCTERMS.description)} == {"fi", "sv", "en"}
        assert graph.value(thing, DCTERMS.license)
        assert graph.value(thing, DCTERMS.publisher)
    for dataset in datasets:
        assert str(graph.value(dataset, DCTERMS.accrualPeriodicity)).endswith("frequency/DAILY")
        for distribution in graph.objects(dataset, DCAT.distribution):
            name = str(graph.value(distribution, DCAT.downloadURL)).rpartition("/")[2]
            assert int(graph.value(distribution, DCAT.byteSize)) == sizes[name]
            assert graph.value(distribution, DCTERMS["format"])
            assert graph.value(distribution, DCAT.mediaType)
    assert list(graph.subjects(RDF.type, DCAT.DataService))


def test_a_second_time_replaces_the_first_and_a_failure_leaves_it(data, monkeypatch):
    out = data / "out"
    PracticeFactory()
    dumps.write(out, TODAY)
    before = (out / "practices.csv").read_bytes()
    PracticeFactory()
    monkeypatch.setattr("kotokaari.opendata.catalog.graph", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        dumps.write(out, TODAY)
    assert (out / "practices.csv").read_bytes() == before
    assert [path.name for path in data.iterdir()] == ["out"]

    monkeypatch.undo()
    dumps.write(out, TODAY)
    assert len(rows_of(out, "practices")) == 2


def test_a_folder_with_other_things_is_left_alone(data, capsys):
    out = data / "mine"
    out.mkdir()
    (out / "diary.txt").write_text("dear diary")

    with pytest.raises(BadInput, match="holds other files"):
        dumps.write(out, TODAY)
    assert cli.main(["export", "dump", str(out)]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["diary.txt"]


def test_every_night_the_files_are_served_anew(client, data):
    PracticeFactory()
    assert client.get("/open-data/practices.csv").status_code == 404
    assert "The files are not written yet" in client.get("/en/open-data/").content.decode()

    assert "1 practices" in dumps.daily(TODAY)

    answer = client.get("/open-data/practices.csv")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert b"A club for talking" in answer.getvalue()
    assert client.get("/open-data/manifest.json").status_code == 200
    assert client.get("/open-data/secret-key").status_code == 404
    assert client.get("/open-data/..%2Fsecret-key").status_code == 404
    text = client.get("/en/open-data/").content.decode()
    assert "practices.jsonld" in text
    assert "22 November 2026" in text


@pytest.mark.parametrize("count", [1, 3])
def test_writing_asks_as_much_for_three_as_for_one(data, django_assert_max_num_queries, count):
    for number in range(count):
        practice = PracticeFactory(title=f"Club {number}")
        an_adoption(practice).outcomes.create(indicator=TranslatedText.of("en", "Guests"), value=1)

    with django_assert_max_num_queries(40):
        dumps.write(data / "out", TODAY)


def test_the_base_address_is_in_every_identifier(data):
    PracticeFactory()
    dumps.write(data / "out", TODAY)

    for name in ("practices", "organisations", "places", "concepts"):
        assert all(key.startswith(f"{settings.BASE_URL}/id/") for key in graph_of(data / "out", name))
