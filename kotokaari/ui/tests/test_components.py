import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from kotokaari.foundation.text import TranslatedText
from kotokaari.ui.public import Column, Facet, FacetOption, Station, query_toggled, query_with
from kotokaari.ui.templatetags.ui import register


def drawn(source, query="", **context):
    request = RequestFactory().get(f"/en/list/{query}")
    with override("en"):
        return Template(source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "no-such-icon" %}',
        '{% button "Save" variant="purple" %}',
        '{% status "Draft" "orange" %}',
        '{% empty_state "None" "Nothing here" action="Add" %}',
        '{% card "Title" tone="loud" %}{% endcard %}',
    ],
)
def test_a_wrong_value_is_an_error(source):
    with pytest.raises(ValueError, match=r"one of|neither"):
        drawn(source)


def test_a_wrong_argument_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        drawn('{% button "Save" colour="red" %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% tag words %}",
        "{% tag words href=words %}",
        "{% status words %}",
        "{% chip words words %}",
        "{% chip words words selected=True %}",
        "{% button words name=words value=words %}",
        "{% link_button words words %}",
        "{% ltr words %}",
        "{% reading words %}",
        "{% reading words block=True %}",
        "{% card words href=words eyebrow=words %}{% endcard %}",
        "{% meter 5 words words %}",
        "{% empty_state words words %}",
        "{% icon 'check' words %}",
        "{% example_mark words %}",
    ],
)
def test_what_people_write_is_never_markup(source):
    assert "<script" not in drawn(source, words='"><script>alert(1)</script>')


def test_every_component_stands_in_the_gallery():
    gallery = (Path(__file__).parent.parent / "templates/ui/gallery.html").read_text()
    base = (Path(__file__).parent.parent / "templates/ui/base.html").read_text()
    missing = [name for name in register.tags if not name.startswith("end") and f"{{% {name}" not in gallery + base]

    assert missing == []


def test_every_component_is_in_the_docs():
    page = (Path(__file__).parents[3] / "docs/ui.md").read_text()

    assert [name for name in register.tags if f"`{name}" not in page and name != "flash"] == []


def test_a_text_in_another_language_says_so():
    text = TranslatedText.of("fi", "Kielikahvila")

    assert drawn("{% reading text %}", text=text) == (
        '<span lang="fi" dir="ltr">Kielikahvila</span> <span class="reading-note">(in Finnish)</span>'
    )
    assert "Shown in Finnish" in drawn("{% reading text block=True %}", text=text)
    assert drawn("{% reading text note=False %}", text=text) == '<span lang="fi" dir="ltr">Kielikahvila</span>'


def test_a_machine_translation_behind_its_original_says_both():
    text = TranslatedText.of("fi", "Vanha").with_translation("en", "Old", status="machine").with_source("Uusi")

    assert "(machine translation, the original has changed)" in drawn("{% reading text %}", text=text)


def test_a_text_in_the_readers_language_says_nothing():
    assert drawn("{% reading text %}", text=TranslatedText.of("fi", "Kahvila", en="Café")) == "Café"


@pytest.mark.parametrize(("language", "words"), [("fi", "2.1.2026"), ("sv", "2.1.2026"), ("en", "2 January 2026")])
def test_a_day_is_written_as_people_write_it(language, words):
    with override(language):
        made = Template("{% day on %}").render(Context({"on": dt.date(2026, 1, 2)}))

    assert made == f'<time datetime="2026-01-02">{words}</time>'


def test_a_moment_is_told_in_the_readers_time_zone():
    at = dt.datetime(2026, 11, 22, 22, 5, tzinfo=dt.UTC)

    assert "23 November 2026 0:05" in drawn("{% moment at %}", at=at)
    assert "23 November 2026" in drawn("{% day at %}", at=at)


@pytest.mark.parametrize(("language", "words"), [("fi", "23.11.2026 0.05"), ("en", "23 November 2026 0:05")])
def test_a_letter_writes_a_day_and_a_clock_without_markup(language, words):
    at = dt.datetime(2026, 11, 22, 22, 5, tzinfo=dt.UTC)
    with override(language):
        made = Template("{{ at|day_words }} {{ at|clock_words }}{{ no|day_words }}{{ no|clock_words }}")

        assert made.render(Context({"at": at, "no": None})) == words


def test_pagination_keeps_the_rest_of_the_address():
    page = Paginator(range(100), 10).page(3)

    made = drawn("{% pagination page %}", "?theme=work&theme=family&page=3", page=page)

    assert 'href="?theme=work&amp;theme=family&amp;page=4" rel="next"' in made
    assert 'aria-current="page"' in made


