"""Pages taken apart and written again; addresses and their files; names that must not get out."""

import pytest

from kotokaari.opendata.keeping import addresses, markup
from kotokaari.opendata.keeping.pages import without_links
from kotokaari.opendata.keeping.personal import Persons
from kotokaari.people.tests.factories import UserFactory


@pytest.mark.parametrize(
    "page",
    [
        '<!doctype html>\n<html lang="fi"><head><title>A &amp; b < c</title></head><body><p>x<br>y</p></body></html>\n',
        '<p title="&lt;b&gt;" hidden>&copy; 1 &lt; 2</p>',
        '<svg><path d="M0 0"></path></svg><!-- <p> -->',
        '<script type="application/ld+json">{"a": "<p>"}</script>',
        '<textarea><iframe src="x"></textarea>',
        '<a href="?a=1&amp;b=2">x</a>',
    ],
)
def test_what_is_not_changed_is_written_as_it_was(page):
    assert markup.read(page).write() == page


@pytest.mark.parametrize("page", ["<p>", "<p></div>", "</p>", "<b><i></b></i>", "<script>x"])
def test_a_page_that_is_not_closed_in_order_is_refused(page):
    with pytest.raises(ValueError, match=r"is not closed|ends"):
        markup.read(page)


def test_a_value_cannot_end_its_attribute():
    element = markup.Element("p", {"title": '"><script>'})

    assert element.write() == '<p title="&quot;&gt;&lt;script&gt;"></p>'


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/fi/", "fi/index.html"),
        ("/fi/paikat/fi:092/", "fi/paikat/fi-092/index.html"),
        ("/en/practices/?theme=a&page=2", "en/practices/theme-a/page-2/index.html"),
        ("/en/practices/?page=1&sort=title", "en/practices/index.html"),
        ("/en/practices/?theme=a&theme=b", None),
        ("/en/practices/?theme=a&kind=b", None),
        ("/en/practices/?theme=../../etc", "en/practices/theme-..-..-etc/index.html"),
        ("/sv/a-o/%C3%84/", "sv/a-o/AE/index.html"),
        ("/en/account/login/", None),
        ("/en/practices/write/", None),
        ("/en/no-such-page/", None),
        ("/static/ui/mark.svg?v=0a1b", "static/ui/mark.0a1b.svg"),
        ("/id/8e185290-156b-4f56-8c96-08ea326402ad", "id/8e185290-156b-4f56-8c96-08ea326402ad/index.html"),
        ("/open-data/practices.csv", "open-data/practices.csv"),
    ],
)
def test_an_address_has_one_file_or_none(address, file):
    found = addresses.Plan().target(address)

    assert (found.file if found else None) == file


def test_every_way_to_write_a_list_leads_to_one_file():
    plan = addresses.Plan()

    files = {
        plan.target(address, "/en/practices/").file
        for address in ("", "?", "?sort=newest", "?page=1", "/en/practices/")
    }

    assert files == {"en/practices/index.html"}


def test_links_that_lead_nowhere_become_words():
    page = '<p><a href="../b/index.html#x">b</a> <a class="ds-button" href="../b/index.html">go</a> <a href="../c/index.html">c</a></p>'

    assert (
        without_links(page, {"b/index.html"}, "a/index.html")
        == '<p><span>b</span>  <a href="../c/index.html">c</a></p>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask Aino Ainokainen, or", "Ask (name left out), or"),
        ("AINO  AINOKAINEN", "(name left out)"),
        ('title="Aino Ainokainen"', 'title="(name left out)"'),
        ("Aino knows, Ainokainen too", "Aino knows, Ainokainen too"),
        ("Write to Aino@Example.net.", "Write to ."),
        ("Write to info@example.net", "Write to info@example.net"),
        ("Aino Ainokainenlainen", "Aino Ainokainenlainen"),
        ("Aino, AINO and aino Ainokainen", "Aino, AINO and (name left out)"),
    ],
)
def test_names_and_addresses_of_people_stay_at_home(text, left):
    UserFactory(name="Aino Ainokainen", email="aino@example.net")

    assert Persons().left_out(text).replace("(nimi jätetty pois)", "(name left out)") == left
