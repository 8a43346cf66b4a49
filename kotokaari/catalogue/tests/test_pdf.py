import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from kotokaari.catalogue import pdf
from kotokaari.foundation import typesetting

from .factories import a_draft, a_practice, draft_of

pytestmark = pytest.mark.django_db

HOSTILE = [
    '#panic("x") $ x $ @ref ] [ \\ `raw` // comment /* */ "quoted" <label> = heading *bold* _it_ ~ #let d = 1',
    "שלום عليكم +358 40 123 4567 \u202eabc\u202c \u2066def\u2069",
    "😀 漢字 ትግርኛ \x07 \ufffe \U0010ffff",
    "x" * 3000,
    "one\n\n\n\ntwo\r\nthree\u2028four",
    "{{ url }} {% now %} <script>alert(1)</script> &amp; \\u{41}",
]


def paper(client, practice, name, language="en"):
    with override(language):
        return client.get(reverse(f"catalogue:{name}", args=["a", practice.key]))


def read(content):
    return PdfReader(io.BytesIO(content))


def words_in(reader):
    return " ".join("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


@pytest.mark.parametrize("name", ["card", "paper"])
def test_the_pdf_is_tagged_titled_and_in_the_readers_language(client, name):
    practice = a_practice(title="A club for talking")

    response = paper(client, practice, name, "sv")

    reader = read(response.content)
    root = reader.trailer["/Root"]
    assert response["Content-Type"] == "application/pdf"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "sv"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "A club for talking"


def test_the_card_answers_on_one_page(client):
    practice = a_practice(title="A club for talking", not_suitable_when={"en": "There is no host."})

    reader = read(paper(client, practice, "card").content)

    told = words_in(reader)
    assert len(reader.pages) == 1
    assert round(float(reader.pages[0].mediabox.width)) == 595
    for words in ("A club for talking", "A host, a table and time", "There is no host.", "Jyväskylä"):
        assert words in told


def test_the_card_stays_on_one_page_however_long_the_texts(client):
    practice = a_practice(solution={"en": "word " * 5000}, not_suitable_when={"en": "never " * 5000})

    reader = read(paper(client, practice, "card").content)

    assert len(reader.pages) == 1
    assert "…" in words_in(reader)


def test_the_whole_practice_has_all_five_thousand_words(client):
    practice = a_practice(solution={"en": "word " * 4999 + "finish"})

    reader = read(paper(client, practice, "paper").content)

    assert words_in(reader).count("word") >= 4999
    assert "finish" in words_in(reader)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["card", "paper"])
def test_no_text_breaks_the_paper_or_becomes_a_command(client, text, name):
    practice = a_practice(
        title="Club " + text.strip()[:200],
        solution={"en": text + " and the end"},
        challenge={"en": text},
        steps=[{"actor": {"en": text[:80].replace("\n", " ") or "x"}, "action": {"en": text or "x"}}],
    )

    response = paper(client, practice, name)

    assert response.status_code == 200
    assert "and the end" in words_in(read(response.content))


def test_commands_stand_on_the_paper_as_they_were_written(client):
    practice = a_practice(solution={"en": "Type #panic() and $x$ then [a] *b*"})

    assert "Type #panic() and $x$ then [a] *b*" in words_in(read(paper(client, practice, "card").content))


def test_a_text_in_another_language_says_so(client):
    practice = a_practice(title="A club for talking")

    assert "in English" in words_in(read(paper(client, practice, "card", "sv").content)).replace(
        "på engelska", "in English"
    )


def test_strangers_get_no_paper_of_a_draft(client):
    assert paper(client, a_draft(), "card").status_code == 404


def test_those_who_write_see_their_draft_on_paper(client):
    practice = a_draft()
    whole = pdf.paper(practice, draft_of(practice), "en", "card")

    assert "draft" in words_in(read(whole))


def test_a_withdrawn_practice_has_no_paper(client):
    assert paper(client, a_practice(status="withdrawn"), "card").status_code == 410


def test_the_letters_of_the_font_are_known():
    letters = typesetting._our_letters()

    assert all(ord(letter) in letters for letter in "aåäöÅÄÖšž€–«»яґ�سڵڤ")
    assert not any(ord(letter) in letters for letter in "漢😀ት")


def test_long_words_can_be_broken_and_short_ones_stay():
    assert typesetting.breakable("a" * 40) == "a" * 36 + "\u200b" + "aaaa"
    assert typesetting.breakable("kotoutumissuunnitelma") == "kotoutumissuunnitelma"


def test_a_text_is_cut_only_when_it_is_too_long():
    assert pdf.shortened("one two three", 3) == "one two three"
    assert pdf.shortened("one two three", 2) == "one two …"
