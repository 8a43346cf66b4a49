"""Collections of others become practices of this house."""

import csv
import io
import json

import pytest

from kotokaari import cli
from kotokaari.catalogue import queries
from kotokaari.catalogue.importing.models import ImportedRecord
from kotokaari.catalogue.models import Practice, Version
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory
from kotokaari.search.public import find_all
from kotokaari.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def table(*rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.fixture
def taken_in(capsys, tmp_path):
    """Imports a text or bytes as a file; gives the exit code, the JSON report and what was said aloud."""

    def take_in(content, *words, name="practices.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = cli.main(["import", "practices", str(file), "--json", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return take_in


PLAIN = table(
    ("id", "title_fi", "summary_fi", "title_sv", "summary_sv"),
    ("1", "Kielikahvila", "Avoin keskusteluryhmä kirjastossa.", "Språkkafé", "En öppen samtalsgrupp."),
    ("2", "Polkupyörätupa", "Korjataan pyöriä yhdessä.", "", ""),
)


def test_a_plain_file_is_in_the_catalogue_and_found(taken_in):
    code, report, _said = taken_in(PLAIN)

    assert (code, report["read"], report["created"], report["rejected"]) == (0, 2, 2, [])
    assert len(queries.shown_versions()) == 2
    practice = Practice.objects.get(imported__external_id="1")
    assert find_all("samtalsgrupp", "sv", "practice") == [practice.uuid]
    assert (practice.status, practice.confirmed_on) == ("published", None)
    assert practice.owner.name.text("en") == "Imported collection: practices"
    assert practice.current.languages == "|fi|sv|"
    assert AuditEvent.objects.filter(action="practice imported").count() == 2


def test_the_same_file_again_changes_nothing(taken_in):
    taken_in(PLAIN)

    _code, report, _said = taken_in(PLAIN)

    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 2)
    assert Version.objects.count() == 2


def test_a_changed_row_becomes_a_new_version(taken_in):
    taken_in(PLAIN)

    _code, report, _said = taken_in(PLAIN.replace("yhdessä", "naapurien kanssa"))

    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 1)
    practice = Practice.objects.get(imported__external_id="2")
    assert [version.state for version in practice.versions.all()] == ["published", "superseded"]
    assert practice.current.summary.text("fi") == "Korjataan pyöriä naapurien kanssa."
    assert find_all("naapuri", "fi", "practice") == [practice.uuid]


def test_a_dry_run_changes_nothing(taken_in):
    _code, report, _said = taken_in(PLAIN, "--dry-run")

    assert (report["created"], report["dry_run"]) == (2, True)
    assert not Practice.objects.exists()
    assert not ImportedRecord.objects.exists()


def test_words_of_three_languages_are_recognised(taken_in):
    ConceptFactory(code="employment", kind="theme", fi="työllisyys", sv="sysselsättning", en="employment")
    PlaceFactory(code="fi:092", level="municipality", name_fi="Vantaa", name_sv="Vanda", name_en="Vantaa")
    OrganisationFactory(code="city-of-vantaa")

    _code, report, _said = taken_in(
        table(
            ("Rubrik", "Beskrivning", "Teman", "Kommun", "Organisation"),
            (
                "Arbetscafé",
                "Vi söker jobb tillsammans och lär oss av varandra.",
                "Sysselsättning",
                "Vanda",
                "city-of-vantaa",
            ),
            delimiter=";",
        )
    )

    version = Version.objects.get()
    assert report["warnings"] == []
    assert (version.source_language, version.title.text("sv")) == ("sv", "Arbetscafé")
    assert version.record["themes"] == ["employment"]
    assert version.record["places"] == ["fi:092"]
    assert version.practice.owner.code == "city-of-vantaa"
    assert version.concepts.get().code == "employment"
    assert version.places.get().code == "fi:092"
