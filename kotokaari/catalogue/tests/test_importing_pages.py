"""Importing on the web: bring, look, try, import, stop, go on, throw away."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kotokaari import cli
from kotokaari.catalogue.importing import elsewhere, running, runs
from kotokaari.catalogue.importing.models import ImportedRecord, ImportRun
from kotokaari.catalogue.models import Practice
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

CONTENT = (
    "Otsikko;Kuvaus;Sähköposti;Muuta\n"
    "Kielikahvila;Avoin ryhmä, johon saa tulla.;anna@example.org;hei\n"
    ";Ei nimeä ollenkaan.;;\n"
)


@pytest.fixture
def launched(monkeypatch, django_capture_on_commit_callbacks):
    """Runs begin only when the test lets them: in the test's own process."""
    waiting = []
    monkeypatch.setattr(runs, "launch", waiting.append)
    return waiting


@pytest.fixture
def coordinator(client):
    membership = MembershipFactory(role="coordinator")
    client.force_login(membership.user)
    return membership


def bring(client, owner, content=CONTENT, name="käytännöt.csv", **more):
    return client.post(
        reverse("catalogue:import"),
        {
            "file": SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode()),
            "owner": owner,
            **more,
        },
    )


def press(client, run, button, capture, **columns):
    with capture(execute=True):
        return client.post(reverse("catalogue:import-columns", args=[run.uuid]), {"do": button, **columns})


def test_a_collection_is_brought_looked_at_tried_and_imported(
    client, coordinator, launched, django_capture_on_commit_callbacks
):
    response = bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()
    assert response.url == reverse("catalogue:import-columns", args=[run.uuid])
    page = client.get(response.url).content.decode()
    assert "Kielikahvila" in page
    assert page.count("selected") == 4
    assert "anna@example.org" not in page.partition("import-rows")[2]

    press(client, run, "try", django_capture_on_commit_callbacks)
    assert launched == [run.uuid]
    assert "every 2s" in client.get(run.get_absolute_url()).content.decode()
    runs.work(run.uuid)
    run.refresh_from_db()
    assert (run.state, run.is_dry, run.report["created"]) == ("done", True, 1)
    assert not Practice.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("catalogue:import-begin", args=[run.uuid]), {"do": "import"})
    runs.work(run.uuid)

    practice = Practice.objects.get()
    assert (practice.owner, practice.status) == (coordinator.organisation, "published")
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Rivi 3" in page
    rejected = client.get(reverse("catalogue:import-rejected", args=[run.uuid])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(rejected)))
    assert [(row["row"], row["Kuvaus"]) for row in rows] == [("3", "Ei nimeä ollenkaan.")]
    listed = client.get(reverse("catalogue:list")).content.decode()
    assert "Tuotu, ei vielä tarkistettu" in listed
    assert "Tuotu kokoelmasta" in client.get(practice.get_absolute_url()).content.decode()


def test_a_column_put_right_by_hand_is_read_so(client, coordinator, launched, django_capture_on_commit_callbacks):
    bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()

    press(client, run, "import", django_capture_on_commit_callbacks, **{"column-3": "solution_fi"})
    runs.work(run.uuid)

    run.refresh_from_db()
    assert run.mapping == {"Muuta": "solution_fi"}
    assert Practice.objects.get().current.record["solution"]["texts"]["fi"]["text"] == "hei"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(b"%PDF-1.7", "kuva.csv", "PDF"), (b"", "tyhja.csv", "tyhjä"), (b"PK\x03\x04", "rikki.xlsx", "ZIP")],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, coordinator, content, name, said):
    response = bring(client, coordinator.organisation.code, content, name)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_coordinator_imports_for_own_organisations_only(client, coordinator):
    stranger = OrganisationFactory()

    assert bring(client, stranger.code).status_code == 200
    assert bring(client, "file").status_code == 200
    assert not ImportRun.objects.exists()


def test_an_import_is_its_own_person_s(client, coordinator):
    bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()
    client.force_login(MembershipFactory(role="coordinator").user)

    for page in ("run", "columns", "begin", "stop", "forget", "rejected"):
        assert client.post(reverse(f"catalogue:import-{page}", args=[run.uuid])).status_code == 404
    client.force_login(UserFactory())
    assert client.get(reverse("catalogue:import")).status_code == 403


