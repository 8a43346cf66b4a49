import pytest
from django.utils import translation

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import TranslatedText
from kotokaari.vocabulary.actions import import_vocabulary, load_house_vocabulary
from kotokaari.vocabulary.exporting import export_vocabulary
from kotokaari.vocabulary.models import Concept, Label, Scheme

pytestmark = pytest.mark.django_db

# The shape of sanastot.suomi.fi: terms as SKOS-XL labels in lists, no rdf:type, links in definitions. Our own words.
SUOMI = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix meta: <https://iri.suomi.fi/model/suomi-meta/> .
@prefix term: <https://iri.suomi.fi/model/term/> .
@prefix t: <https://uri.suomi.fi/terminology/example/> .
t: a skos:ConceptScheme ; skos:prefLabel "Esimerkkisanasto"@fi, "Exempelordlista"@sv .
t:concept-2 skos:inScheme t: ;
  skos:prefLabel ( [ a xl:Label ; xl:literalForm "kielikahvila"@fi ] [ a xl:Label ; xl:literalForm "språkkafé"@sv ] ) ;
  skos:altLabel ( [ a xl:Label ; xl:literalForm "juttutupa"@fi ] ) ;
  term:notRecommendedSynonym ( [ a xl:Label ; xl:literalForm "kielikerho"@fi ] ) ;
  skos:definition "<a href='https://uri.suomi.fi/terminology/example/concept-1'>palvelu</a>, jossa jutellaan"@fi ;
  skos:note ( "Usein kirjastossa."@fi ) ;
  skos:broader t:concept-1 ;
  skos:exactMatch <http://www.yso.fi/onto/yso/p1> .
t:concept-1 skos:inScheme t: ; skos:prefLabel ( [ a xl:Label ; xl:literalForm "palvelu"@fi ] ) .
t:concept-3 skos:inScheme t: ; skos:prefLabel ( [ a xl:Label ; xl:literalForm "vanha termi"@fi ] ) ;
  meta:publicationStatus "http://uri.suomi.fi/codelist/interoperabilityplatform/interoperabilityplatform_status/code/RETIRED" .
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def written(tmp_path, text, name="sample.ttl"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_the_official_terminologies_shape_loads(tmp_path):
    report = import_vocabulary(written(tmp_path, SUOMI), scheme="official", by=None)

    cafe = Concept.objects.get(code="concept-2")
    words = {(label.role, label.language, label.text) for label in cafe.labels.all()}
    assert report["created"] == 3
    assert words == {
        ("pref", "fi", "kielikahvila"),
        ("pref", "sv", "språkkafé"),
        ("alt", "fi", "juttutupa"),
        ("hidden", "fi", "kielikerho"),
    }
    assert cafe.definition.text("fi") == "palvelu, jossa jutellaan"
    assert cafe.note.text("fi") == "Usein kirjastossa."
    assert [other.code for other in cafe.broader.all()] == ["concept-1"]
    assert cafe.matches == [["exact", "http://www.yso.fi/onto/yso/p1"]]
    assert Concept.objects.get(code="concept-3").deprecated_on is not None
    assert str(Scheme.objects.get(code="official").title) == "Esimerkkisanasto"


@pytest.mark.reference
def test_yso_loads_with_its_four_languages(reference):
    report = import_vocabulary(reference / "yso" / "yso-archaeology.ttl", scheme="yso", by=None)

    languages = set(Label.objects.values_list("language", flat=True))
    assert report["created"] == Concept.objects.count() > 100
    assert {"fi", "sv", "en"} <= languages
    assert Concept.objects.filter(broader__isnull=False).exists()


@pytest.mark.reference
def test_ptvl_loads_and_empty_cells_say_nothing(reference, tmp_path):
    path = reference / "ptvl" / "ptvl_subset.csv"
    import_vocabulary(path, scheme="ptvl", by=None)
    concept = Concept.objects.get(scheme__code="ptvl", code="P1")
    Label.objects.create(concept=concept, language="sv", role="pref", text="Boende", folded="boende")

    again = import_vocabulary(path, scheme="ptvl", by=None)

    assert (again["created"], again["updated"]) == (0, 0)
    assert concept.labels.filter(language="sv", text="Boende").exists()


# Everything a concept can say: further languages, a successor, an end, matches, relations both ways, its own order.
RICH = """\
id,kind,fi,sv,se,synonyms_fi,hidden_fi,definition_fi,definition_en,note_sv,broader,related,matches,deprecated_on,replaced_by
b,service,kielikahvila,språkkafé,giellakafeá,juttutupa|juttuklubi,kielikerho,jutellaan,people talk,i biblioteket,a,c,exact http://www.yso.fi/onto/yso/p1|close urn:x:2,,
a,service,palvelu,tjänst,,,,,,,,,,,
c,theme,kieli,språk,,,,,,,,,,,
d,service,vanha,gammal,,,,,,,,,,2025-01-31,b
"""


def rich(tmp_path):
    import_vocabulary(written(tmp_path, RICH, "rich.csv"), scheme="rich", by=None)
    Scheme.objects.update(title=TranslatedText.of("fi", "Rikas", sv="Rik"), licence="CC BY 4.0")
    return Scheme.objects.get()


def forget_everything():
    Concept.objects.all().delete()
    Scheme.objects.all().delete()


PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


@pytest.mark.parametrize("form", PARSERS)
def test_out_and_in_again_is_the_same(tmp_path, form):
    from rdflib import Graph
    from rdflib.compare import isomorphic

    first = export_vocabulary(rich(tmp_path), form)
    forget_everything()

    import_vocabulary(written(tmp_path, first, f"out.{form}"), scheme="rich", by=None)
    second = export_vocabulary(Scheme.objects.get(), form)

    before = Graph().parse(data=first, format=PARSERS[form])
    assert len(before) > 40
    assert isomorphic(before, Graph().parse(data=second, format=PARSERS[form]))


def test_the_three_forms_say_the_same(tmp_path):
    from rdflib import Graph
    from rdflib.compare import isomorphic

    scheme = rich(tmp_path)
    graphs = [Graph().parse(data=export_vocabulary(scheme, form), format=PARSERS[form]) for form in PARSERS]

    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])


