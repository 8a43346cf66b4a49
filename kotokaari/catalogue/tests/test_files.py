"""Uploads: what is taken, and what is refused in a sentence."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kotokaari.catalogue import actions
from kotokaari.catalogue.logic.files import FileRefused, check_file, clean_name
from kotokaari.catalogue.models import Attachment
from kotokaari.foundation.errors import BadInput
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory

from .factories import a_draft, a_practice


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


LIMIT = 20 * 1024 * 1024


def picture(kind="PNG", size=(8, 8)):
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind)
    return made.getvalue()


def archive(**entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return made.getvalue()


def docx(**more):
    return archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<x/>"})

TAKEN = {
    "guide.pdf": PDF,
    "photo.png": picture(),
    "photo.jpg": picture("JPEG"),
    "photo.jpeg": picture("JPEG"),
    "photo.webp": picture("WEBP"),
    "form.docx": docx(),
    "sums.xlsx": archive(**{"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>"}),
    "talk.pptx": archive(**{"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<w/>"}),
    "form.odt": ODT,
    "notes.txt": "Ääkköset\nja rivejä".encode(),
    "table.csv": "a;b\n1;2\n".encode("utf-8-sig"),
}

REFUSED = {
    "svg": (
        "drawing.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "cannot be taken",
    ),
    "svg as text": (
        "drawing.txt",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        "cannot be taken",
    ),
    "page as text": ("page.txt", b"  <!DOCTYPE html><script>alert(1)</script>", "cannot be taken"),
    "program": ("run.exe", b"MZ\x90\x00" + bytes(64), "cannot be taken"),
    "program as pdf": ("guide.pdf", b"MZ\x90\x00" + bytes(64), "cannot be taken"),
    "program as text": ("guide.txt", b"MZ\x00\x00" + bytes(64), "cannot be taken"),
    "picture as pdf": ("guide.pdf", picture(), "its content is png"),
    "document as picture": ("photo.png", docx(), "its content is docx"),
    "no extension": ("guide", PDF, "Rename"),
    "empty": ("guide.pdf", b"", "empty"),
    "cut pdf": ("guide.pdf", b"%PDF-1.7\n1 0 obj", "cut short"),
    "broken picture": ("photo.png", picture()[:40], "broken"),
    "plain zip": ("things.zip", archive(a="b"), "cannot be taken"),
    "macros": ("form.docx", docx(**{"word/vbaProject.bin": "x"}), "macros"),
    "bomb": ("form.docx", docx(**{"word/media/a.xml": "0" * 30_000_000}), "unpack"),
    "crowd": ("form.docx", docx(**{f"word/{n}.xml": "" for n in range(5001)}), "unpack"),
    "escape": ("form.docx", docx(**{"../../etc/passwd": "x"}), "outside"),
    "broken zip": ("form.docx", docx()[:60], "broken"),
    "picture and archive": ("photo.png", picture() + docx(), "two kinds"),
    "pdf and archive": ("guide.pdf", PDF + archive(a="b") + b"%%EOF", "two kinds"),
    "old encoding": ("notes.txt", "Ääkköset".encode("latin-1"), "UTF-8"),
}


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_known_by_its_content(name):
    kind = check_file(upload(name, TAKEN[name]), name, limit=LIMIT)

    assert kind.fits(name.rpartition(".")[2])


@pytest.mark.parametrize("trap", REFUSED)
def test_a_bad_file_is_refused_in_a_sentence(trap):
    name, content, words = REFUSED[trap]

    with pytest.raises(FileRefused, match=words):
        check_file(upload(name, content), name, limit=LIMIT)


def test_a_picture_of_too_many_pixels_is_not_opened(monkeypatch):
    monkeypatch.setattr("kotokaari.catalogue.logic.files.MOST_PIXELS", 100)

    with pytest.raises(FileRefused, match="too large to open"):
        check_file(upload("photo.png", picture(size=(20, 20))), "photo.png", limit=LIMIT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.ini.txt", "win.ini.txt"),
        ("/abs/olute.PDF", "olute.pdf"),
        (".htaccess", "htaccess"),
        ("a\x00b\u202egpj.pdf", "abgpj.pdf"),
        ("con.txt", "_con.txt"),
        ("", "file"),
        ("  .. ", "file"),
        ("opas: äiti?.pdf", "opas_ äiti_.pdf"),
    ],
)
def test_a_name_is_only_a_name(typed, kept):
    assert clean_name(typed) == kept


@given(st.text(max_size=300))
def test_no_name_leads_anywhere(typed):
    name = clean_name(typed)

    assert 0 < len(name) <= 121
    assert not set(name) & set("/\\:\0\n")
    assert not name.startswith(".")


@pytest.mark.django_db
class TestOverHttp:
    @pytest.fixture(autouse=True)
    def _folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    @pytest.fixture
    def practice(self):
        return a_practice()

    @pytest.fixture
    def desk(self, client, practice):
        client.force_login(MembershipFactory(organisation=practice.owner, role=Role.COORDINATOR).user)
        return client

    def add(self, practice, name="guide.pdf", content=PDF):
        return actions.add_attachment(practice, file=upload(name, content), by=UserFactory())

    def test_a_file_is_kept_under_a_name_nobody_can_guess(self, practice, tmp_path):
        kept = self.add(practice, "../../opas.pdf")

        assert kept.name == "opas.pdf"
        assert "opas" not in kept.file.name
        assert tmp_path in [*tmp_path.joinpath(kept.file.name).parents]
        assert len(kept.sha256) == 64

    def test_a_refusal_is_bad_input(self, practice):
        with pytest.raises(BadInput, match="cannot be taken"):
            self.add(practice, "drawing.svg", b"<svg/>")

    def test_fifty_megabytes_are_refused_with_a_sentence(self, desk, practice):
        file = upload("guide.pdf", PDF + bytes(50 * 1024 * 1024))

        html = desk.post(reverse("catalogue:files", args=[practice.key]), {"file": file}).content.decode()

        assert "The file is 50 MB. The largest that can be taken is 20 MB." in html
        assert not Attachment.objects.exists()

    def test_a_file_is_given_to_be_saved_never_to_be_run(self, client, practice):
        kept = self.add(practice)

        response = client.get(reverse("catalogue:file", args=[kept.uuid, kept.name]))

        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"] == 'attachment; filename="guide.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/pdf"

    def test_a_draft_s_file_is_not_there_for_strangers(self, client):
        kept = self.add(a_draft())

        assert client.get(reverse("catalogue:file", args=[kept.uuid, kept.name])).status_code == 404

    def test_a_removed_file_is_gone(self, desk, practice, tmp_path, django_capture_on_commit_callbacks):
        kept = self.add(practice)
        stored = tmp_path / kept.file.name
        assert stored.exists()

        with django_capture_on_commit_callbacks(execute=True):
            desk.post(reverse("catalogue:file-remove", args=[practice.key, kept.uuid]))

        assert not stored.exists()
        assert desk.get(reverse("catalogue:file", args=[kept.uuid, kept.name])).status_code == 404