def test_an_import_stops_and_goes_on(client, coordinator, launched, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(running, "BATCH", 2)
    rows = "".join(f"Käytäntö {number};Kuvaus\n" for number in range(5))
    bring(client, coordinator.organisation.code, "Otsikko;Kuvaus\n" + rows)
    run = ImportRun.objects.get()
    press(client, run, "import", django_capture_on_commit_callbacks)
    client.post(reverse("catalogue:import-stop", args=[run.uuid]))

    runs.work(run.uuid)

    run.refresh_from_db()
    assert (run.state, run.report["created"]) == ("stopped", 2)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("catalogue:import-begin", args=[run.uuid]), {"do": "import"})
    runs.work(run.uuid)
    run.refresh_from_db()
    assert (run.state, run.report["unchanged"], run.report["created"]) == ("done", 2, 3)


def test_a_practice_of_others_is_left_alone(
    tmp_path, client, coordinator, launched, django_capture_on_commit_callbacks
):
    theirs = Practice.objects.get(imported=_imported("Heidän", tmp_path))
    content = f"id;Otsikko;Kuvaus\n{theirs.uuid};Kaapattu;Meidän\n"
    bring(client, coordinator.organisation.code, content)
    run = ImportRun.objects.get()

    press(client, run, "import", django_capture_on_commit_callbacks)
    runs.work(run.uuid)

    run.refresh_from_db()
    theirs.refresh_from_db()
    assert run.report["rejected_count"] == 1
    assert theirs.current.title.text("fi") == "Heidän"


def _imported(title, folder):
    """A practice somebody else imported."""
    file = folder / "theirs.csv"
    file.write_text(f"Otsikko;Kuvaus\n{title};Kuvaus\n", encoding="utf-8")
    running.run_import(file, running.Options())
    return ImportedRecord.objects.get()


def test_a_run_nobody_works_on_can_be_begun_again(client, coordinator, launched, django_capture_on_commit_callbacks):
    bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state="running", alive_at=timezone.now() - runs.SILENT_FOR * 2)

    assert "Keskeytynyt" in client.get(run.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("catalogue:import-begin", args=[run.uuid]), {"do": "import"})
    assert launched == [run.uuid]


def test_old_files_are_thrown_away(client, coordinator, django_capture_on_commit_callbacks):
    bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()
    path = runs.path_of(run)
    ImportRun.objects.update(created_at=timezone.now() - elsewhere.KEPT_FOR * 2)

    with django_capture_on_commit_callbacks(execute=True):
        assert elsewhere.forget_old(timezone.localdate())

    assert not ImportRun.objects.exists()
    assert not path.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_imports_costs_the_same(client, coordinator, django_assert_num_queries, count):
    for number in range(count):
        bring(client, coordinator.organisation.code, name=f"{number}.csv")
    client.get(reverse("catalogue:import"))

    with django_assert_num_queries(6):
        response = client.get(reverse("catalogue:import"))

    assert response.content.decode().count("work-list") == 1
    assert len(response.context["runs"]) == count


def test_the_command_a_run_is_worked_on_by(client, coordinator, launched, capsys, django_capture_on_commit_callbacks):
    bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()
    press(client, run, "import", django_capture_on_commit_callbacks)

    assert cli.main(["import", "continue", str(run.uuid)]) == 0
    assert cli.main(["import", "continue", str(run.uuid)]) == 0

    assert Practice.objects.count() == 1
    assert "Nothing waits there." in capsys.readouterr().err


def test_what_found_no_place_is_shown_to_those_who_edit(
    client, coordinator, launched, django_capture_on_commit_callbacks
):
    bring(client, coordinator.organisation.code)
    run = ImportRun.objects.get()
    press(client, run, "import", django_capture_on_commit_callbacks)
    runs.work(run.uuid)
    address = Practice.objects.get().get_absolute_url()

    page = client.get(address).content.decode()
    assert "Muistiinpanoja tuonnista" in page
    assert "<dt>Muuta</dt><dd>hei</dd>" in page
    client.logout()
    assert "Muistiinpanoja tuonnista" not in client.get(address).content.decode()