def test_the_house_vocabulary_goes_out_and_comes_back_as_another(tmp_path):
    load_house_vocabulary()
    first = export_vocabulary(Scheme.objects.get(), "ttl")
    forget_everything()

    report = import_vocabulary(written(tmp_path, first, "out.ttl"), scheme="copy", by=None)

    assert (report["created"], report["left_out"]) == (358, [])
    assert export_vocabulary(Scheme.objects.get(), "ttl").count("skos:related") == first.count("skos:related") > 100


def test_csv_out_and_in_again_is_the_same(tmp_path):
    first = export_vocabulary(rich(tmp_path), "csv")
    forget_everything()

    import_vocabulary(written(tmp_path, first, "out.csv"), scheme="copy", by=None)

    assert export_vocabulary(Scheme.objects.get(), "csv") == first


@pytest.mark.parametrize("form", ["ttl", "jsonld", "rdf"])
def test_odd_characters_survive(tmp_path, form):
    text = 'id,fi,definition_fi\nx,"a ""b"" \\ <c> & d@e","rivi\nja  toinen \' ”"\n'
    import_vocabulary(written(tmp_path, text, "odd.csv"), by=None)
    first = export_vocabulary(Scheme.objects.get(), form)
    Scheme.objects.all().delete()

    import_vocabulary(written(tmp_path, first, f"odd.{form}"), by=None)

    concept = Concept.objects.get()
    assert concept.labels.get().text == 'a "b" \\ <c> & d@e'
    assert concept.definition.text("fi") == "rivi\nja  toinen ' ”"


def test_reading_again_changes_nothing(tmp_path):
    path = written(tmp_path, SUOMI)
    import_vocabulary(path, scheme="official", by=None)

    again = import_vocabulary(path, scheme="official", by=None)

    assert (again["created"], again["updated"], again["deprecated"], again["unchanged"]) == (0, 0, 0, 3)


def test_what_is_gone_from_a_new_file_is_no_longer_in_use_but_stays(tmp_path):
    import_vocabulary(written(tmp_path, "id,fi\na,yksi\nb,kaksi\n", "v.csv"), by=None)

    report = import_vocabulary(written(tmp_path, "id,fi\na,yksi\n", "v.csv"), by=None)

    assert report["deprecated"] == 1
    assert Concept.objects.get(code="b").deprecated_on is not None


def test_a_dry_run_writes_nothing(tmp_path):
    report = import_vocabulary(written(tmp_path, SUOMI), scheme="official", dry_run=True, by=None)

    assert report["created"] == 3
    assert not Scheme.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        ("a.csv", "name,fi\nx,yksi\n", ["a.csv", "row 1", "“id”"]),
        ("a.csv", "id,fi\nx,yksi\nx,kaksi\n", ["a.csv", "row 3", "“id”", "row 2"]),
        ("a.csv", "id,fi\n,yksi\n", ["a.csv", "row 2", "“id”"]),
        ("a.csv", "id,fi,broader\nx,yksi,x\n", ["a.csv", "row 2", "“broader”", "“x”"]),
        ("a.csv", f"id,fi\nx,{'y' * 301}\n", ["a.csv", "row 2", "“fi”", "300"]),
        ("a.csv", "id,fi,deprecated_on\nx,yksi,eilen\n", ["a.csv", "row 2", "“deprecated_on”", "2026-01-31"]),
        ("a.ttl", "@prefix skos: <http://x/> .\n\nskos:a skos:b .\n", ["a.ttl", "line 3", "Turtle"]),
        ("a.ttl", "<http://a> <http://b> <http://c> .", ["a.ttl", "skos:Concept"]),
        ("a.rdf", "<rdf:RDF\n>", ["a.rdf", "line", "RDF/XML"]),
        ("a.jsonld", '{"@context": "https://example.org/context"}', ["a.jsonld", "“@context”"]),
        ("a.jsonld", '{\n"a": }', ["a.jsonld", "line 2"]),
        ("a.docx", "x", ["a.docx", ".ttl"]),
    ],
)
def test_bad_input_is_one_sentence_that_says_where_and_what(tmp_path, name, text, parts):
    with pytest.raises(BadInput) as refused:
        import_vocabulary(written(tmp_path, text, name), by=None)

    sentence = str(refused.value)
    assert [part for part in parts if part not in sentence] == []
    assert "\n" not in sentence
    assert not Scheme.objects.exists()


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,fi\nx,\xff\xfe\n")

    with pytest.raises(BadInput, match="UTF-8"):
        import_vocabulary(path, by=None)


def test_a_relation_that_leads_nowhere_is_told_and_left_out(tmp_path):
    report = import_vocabulary(written(tmp_path, "id,fi,broader\nx,yksi,y\n", "v.csv"), by=None)

    assert report["created"] == 1
    assert ["row 2" in sentence and "“y”" in sentence for sentence in report["left_out"]] == [True]


def test_the_house_vocabulary_is_not_overwritten_by_a_file(tmp_path):
    with pytest.raises(BadInput, match="house"):
        import_vocabulary(written(tmp_path, "id,fi\nx,yksi\n", "kotokaari.csv"), by=None)
