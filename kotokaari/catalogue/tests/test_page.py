"""The page of a practice: the answer first, the rest behind it, and what became of it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kotokaari.catalogue import actions, reading
from kotokaari.catalogue.models import Attachment, Contact, Grant, Partner, Practice
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory

from .factories import ContactFactory, ProjectFactory, a_draft, a_practice, draft_of

pytestmark = pytest.mark.django_db


def address(practice, name="practice", *args, language="en"):
    with override(language):
        if name == "practice":
            return practice.get_absolute_url()
        return reverse(f"catalogue:{name}", args=[practice.slug, practice.key, *args])


def read(client, practice, language="en"):
    return client.get(address(practice, language=language)).content.decode()


def correct(practice, by=None, **fields):
    """A new version of a practice."""
    by = by or UserFactory()
    version = actions.start_correction(practice, by=by)
    record = {**version.whole, **{name: TranslatedText.of("en", text).to_json() for name, text in fields.items()}}
    version = actions.store_record(version, record=record, by=by)
    actions.publish(version, by=by, change_note=TranslatedText.of("en", "Corrected."))
    practice.refresh_from_db()
    return practice


# Address


def test_the_address_has_the_name_in_the_readers_language(client):
    practice = a_practice(title="A club for talking")
    actions.translate(practice.current, path="title", language="sv", text="En klubb för samtal", by=UserFactory())
    practice.refresh_from_db()

    assert "/a-club-for-talking-" in address(practice)
    assert "/en-klubb-for-samtal-" in address(practice, language="sv")


@pytest.mark.parametrize("slug", ["x", "A-Club", "a-club-for-talkin"])
def test_an_old_name_leads_to_the_present_one(client, slug):
    practice = a_practice(title="A club for talking")
    with override("en"):
        old = reverse("catalogue:practice", args=[slug, practice.key])

    response = client.get(old)

    assert response.status_code == 301
    assert response["Location"] == address(practice)


def test_a_key_nobody_has_is_not_found(client):
    with override("en"):
        assert client.get(reverse("catalogue:practice", args=["x", "aaaaaa"])).status_code == 404


def test_a_name_without_latin_letters_has_an_address(client):
    practice = a_practice(title="مقهى اللغة")

    assert "مقهى اللغة" in read(client, practice)


# The answer


def test_the_answer_is_on_the_page(client):
    practice = a_practice(
        title="A club for talking",
        not_suitable_when={"en": "Nobody can host."},
        materials=[{"title": {"en": "Guide"}, "url": "https://example.org/guide.pdf", "languages": "fi"}],
        evidence_level=2,
        effect_direction="none",
        cost_band=3,
    )

    page = read(client, practice)

    for words in (
        "A club for talking",
        "A host, a table and time",
        "Nobody can host.",
        'href="https://example.org/guide.pdf"',
        "immigrant",
        "Jyväskylä",
        "Own before and after data",
        "No effect found",
        "Medium: €10,000–50,000 a year",
    ):
        assert words in page, words


def test_everything_said_is_told(client):
    practice = a_practice(
        building_blocks=[{"title": {"en": "The host"}, "part": "core", "what": {"en": "A volunteer"}}],
        steps=[{"actor": {"en": "Host"}, "action": {"en": "Opens the door"}}],
        costs=[{"what": {"en": "Coffee"}, "kind": "yearly", "amount": 1200, "currency": "EUR", "year": "2024"}],
        requirements=[{"text": {"en": "A room"}, "kind": "premises", "necessary": True}],
        what_did_not_work={"en": "Mornings."},
        became_regular=True,
    )

    page = read(client, practice)

    for words in ("The host", "Core", "Opens the door", "Coffee", "1,200", "2024", "A room", "Premises", "Mornings."):
        assert words in page, words
    assert '<ol class="steps">' in page
    assert 'data-part="core"' in page


def test_a_dangerous_address_is_no_link(client):
    assert reading.safe_url("javascript:alert(1)") == ""
    assert reading.safe_url("data:text/html,x") == ""
    assert reading.safe_url("//example.org/x") == ""
    assert reading.safe_url("http://[::1") == ""
    assert reading.safe_url("https://example.org/ä") == "https://example.org/ä"


def test_hostile_words_stay_words(client):
    nasty = '</h1><script>alert("x")</script>'
    practice = a_practice(title=nasty, steps=[{"action": {"en": nasty}}], challenge={"en": nasty})

    assert "<script>alert" not in read(client, practice)


def test_invented_content_says_so(client):
    practice = a_practice(title="Told", challenge={"en": "Made up."})
    assert 'class="example-mark"' not in read(client, practice)

    Practice.objects.filter(pk=practice.pk).update(is_example=True)

    assert 'class="example-mark"' in read(client, practice)


# Whom to ask


def test_only_those_who_agreed_are_named_and_never_their_address(client):
    practice = a_practice()
    contact = ContactFactory(practice=practice, user=UserFactory(name="Kaisa", email="k.secret@example.org"))
    assert "Kaisa" not in read(client, practice)

    actions.accept_contact(contact, by=contact.user)
    page = read(client, practice)
    assert "Kaisa, Knows the everyday" in page
    assert "k.secret@" not in page

    actions.withdraw_contact(Contact.objects.get(), by=contact.user)
    assert "Kaisa" not in read(client, practice)


def test_partners_projects_money_and_files_stand_around(client):
    practice = a_practice()
    Partner.objects.create(practice=practice, organisation=OrganisationFactory(fi="Kirjasto", en="The library"))
    project = ProjectFactory(name=TranslatedText.of("en", "Talk more"), starts="2019", ends="2021-06")
    practice.projects.add(project)
    Grant.objects.create(
        project=project, funder=TranslatedText.of("en", "ESF"), amount=250000, year_from=2019, source="decision 12"
    )
    facts = {"name": "guide.pdf", "media_type": "application/pdf", "size": 2048, "sha256": "0" * 64}
    file = Attachment.objects.create(practice=practice, file="practices/x.pdf", **facts)

    page = read(client, practice)

    for words in ("The library", "Talk more", "2019–2021", "ESF", "250,000", "decision 12", str(file.uuid)):
        assert words in page, words


# Languages


def test_a_page_in_another_language_says_so_once(client):
    practice = a_practice(title="A club", challenge={"en": "Loneliness."})

    page = read(client, practice, "sv")

    assert page.count("reading-note") == 1
    assert 'lang="en"' in page


def test_texts_in_several_languages_say_so_each(client):
    practice = a_practice(title="A club", challenge={"en": "Loneliness."})
    actions.translate(practice.current, path="title", language="sv", text="En klubb", by=UserFactory())

    page = read(client, practice, "sv")

    assert "En klubb" in page
    assert page.count("reading-note") > 1


def test_a_machine_translation_and_a_stale_one_are_told(client):
    practice = a_practice(title="A club")
    actions.translate(
        practice.current, path="title", language="sv", text="En klubb", by=UserFactory(), status="machine"
    )
    practice.refresh_from_db()
    states = {state.code: state for state in reading.languages_of(practice.current)}

    assert states["en"].is_source
    assert states["en"].is_whole
    assert states["sv"].has_machine
    assert not states["sv"].is_whole


# Life


@pytest.mark.parametrize(("status", "words"), [("ended", "has ended"), ("archived", "in the archive")])
def test_what_became_of_it_is_told(client, status, words):
    page = read(client, a_practice(status=status))

    assert words in page
    assert "It came to its end." in page


@pytest.mark.parametrize("name", ["practice", "versions", "card", "paper"])
def test_a_withdrawn_practice_leaves_its_name_and_the_reason(client, name):
    practice = a_practice(title="Gone club", status="withdrawn", challenge={"en": "Secret."})

    response = client.get(address(practice, name))

    assert response.status_code == 410
    page = response.content.decode()
    assert "Gone club" in page
    assert "It came to its end." in page
    assert "Secret." not in page


def test_a_draft_is_seen_only_by_those_who_write_it(client):
    practice = a_draft(title="Not yet")
    assert client.get(address(practice)).status_code == 404

    member = MembershipFactory(organisation=practice.owner, role=Role.MEMBER).user
    client.force_login(member)
    with override("en"):
        page = client.get(reverse("catalogue:practice", args=["x", practice.key]), follow=True)

    assert page.status_code == 200
    assert "Not yet" in page.content.decode()


def test_a_draft_page_changes_as_it_is_written(client):
    practice = a_draft(title="First words")
    client.force_login(MembershipFactory(organisation=practice.owner, role=Role.MEMBER).user)
    version = draft_of(practice)
    with override("en"):
        url = reverse("catalogue:practice", args=["x", practice.key])
    client.get(url, follow=True)

    record = {**version.whole, "title": TranslatedText.of("en", "Second words").to_json()}
    actions.store_record(version, record=record, by=UserFactory())

    assert "Second words" in client.get(url, follow=True).content.decode()


def test_every_version_keeps_its_address(client):
    practice = correct(a_practice(title="First name"), title="Second name")

    old = client.get(address(practice, "version", 1)).content.decode()

    assert "First name" in old
    assert "This is version 1" in old
    assert "Second name" in read(client, practice)
    assert client.get(address(practice, "version", 3)).status_code == 404
    history = client.get(address(practice, "versions")).content.decode()
    assert history.count("<li value=") == 2


def test_a_draft_version_has_no_public_address(client):
    practice = a_practice()
    actions.start_correction(practice, by=UserFactory())

    assert client.get(address(practice, "version", 2)).status_code == 404


# Who may


def test_buttons_follow_what_one_may(client):
    practice = a_practice()
    assert "practice-actions" not in read(client, practice)

    client.force_login(UserFactory())
    assert "practice-actions" not in read(client, practice)

    client.force_login(MembershipFactory(organisation=practice.owner, role=Role.COORDINATOR).user)
    page = read(client, practice)
    with override("en"):
        assert reverse("catalogue:correct", args=[practice.key]) in page
        assert reverse("catalogue:status", args=[practice.key, "withdraw"]) in page


# Cost


def test_a_page_costs_few_queries_with_all_that_the_rooms_show_on_it(client, django_assert_max_num_queries):
    practice = a_practice()
    Partner.objects.create(practice=practice, organisation=OrganisationFactory())
    practice.projects.add(ProjectFactory(), ProjectFactory())
    other = a_practice()
    read(client, other)  # the books are read
    url = address(practice)

    with django_assert_max_num_queries(20):
        assert client.get(url).status_code == 200

    client.force_login(MembershipFactory(organisation=practice.owner, role=Role.COORDINATOR).user)
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200


# Projects


def test_a_project_tells_its_money_and_what_came_of_it(client):
    project = ProjectFactory(code="talk", name=TranslatedText.of("en", "Talk more"), starts="2019", ends="2021")
    practice = a_practice(title="A club for talking")
    practice.projects.add(project)
    hidden = a_draft(title="Not yet")
    hidden.projects.add(project)
    Grant.objects.create(project=project, funder=TranslatedText.of("en", "ESF"), amount=100, year_from=2019)

    with override("en"):
        page = client.get(reverse("catalogue:project", args=["talk"])).content.decode()

    for words in ("Talk more", "2019–2021", "ESF", "A club for talking"):
        assert words in page
    assert "Not yet" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_projects_costs_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    for _number in range(count):
        ProjectFactory(owner=OrganisationFactory())
    with override("en"):
        url = reverse("catalogue:projects")
    client.get(f"{url}?warm")

    with django_assert_max_num_queries(2):
        page = client.get(url).content.decode()

    assert page.count("<h2>") == count
