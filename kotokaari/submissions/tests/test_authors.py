"""Writing together: asked by letter, joining, leaving, leading; files; what one is given of it and what is forgotten."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls.public import Question
from kotokaari.calls.registries import call_actions, draft_holders
from kotokaari.calls.tests.factories import a_call, own_question, runs
from kotokaari.catalogue.models import Practice
from kotokaari.catalogue.tests.factories import DraftFactory, a_record
from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.people.models import Role, User
from kotokaari.people.public import work_sections
from kotokaari.people.registries import exports, person_erased
from kotokaari.people.tests.factories import MembershipFactory, UserFactory
from kotokaari.submissions import actions
from kotokaari.submissions.models import AuthorInvitation, Submission, SubmissionFile
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission, author_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def url(page, *args):
    return reverse(f"submissions:{page}", args=args)


def signed_in(client, user):
    client.force_login(user)
    return client


def link_in(letter):
    return re.search(r"/(?:fi|sv|en)/\S+", letter.body.split("://", 1)[1]).group()


def text_file(name="notes.txt", content=b"What came of it."):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def asked(mailoutbox, django_capture_on_commit_callbacks):
    """A draft, its lead, and the address in the letter to somebody without an account."""
    draft = a_draft_submission()
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite_author(draft, email="New@Example.org", language="sv", by=author_of(draft))
    assert mailoutbox[0].to == ["new@example.org"]
    return draft, link_in(mailoutbox[0])


def test_a_link_makes_an_author_once(client, asked):
    draft, link = asked
    friend = UserFactory()
    signed_in(client, friend)
    assert client.get(link).status_code == 200

    client.post(link)

    assert draft.authors.filter(user=friend, left_at=None, is_lead=False).exists()
    assert client.get(link).status_code == 410
    signed_in(client, UserFactory())
    assert client.post(link).status_code == 410


def test_whoever_has_no_account_makes_one_with_the_link(client, asked):
    draft, link = asked
    words = "three calm words together"
    page = client.post(link, {"name": "Nea", "password": words, "password_again": words})

    assert page.status_code == 302
    assert draft.authors.get(is_lead=False).user == User.objects.get(email="new@example.org")
    assert client.get(url("submission", draft.key)).status_code == 200


@pytest.mark.parametrize("end", ["expired", "withdrawn"])
def test_a_link_ends(client, asked, end):
    draft, link = asked
    if end == "expired":
        AuthorInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        actions.withdraw_author_invitation(AuthorInvitation.objects.get(), by=author_of(draft))

    assert signed_in(client, UserFactory()).post(link).status_code == 410
    assert draft.authors.count() == 1


def test_who_is_asked_by_mail_joins_no_organisation_and_reads_only_what_she_writes(client, asked):
    draft, link = asked
    secret, beside = DraftFactory(owner=draft.call.organisation), DraftFactory(owner=draft.organisation)
    other = a_submission(call=draft.call)

    client.post(link, {"name": "New Friend", "password": "a long password 9", "password_again": "a long password 9"})

    friend = User.objects.get(email="new@example.org")
    assert not friend.memberships.exists()
    assert list(Submission.objects.visible_to(friend)) == [draft]
    assert not Practice.objects.visible_to(friend).filter(pk__in=[secret.pk, beside.pk]).exists()
    assert client.get(url("submission", other.key)).status_code == 404


def test_asking_again_ends_the_first_link(client, asked):
    draft, link = asked
    actions.invite_author(draft, email="new@example.org", language="fi", by=author_of(draft))

    assert signed_in(client, UserFactory()).get(link).status_code == 410


def test_a_colleague_is_added_and_told(client, mailoutbox, django_capture_on_commit_callbacks):
    draft = a_draft_submission()
    colleague = MembershipFactory(organisation=draft.organisation, role=Role.MEMBER).user
    stranger = MembershipFactory().user
    signed_in(client, author_of(draft))
    page = url("authors", draft.key)
    client.post(page, {"which": "colleague", "colleague-person": stranger.pk})
    assert draft.authors.count() == 1

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"which": "colleague", "colleague-person": colleague.pk})

    assert draft.authors.filter(user=colleague).exists()
    assert [letter.to for letter in mailoutbox] == [[colleague.email]]


def test_a_submission_always_has_a_lead(client):
    draft = a_draft_submission()
    lead, other = draft.authors.get(), draft.authors.create(user=UserFactory())
    with pytest.raises(DomainError):
        actions.end_authorship(lead, by=lead.user)
    signed_in(client, other.user)
    assert client.post(url("author-lead", draft.key, other.pk)).status_code == 403
    assert client.post(url("author-end", draft.key, lead.pk)).status_code == 403

    actions.hand_over_lead(other, by=lead.user)
    client.post(url("author-end", draft.key, lead.pk))

    assert [author.user for author in draft.authors.filter(left_at=None)] == [other.user]
    assert signed_in(client, lead.user).get(url("submission", draft.key)).status_code == 404
    assert actions.add_author(draft, user=lead.user, by=other.user).left_at is None


def test_only_the_lead_discards_and_nothing_that_was_sent(client):
    draft = a_draft_submission()
    other = draft.authors.create(user=UserFactory())
    assert signed_in(client, other.user).post(url("discard", draft.key)).status_code == 403
    signed_in(client, author_of(draft)).post(url("discard", draft.key))
    assert not Submission.objects.exists()

    sent = a_submission()
    with pytest.raises(DomainError):
        actions.discard_submission(sent, by=author_of(sent))


def test_a_file_is_what_it_says_and_answers_its_question(client):
    call = a_call()
    question = own_question(call, "report", Question.Type.FILE, is_required=True)
    draft = a_draft_submission(call=call, record=a_record())
    author = author_of(draft)
    with pytest.raises(BadInput):
        actions.add_file(draft, file=text_file("a.pdf"), by=author)
    with pytest.raises(actions.NotReady) as refusal:
        actions.send_submission(draft, by=author)
    assert set(refusal.value.problems) == {"own_report"}

    name = f"file-{question.pk}-file"
    back = url("submission", draft.key)
    body = {"question": question.pk, "next": back, name: text_file()}
    response = signed_in(client, author).post(url("files", draft.key), body)

    assert response["Location"] == back
    assert client.post(url("files", draft.key), {"question": "nonsense"}).status_code == 200
    assert draft.files.get().question == question
    assert actions.send_submission(draft, by=author).files == [
        {"uuid": str(draft.files.get().uuid), "sha256": draft.files.get().sha256}
    ]


def test_what_was_sent_keeps_its_file_and_nobody_else_gets_it(client, django_capture_on_commit_callbacks):
    draft = a_draft_submission(record=a_record())
    author, chair = author_of(draft), runs(draft.call, "chair")
    kept, gone = (actions.add_file(draft, file=text_file(name), by=author) for name in ("kept.txt", "gone.txt"))
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(gone, by=author)
    actions.send_submission(draft, by=author)
    actions.remove_file(SubmissionFile.objects.get(pk=kept.pk), by=author)

    addresses = {name: url("sent-file", file.uuid, file.name) for name, file in (("kept", kept), ("gone", gone))}
    for user in (author, chair):
        response = signed_in(client, user).get(addresses["kept"])
        assert b"".join(response.streaming_content) == b"What came of it."
        assert response["Content-Disposition"].startswith("attachment")
        assert client.get(addresses["gone"]).status_code == 404
    assert signed_in(client, UserFactory()).get(addresses["kept"]).status_code == 404
    actions.restore_file(SubmissionFile.objects.get(pk=kept.pk), by=author)
    with pytest.raises(DomainError):
        actions.restore_file(SubmissionFile.objects.get(pk=gone.pk), by=author)


def test_ones_own_data_and_being_forgotten(asked):
    draft, _link = asked
    lead, other = author_of(draft), UserFactory()
    draft.authors.create(user=other)
    own = exports()["submissions"](lead)
    assert own["writes"][0]["submission"] == str(draft.uuid)
    assert own["asked_to_write"][0]["email"] == "new@example.org"

    person_erased.send(sender=User, user=lead)

    assert [(author.user, author.is_lead) for author in draft.authors.filter(left_at=None)] == [(other, True)]


def test_who_is_reminded_and_where_one_begins(rf):
    call = a_call()
    draft, sent = a_draft_submission(call=call), a_submission(call=call)
    gone = draft.authors.create(user=UserFactory(), left_at=timezone.now())
    assert author_of(draft) in draft_holders(draft.round)
    assert not {author_of(sent), gone.user} & set(draft_holders(draft.round))

    request = rf.get("/")
    request.user = UserFactory()
    assert url("start", call.key) in [action.url for action in call_actions(request, call)]
    call.rounds.update(opens_at=timezone.now() - timedelta(days=3), closes_at=timezone.now() - timedelta(days=1))
    assert url("start", call.key) not in [action.url for action in call_actions(request, call)]


def test_my_work_shows_what_i_write(client, django_assert_max_num_queries):
    draft = a_draft_submission(record=a_record("A café"))
    section = next(one for one in work_sections(author_of(draft)) if one.template == "submissions/_work.html")
    assert section.context["lines"][0].submission == draft

    page = signed_in(client, author_of(draft)).get(reverse("home:work")).content.decode()
    assert "A café" in page
    assert url("start", draft.call.key) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_authors_page_costs_the_same_however_many_versions_authors_and_files(
    client, django_assert_max_num_queries, count
):
    draft = a_draft_submission(record=a_record())
    author = author_of(draft)
    for number in range(count):
        draft.authors.create(user=UserFactory())
        actions.add_file(draft, file=text_file(f"{number}.txt"), by=author)
        actions.send_submission(draft, by=author)
    signed_in(client, author)
    client.get(url("submission", draft.key))

    with django_assert_max_num_queries(14):
        page = client.get(url("submission", draft.key)).content.decode()
    assert page.count("receipt.pdf") == count


@pytest.mark.parametrize("count", [3, 9])
def test_a_page_of_the_form_costs_the_same_however_many_questions(client, django_assert_max_num_queries, count):
    call = a_call(fields=("title",))
    for number in range(count):
        question = own_question(call, f"q-{number}")
        question.serves.set(call.rubric.criteria.all())
    draft = a_draft_submission(call=call)
    signed_in(client, author_of(draft))
    client.get(url("part", draft.key, 2))

    with django_assert_max_num_queries(9):
        page = client.get(url("part", draft.key, 2)).content.decode()
    assert page.count("<textarea") == count