def test_one_page_needs_no_pagination():
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_a_heading_sorts_and_turns_around():
    columns = [Column("title", "Title", sortable=True), Column("cost", "Cost", numeric=True)]
    source = '{% table columns "Practices" default_sort="title" %}<tr><td>x</td><td>1</td></tr>{% endtable %}'

    first, again = drawn(source, "?q=a&page=4", columns=columns), drawn(source, "?sort=-title", columns=columns)

    assert 'aria-sort="ascending"><a href="?q=a&amp;sort=-title"' in first
    assert 'aria-sort="descending"><a href="?sort=title"' in again
    assert '<th scope="col" class="number">Cost</th>' in first


def test_a_facet_says_what_is_chosen_and_how_many_there_are():
    group = Facet("theme", "Theme", [FacetOption("Work", "?theme=work", 9), FacetOption("Home", "?", 2, True)])

    made = drawn("{% facet group %}", group=group)

    assert made.count('aria-current="true"') == 1
    assert '<span class="facet-count">9</span>' in made


def test_toggling_a_value_adds_it_removes_it_and_goes_to_page_one():
    request = RequestFactory().get("/?theme=work&page=3")

    assert query_toggled(request.GET, "theme", "home") == "?theme=work&theme=home"
    assert query_toggled(request.GET, "theme", "work") == "?"
    assert query_with(request.GET, sort="name") == "?theme=work&page=3&sort=name"


def test_the_arc_shows_three_neighbours_on_a_phone_and_all_in_the_list():
    stations = [Station(key, key, state="here" if key == "a" else "hollow") for key in "abcde"]

    made = drawn("{% arc_strip stations %}", stations=stations)

    assert made.count("<li") == 5
    assert made.count("data-far") == 2
    assert made.count('aria-current="step"') == 1
    assert 'data-rise="12"' in made


def test_the_arc_takes_plain_dicts_and_invites():
    made = drawn(
        "{% arc_strip stations %}",
        stations=[{"key": "a", "label": "Adoption", "state": "hollow", "invite": "be the first", "href": "/add"}],
    )

    assert "be the first" in made


class Card(forms.Form):
    title = forms.CharField(help_text="In plain words")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    place = forms.ChoiceField(choices=[("", "-"), ("v", "Vantaa")], required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_is_tied_to_its_label_help_and_error():
    made = drawn("{% field form.title %}", form=Card({"title": ""}))

    assert '<label class="ds-label" for="id_title">' in made
    assert 'aria-describedby="id_title_helptext id_title_error"' in made
    assert 'id="id_title_helptext"' in made
    assert 'id="id_title_error"' in made
    assert 'aria-invalid="true"' in made


def test_a_group_is_a_fieldset_that_says_its_error_once():
    made = drawn("{% field form.kind %}", form=Card({"title": "x"}))

    assert made.count("id_kind_error") == 2
    assert '<fieldset class="ds-fieldset field" aria-describedby="id_kind_error" id="id_kind">' in made


def test_the_summary_links_to_every_field_that_is_wrong():
    made = drawn("{% error_summary form %}", form=Card({}))

    assert 'href="#id_title"' in made
    assert 'href="#id_kind' in made


def test_a_form_in_order_has_no_summary():
    assert drawn("{% error_summary form %}", form=Card()) == ""
    assert drawn("{% error_summary form %}", form=Card({"title": "x", "kind": "a"})) == ""


def test_the_summarys_links_meet_the_ids_of_the_controls():
    form = Card({})

    summary, fields = drawn("{% error_summary form %}", form=form), drawn("{% form_fields form %}", form=form)

    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in fields


def test_a_form_by_itself_looks_like_the_house():
    made = drawn("{{ form }}", form=Card({}))

    assert "<error-summary" in made
    assert 'class="ds-label"' in made
    assert 'type="hidden" name="token"' in made


def test_a_combobox_is_a_plain_select_underneath():
    made = drawn("{% combobox form.place %}", form=Card({"place": "v"}))

    assert '<option value="v" selected>Vantaa</option>' in made
    assert 'name="place" id="id_place"' in made


def test_grouped_choices_can_be_found_too():
    class Grouped(forms.Form):
        place = forms.ChoiceField(choices=[("Uusimaa", [("v", "Vantaa"), ("e", "Espoo")]), ("j", "Jyväskylä")])

    made = drawn("{% combobox form.place %}", form=Grouped())

    assert [value in made for value in ('value="v"', 'value="e"', 'value="j"')] == [True] * 3


def test_no_component_has_inline_script_or_style():
    pages = Path(__file__).parent.parent / "templates/ui"
    for page in pages.glob("*.html"):
        text = page.read_text()
        assert not re.search(r"\sstyle=|\son(click|load|change|input|submit)=|<style", text), page.name
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", text)), page.name


@pytest.mark.parametrize(("attrs", "count"), [({"data-words": "30-100"}, 1), ({}, 0)])
def test_a_field_with_advised_words_counts_them(attrs, count):
    class Form(forms.Form):
        about = forms.CharField(widget=forms.Textarea(attrs=attrs))

    page = drawn("{% field form.about %}", form=Form())

    assert page.count("<word-count") == count
    assert page.count("Words: {count} of {most}, {over} over") == count
