"""Translations: made, behind, still right, reviewed; and never changing what was published."""

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.catalogue import actions, logic
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText, fingerprint
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory

from .factories import a_draft, a_practice, draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


@pytest.fixture
def practice():
    return a_practice(title="The club", steps=[{"actor": {"en": "Host"}, "action": {"en": "Opens the door"}}])


@pytest.fixture
def desk(client, practice):
    client.force_login(MembershipFactory(role=Role.SPECIALIST).user)
    return client


def step_path(practice):
    return f"steps.{practice.current.record['steps'][0]['id']}.action"


def test_a_translation_leaves_the_version_as_it_was_published(practice):
    version = practice.current
    before = version.digest

    actions.translate(version, path="title", language="sv", text="Klubben", by=UserFactory())

    version.refresh_from_db()
    assert version.title.read("sv").text == "Klubben"
    assert (version.digest, version.number, version.state) == (before, 1, "published")
    change = version.translation_changes.get()
    assert (change.text, change.source_text, change.before) == ("Klubben", "The club", "")


def test_the_words_in_a_step_are_translated_by_their_path(practice):
    actions.translate(practice.current, path=step_path(practice), language="fi", text="Avaa oven", by=UserFactory())

    practice.current.refresh_from_db()
    assert logic.get_text(practice.current.whole, step_path(practice)).text("fi") == "Avaa oven"


def test_a_version_can_be_read_in_a_language_when_its_core_can(practice):
    for path in ("title", "summary", "solution"):
        actions.translate(practice.current, path=path, language="fi", text="Suomeksi", by=UserFactory())

    practice.current.refresh_from_db()
    assert practice.current.languages == "|fi|en|"


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("title", "en", "written in"), ("challenge", "sv", "nothing to translate"), ("title", "ar", "Finnish, Swedish")],
)
def test_what_cannot_be_translated_says_so(practice, path, language, words):
    with pytest.raises(DomainError, match=words):
        actions.translate(practice.current, path=path, language=language, text="x", by=UserFactory())


def test_a_superseded_version_is_left_alone(practice):
    old, anna = practice.current, UserFactory()
    actions.publish(actions.start_correction(practice, by=anna), by=anna)

    with pytest.raises(DomainError, match="superseded"):
        actions.translate(old, path="title", language="sv", text="Klubben", by=anna)


def corrected(practice, title):
    anna = UserFactory()
    draft = actions.start_correction(practice, by=anna)
    actions.save_draft(draft, data={"title": title}, by=anna)
    return actions.publish(draft, by=anna)


def test_a_corrected_source_makes_its_translations_stale_until_someone_vouches(practice):
    actions.translate(practice.current, path="title", language="sv", text="Klubben", by=UserFactory())
    version = corrected(practice, "The open club")
    assert version.title.is_stale("sv")

    actions.confirm_translation(version, path="title", language="sv", by=UserFactory())

    version.refresh_from_db()
    assert not version.title.is_stale("sv")
    assert version.title.text("sv") == "Klubben"


def test_a_review_is_kept(practice):
    actions.translate(practice.current, path="title", language="sv", text="Klubben", status="machine", by=None)

    actions.review_translation(practice.current, path="title", language="sv", by=UserFactory())

    practice.current.refresh_from_db()
    assert practice.current.title.renderings["sv"].status == "reviewed"


def test_there_is_nothing_to_review_where_nothing_is(practice):
    with pytest.raises(DomainError, match="no translation"):
        actions.review_translation(practice.current, path="title", language="sv", by=UserFactory())


def test_a_translation_made_while_a_correction_is_written_is_not_lost(practice):
    anna = UserFactory()
    draft = actions.start_correction(practice, by=anna)
    actions.save_draft(draft, data={"title": "The open club"}, by=anna)

    actions.translate(practice.current, path="title", language="sv", text="Klubben", by=anna)
    actions.translate(practice.current, path="summary", language="sv", text="Kort sagt", by=anna)
    version = actions.publish(draft_of(practice), by=anna)

    assert (version.title.text("sv"), version.title.is_stale("sv")) == ("Klubben", True)
    assert (version.summary.text("sv"), version.summary.is_stale("sv")) == ("Kort sagt", False)


def page_of(client, practice, section="essence"):
    return client.get(reverse("catalogue:translate", args=[practice.key]) + f"?section={section}").content.decode()


def post(client, practice, data, section="essence"):
    return client.post(reverse("catalogue:translate", args=[practice.key]) + f"?section={section}", data)


def test_a_specialist_translates_side_by_side(desk, practice):
    post(desk, practice, {"sv:title": "Klubben", "was-sv:title": fingerprint("")})

    practice.current.refresh_from_db()
    assert practice.current.title.read("sv").text == "Klubben"
    assert "Klubben" in page_of(desk, practice)


def test_a_stale_translation_shows_what_changed_in_the_source(desk, practice):
    actions.translate(practice.current, path="title", language="sv", text="Klubben", by=UserFactory())
    corrected(practice, "The open club")

    html = page_of(desk, practice)

    assert "behind the original" in html
    assert "open" in html.split("<ins>")[1].split("</ins>")[0]
    post(desk, practice, {"confirm": "sv:title"})
    assert "behind the original" not in page_of(desk, practice)


def test_two_translators_do_not_overwrite_each_other(desk, practice):
    actions.translate(practice.current, path="title", language="sv", text="Deras", by=UserFactory())

    html = post(desk, practice, {"sv:title": "Min", "was-sv:title": fingerprint("")}).content.decode()

    practice.current.refresh_from_db()
    assert practice.current.title.text("sv") == "Deras"
    assert "Min" in html
    assert "Deras" in html


def test_untouched_boxes_do_not_bring_back_old_words(desk, practice):
    actions.translate(practice.current, path="title", language="sv", text="Nya", by=UserFactory())

    post(desk, practice, {"sv:title": "Gamla", "was-sv:title": fingerprint("Gamla")})

    practice.current.refresh_from_db()
    assert practice.current.title.text("sv") == "Nya"


def test_a_draft_is_translated_before_it_is_published():
    practice = a_draft(title="The club")

    actions.translate(draft_of(practice), path="title", language="sv", text="Klubben", by=UserFactory())

    assert draft_of(practice).title.text("sv") == "Klubben"


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_the_same_whatever_its_length(client, count, django_assert_max_num_queries):
    steps = [{"actor": {"en": f"Host {n}"}, "action": {"en": "Opens"}} for n in range(count)]
    practice = a_practice(steps=steps)
    client.force_login(MembershipFactory(role=Role.SPECIALIST).user)
    page_of(client, practice, "how")

    with django_assert_max_num_queries(13):
        html = page_of(client, practice, "how")

    assert html.count("<textarea") + html.count('type="text"') >= 4 * count


def test_reading_falls_back_where_a_translation_was_taken_away(practice):
    actions.translate(practice.current, path="title", language="sv", text="Klubben", by=UserFactory())
    actions.remove_translation(practice.current, path="title", language="sv", by=UserFactory())

    practice.current.refresh_from_db()
    reading = practice.current.title.read("sv")
    assert (reading.text, reading.is_fallback) == ("The club", True)
    assert isinstance(practice.current.title, TranslatedText)
