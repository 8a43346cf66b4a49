"""The catalogues' tool finds what Django would look up, and notices what is wrong."""

import pytest
from babel.messages.catalog import Catalog, Message

from tools import messages


def found(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    read = messages.from_python if name.endswith(".py") else messages.from_template
    return list(read(path))


def test_templates_give_text_plural_context_and_notes(tmp_path):
    template = """{# Translators: the heading #}
<h1>{% translate "What works?" %}</h1>{% translate 'May' context "month" %}
{% blocktranslate trimmed count n=total %}
  {{ n }} practice
{% plural %}
  {{ n }} practices
{% endblocktranslate %}{% field label=_("Name") %}{{ _("it's")|upper }} {% translate "100 %" %}"""

    assert found(tmp_path, "page.html", template) == [
        ("What works?", None, ["Translators: the heading"]),
        ("May", "month", []),
        (("%(n)s practice", "%(n)s practices"), None, []),
        ("Name", None, []),
        ("it's", None, []),
        ("100 %%", None, []),
    ]


def test_modules_give_text_plural_context_and_notes(tmp_path):
    module = """# Translators: an address
A = pgettext_lazy("url", "practices/")
B = ngettext("%(n)d step", "%(n)d steps", n)
C = _("whole "
      "sentence")
"""

    assert found(tmp_path, "module.py", module) == [
        ("practices/", "url", ["Translators: an address"]),
        (("%(n)d step", "%(n)d steps"), None, []),
        ("whole sentence", None, []),
    ]


@pytest.mark.parametrize(
    ("original", "translation", "wrong"),
    [
        ("Open %(name)s", "Avaa %(name)s", False),
        ("Open %(name)s", "Avaa %(nimi)s", True),
        ("Read <a>more</a>", "Lue lisää", True),
        (("%(n)s day", "%(n)s days"), ("yksi päivä", "%(n)s päivää"), False),
        (("%(n)s day", "%(n)s days"), ("%(n)s päivä", "päivää"), True),
    ],
)
def test_variables_and_tags_must_survive_translation(original, translation, wrong):
    assert bool(messages.mismatch(Message(original, translation))) is wrong


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    for room in ("attic", "cellar"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "apps.py").write_text("")
        (tmp_path / room / "views.py").write_text('A = _("Save")\n')
        for language in messages.LANGUAGES:
            messages.update(room, language)
    return tmp_path


def translate(house, room, language, old, new):
    path = messages.catalogue_path(room, language)
    path.write_text(path.read_text().replace(old, new), encoding="utf-8")


def complete(house):
    for room in ("attic", "cellar"):
        translate(house, room, "fi", 'msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Tallenna"')
        translate(house, room, "sv", 'msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Spara"')


def test_an_untranslated_message_is_a_problem(house):
    assert "attic [fi] 'Save' is not translated" in messages.check()


def test_complete_catalogues_pass_and_compile(house):
    complete(house)

    assert messages.check() == []
    assert messages.compile_all() == 4
    assert messages.compile_all() == 0


def test_a_fuzzy_message_is_a_problem(house):
    complete(house)
    translate(house, "attic", "fi", 'msgid "Save"', '#, fuzzy\nmsgid "Save"')

    assert messages.check() == ["attic [fi] 'Save' is marked fuzzy"]


def test_a_message_nobody_uses_is_a_problem(house):
    complete(house)
    (house / "cellar" / "views.py").write_text("")

    assert "cellar [sv] 'Save' is not used any more" in messages.check()


def test_two_words_for_one_thing_are_a_problem(house):
    complete(house)
    translate(house, "cellar", "fi", "Tallenna", "Säilö")

    assert messages.check() == ["cellar and attic [fi] 'Save': 'Säilö' here, 'Tallenna' there"]


def test_updating_keeps_what_is_translated_and_offers_what_others_said(house):
    complete(house)
    (house / "attic" / "views.py").write_text('A = _("Save")\nB = _("Leave")\n')
    (house / "shed").mkdir()
    (house / "shed" / "apps.py").write_text('A = _("Save")\n')

    assert messages.update("attic", "fi") == "attic fi: 2 messages, 1 to translate, 0 dropped"
    assert messages.update("shed", "fi") == "shed fi: 1 messages, 0 to translate, 0 dropped"
    assert isinstance(messages.kept("shed", "fi"), Catalog)


PEOPLE = ("%(name)s and %(n)s person", "%(name)s and %(n)s people")


@pytest.mark.parametrize(
    ("original", "forms"),
    [
        (PEOPLE, ("%(name)s ja %(n)s ihminen", "%(name)s ja %(n)s ihmistä")),
        (PEOPLE, ("%(name)s ja yksi ihminen", "%(name)s ja %(n)s ihmistä")),
        (("One person", "%(n)s people"), ("Yksi ihminen", "%(n)s ihmistä")),
        (("One person", "%(n)s people"), ("%(n)s ihminen", "%(n)s ihmistä")),
        (("{n} person", "{n} people"), ("{n} ihminen", "{n} ihmistä")),
    ],
)
def test_plural_forms_that_are_right(original, forms):
    assert messages.plural_mismatch(original, forms) is None


@pytest.mark.parametrize(
    ("original", "forms"),
    [
        (("Still so? %(title)s", "Still so? %(n)s things"), ("Yhä? %(title)s", "Yhä? %(n)s asiaa")),
        (PEOPLE, ("%(name)s ja %(n)s ihminen", "%(n)s ihmistä")),
        (PEOPLE, ("%(name)s ja %(n)s ihminen", "%(name)s ja ihmisiä")),
        (PEOPLE, ("yksi ihminen", "%(name)s ja %(n)s ihmistä")),
        (PEOPLE, ("%(nimi)s ja %(n)s ihminen", "%(name)s ja %(n)s ihmistä")),
        (PEOPLE, ("%(name)s ja %(n)s ihminen", "%(name)s ja %(n)s %(more)s")),
        (("<b>%(n)s</b> person", "<b>%(n)s</b> people"), ("%(n)s ihminen", "<b>%(n)s</b> ihmistä")),
    ],
)
def test_plural_forms_that_would_fail_a_reader(original, forms):
    assert messages.plural_mismatch(original, forms)
