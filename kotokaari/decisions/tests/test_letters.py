import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.decisions.actions import reopen_decision
from kotokaari.decisions.letters import actions, defaults, own_data, placeholders, sending, work
from kotokaari.decisions.letters.making import letter_of, wordings_of
from kotokaari.decisions.models import Appeal, Decision, Letter, Mailing
from kotokaari.decisions.tests.factories import a_decision
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.people.models import User
from kotokaari.people.public import person_erased
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory
from kotokaari.rubrics.tests.factories import said
from kotokaari.submissions.models import Author
from kotokaari.submissions.tests.factories import a_submission, author_of, recused

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"
State = Letter.State


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def launched(monkeypatch):
    """Sendings that were begun; the process of their own is left out."""
    begun = []
    monkeypatch.setattr(sending, "launch", begun.append)
    return begun


def decided(call=None, title="A club for talking", outcome="publish", languages=("en",), **more):
    """A final decision on a submission with an author for each language."""
    submission = a_submission(call=call or a_call(), title=title)
    first = author_of(submission)
    type(first).objects.filter(pk=first.pk).update(language=languages[0], name="Aino Author")
    for language in languages[1:]:
        Author.objects.create(submission=submission, user=UserFactory(language=language))
    feedback = {"goal-oriented": said("Clear goals.").to_json()}
    return a_decision(
        submission, outcome=outcome, criterion_reasons=feedback, appeal_until=timezone.localdate(), **more
    )


def chair_of(decision):
    return runs(decision.submission.call, "chair")


def queued(decision):
    actions.queue_letters(decision.submission.call, by=chair_of(decision))
    return list(decision.letters.order_by("pk"))


def sent_by(decision, django_capture_on_commit_callbacks, launched):
    """Everything that waits, sent by the work that a sending begins."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.begin_sending(decision.submission.call, by=chair_of(decision))
    return sending.work(launched[-1])


# Words


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_houses_words_can_be_sent_as_they_are(outcome, language):
    placeholders.check(defaults.subject_of(language) + defaults.body_of(outcome, language))
    decision = decided(outcome=outcome, conditions=said("Tell of costs."))

    letter = letter_of(decision, wordings_of(decision.submission.call), language=language, name="Aino")

    assert "{" not in letter.subject + letter.body
    for words in ("Aino", "A club for talking", "Clear goals.", "It is clear and it works.", "Tell of costs."):
        assert words in letter.body
    assert f"/{language}/" in letter.body


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Dear {nam}", "Did you mean {name}?"),
        ("{password}", "{password}"),
        ("{0.__class__}", "{0.__class__}"),
        ("{}", "{}"),
    ],
)
def test_a_word_that_no_letter_can_fill_in_is_named(typed, told):
    with pytest.raises(DomainError) as refused:
        placeholders.check(typed)

    assert told in str(refused.value)


def test_what_is_filled_in_is_not_filled_in_again():
    assert placeholders.fill("{name}: {call}", {"name": "{call}", "call": "Open"}) == "{call}: Open"


def test_a_call_writes_its_own_words_and_goes_back():
    decision = decided()
    call, chair = decision.submission.call, chair_of(decision)
    words = {"outcome": "publish", "language": "en", "by": chair}

    actions.save_template(call, subject="Yes:\n{practice}", body="Dear {name}, yes.", **words)
    assert letter_of(decision, wordings_of(call), language="en", name="Aino").body == "Dear Aino, yes."
    assert letter_of(decision, wordings_of(call), language="fi", name="Aino").body.startswith("Hei Aino")
    with pytest.raises(DomainError):
        actions.save_template(call, subject="Yes", body="{nobody}", **words)
    actions.forget_template(call, **words)

    assert not wordings_of(call)["publish", "en"].is_own


def test_text_in_another_language_says_so():
    decision = decided(title="X")
    Decision.objects.filter(pk=decision.pk).update(reasons=TranslatedText.of("fi", "Se toimii."))
    decision.refresh_from_db()

    body = letter_of(decision, wordings_of(decision.submission.call), language="sv", name="Aino").body

    assert "Se toimii. (" in body


# Queue


def test_every_author_gets_a_letter_in_their_own_language():
    decision = decided(languages=("fi", "sv", "en"))

    letters = queued(decision)

    assert [letter.language for letter in letters] == ["fi", "sv", "en"]
    assert [letter.subject.partition(":")[0] for letter in letters] == ["Päätös", "Beslut", "Decision"]
    assert mail.outbox == []


def test_what_is_queued_is_not_queued_again_and_a_new_author_is():
    decision = decided()
    queued(decision)

    with pytest.raises(DomainError):
        queued(decision)
    Author.objects.create(submission=decision.submission, user=UserFactory())

    assert len(queued(decision)) == 2


def test_only_final_decisions_are_answered_and_none_before_the_embargo_ends():
    call = a_call()
    a_decision(a_submission(call=call), final=False)
    with pytest.raises(DomainError):
        actions.queue_letters(call, by=runs(call, "chair"))

    decided(call=call)
    type(call).objects.filter(pk=call.pk).update(embargo_until=timezone.now() + timedelta(hours=1))
    call.refresh_from_db()
    with pytest.raises(DomainError):
        actions.queue_letters(call, by=runs(call, "chair"))
    type(call).objects.filter(pk=call.pk).update(embargo_until=timezone.now() - timedelta(hours=1))
    call.refresh_from_db()

    assert actions.queue_letters(call, by=runs(call, "chair")).letters == 1


def test_the_time_to_ask_for_a_new_look_runs_from_the_letter():
    decision = decided()

    queued(decision)

    decision.refresh_from_db()
    assert decision.appeal_until == timezone.localdate() + timedelta(days=decision.submission.call.appeal_days)


def test_a_recused_chair_queues_and_counts_nothing_of_it(client):
    decision = decided(title=SECRET)
    chair, coordinator = chair_of(decision), runs(decision.submission.call, "coordinator")
    recused(decision.submission, chair)
    call = decision.submission.call
    with pytest.raises(DomainError):
        actions.queue_letters(call, by=chair)
    actions.queue_letters(call, by=coordinator)
    letter = Letter.objects.get()

    client.force_login(chair)
    pages = [
        reverse("decisions:letters", args=[call.key]),
        reverse("decisions:letter-template", args=[call.key, "publish", "en"]),
        reverse("decisions:letters-send", args=[call.key]),
        reverse("decisions:appeals", args=[call.key]),
    ]
    for page in pages:
        shown = client.get(page).content.decode()
        assert SECRET not in shown
        assert "Aino" not in shown
    assert client.get(reverse("decisions:letter", args=[letter.uuid])).status_code == 404
    assert client.post(reverse("decisions:letter-settle", args=[letter.uuid])).status_code == 404
    with pytest.raises(DomainError):
        actions.unqueue_letters(call, by=chair)
    with pytest.raises(DomainError):
        actions.begin_sending(call, by=chair)


def test_what_waits_can_be_thrown_away_and_written_anew():
    decision = decided()
    queued(decision)

    assert actions.unqueue_letters(decision.submission.call, by=chair_of(decision)) == 1
    assert len(queued(decision)) == 1


# Sending


def test_letters_go_exactly_as_they_are_kept(django_capture_on_commit_callbacks, launched):
    decision = decided(languages=("fi", "sv"))
    queued(decision)

    mailing = sent_by(decision, django_capture_on_commit_callbacks, launched)

    assert mailing.state == Mailing.State.DONE
    kept = list(decision.letters.order_by("pk"))
    assert [(one.subject, one.body, one.to) for one in mail.outbox] == [
        (letter.subject, letter.body + "\n", [letter.to.email]) for letter in kept
    ]
    assert {letter.state for letter in kept} == {State.SENT}
    decision.refresh_from_db()
    assert decision.answered_at


def test_nothing_is_sent_twice_whoever_sends_it(django_capture_on_commit_callbacks, launched):
    decision = decided()
    (letter,) = queued(decision)
    before = Letter.objects.get(pk=letter.pk)
    sent_by(decision, django_capture_on_commit_callbacks, launched)

    sending.send(before)  # another process that read it while it waited
    sending.work(launched[-1])
    with pytest.raises(DomainError):
        actions.begin_sending(decision.submission.call, by=chair_of(decision))

    assert len(mail.outbox) == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("went", [True, False])
def test_killed_while_handing_over_it_is_left_for_a_person(
    monkeypatch, went, django_capture_on_commit_callbacks, launched
):
    decision = decided(languages=("fi", "sv"))
    queued(decision)

    def killed(*args, **kwargs):
        raise Killed

    deliver = sending.mail.deliver
    monkeypatch.setattr(sending.mail, "deliver", killed)
    with pytest.raises(Killed):
        sent_by(decision, django_capture_on_commit_callbacks, launched)
    monkeypatch.setattr(sending.mail, "deliver", deliver)
    long_ago = timezone.now() - timedelta(minutes=10)
    Mailing.objects.update(alive_at=long_ago)
    Letter.objects.filter(state=State.SENDING).update(tried_at=long_ago)
    first, second = decision.letters.order_by("pk")
    assert (first.state, second.state) == (State.SENDING, State.QUEUED)
    assert first.is_unsure

    sent_by(decision, django_capture_on_commit_callbacks, launched)
    assert [one.to for one in mail.outbox] == [[second.to.email]]
    actions.settle_letter(first, went=went, by=chair_of(decision))
    if not went:
        sent_by(decision, django_capture_on_commit_callbacks, launched)

    assert len(mail.outbox) == (1 if went else 2)
    if went:
        first.refresh_from_db()
        assert first.state == State.SENT


def test_what_failed_is_kept_with_its_trouble_and_tried_again(
    monkeypatch, django_capture_on_commit_callbacks, launched
):
    decision = decided(languages=("fi", "sv"))
    first, _second = queued(decision)
    deliver = sending.mail.deliver

    def broken(address, **words):
        if address == first.to.email:
            raise OSError("no such mailbox")
        deliver(address, **words)

    with monkeypatch.context() as patched:
        patched.setattr(sending.mail, "deliver", broken)
        sent_by(decision, django_capture_on_commit_callbacks, launched)
    first.refresh_from_db()
    assert (first.state, first.trouble) == (State.FAILED, "OSError: no such mailbox")

    assert sending.retry_failed() == 1
    assert len(mail.outbox) == 2
    assert sending.retry_failed() == 0


def test_sending_stops_when_asked_and_goes_on(django_capture_on_commit_callbacks, launched, monkeypatch):
    decision = decided(languages=("fi", "sv", "en"))
    queued(decision)
    call, chair = decision.submission.call, chair_of(decision)
    send = sending.send

    def one_then_stop(letter):
        actions.stop_sending(call, by=chair)
        return send(letter)

    with monkeypatch.context() as patched:
        patched.setattr(sending, "send", one_then_stop)
        mailing = sent_by(decision, django_capture_on_commit_callbacks, launched)
    assert mailing.state == Mailing.State.STOPPED
    assert len(mail.outbox) == 1

    sent_by(decision, django_capture_on_commit_callbacks, launched)
    assert len(mail.outbox) == 3


def test_while_it_is_at_work_nobody_begins_another():
    decision = decided()
    queued(decision)
    call, chair = decision.submission.call, chair_of(decision)
    actions.begin_sending(call, by=chair)

    with pytest.raises(DomainError):
        actions.begin_sending(call, by=chair)
    with pytest.raises(DomainError):
        actions.unqueue_letters(call, by=chair)


def test_a_decision_taken_anew_is_answered_anew_and_the_old_letter_stays_home(
    django_capture_on_commit_callbacks, launched
):
    decision = decided(languages=("fi", "sv"))
    queued(decision)
    reopen_decision(decision, reason="A mistake.", by=chair_of(decision))

    sent_by(decision, django_capture_on_commit_callbacks, launched)
    assert mail.outbox == []
    Decision.objects.filter(pk=decision.pk).update(state="final", decided_at=timezone.now())
    actions.queue_letters(decision.submission.call, by=chair_of(decision))
    sent_by(decision, django_capture_on_commit_callbacks, launched)

    assert len(mail.outbox) == 2


def test_a_letter_on_paper_is_printed_and_posted(django_capture_on_commit_callbacks, launched):
    decision = decided()
    decision.submission.authors.all().delete()
    (letter,) = queued(decision)

    with pytest.raises(DomainError):
        actions.begin_sending(decision.submission.call, by=chair_of(decision))
    actions.settle_letter(letter, went=True, by=chair_of(decision))

    letter.refresh_from_db()
    assert (letter.to, letter.state) == (None, State.SENT)
    with pytest.raises(DomainError):
        queued(decision)


def test_whoever_is_forgotten_gets_no_letter_and_leaves_no_name(django_capture_on_commit_callbacks, launched):
    decision = decided()
    person = author_of(decision.submission)
    queued(decision)
    sent_by(decision, django_capture_on_commit_callbacks, launched)
    other = decided(call=decision.submission.call)
    Author.objects.filter(submission=other.submission).update(user=person)
    (waiting,) = queued(other)
    person.refresh_from_db()
    assert [letter["language"] for letter in own_data.of_person(person)["letters"]] == ["en"]

    person_erased.send(sender=User, user=person)

    assert not Letter.objects.filter(pk=waiting.pk).exists()
    assert "Aino" not in decision.letters.get().body


def test_the_work_of_a_call_says_what_to_do_next_without_what_one_may_not_know(
    django_capture_on_commit_callbacks, launched
):
    decision = decided()
    call, chair, coordinator = (
        decision.submission.call,
        chair_of(decision),
        runs(decision.submission.call, "coordinator"),
    )
    recused(decision.submission, coordinator)

    assert work.letters_step(chair, call).count == 1
    assert work.letters_step(coordinator, call).count is None
    queued(decision)
    sent_by(decision, django_capture_on_commit_callbacks, launched)
    assert work.letters_step(chair, call).state == "done"
    Appeal.objects.create(decision=decision, text="Look.")
    assert work.letters_step(chair, call).next_url == reverse("decisions:appeals", args=[call.key])
    assert work.letters_step(coordinator, call).count is None


# Pages


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_letters_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    call = a_call()
    for _number in range(count):
        decided(call=call)
    actions.queue_letters(call, by=runs(call, "chair"))
    client.force_login(runs(call, "chair"))
    url = reverse("decisions:letters", args=[call.key])
    client.get(url)

    with django_assert_num_queries(15):
        shown = client.get(url).content.decode()
    assert shown.count('<tr class="letter-row">') == count


def test_the_pages_of_letters_are_those_of_the_call_alone(client):
    decision = decided(title=SECRET)
    (letter,) = queued(decision)
    key = decision.submission.call.key
    pages = [
        reverse("decisions:letters", args=[key]),
        reverse("decisions:letter-template", args=[key, "publish", "sv"]),
        reverse("decisions:letter", args=[letter.uuid]),
        reverse("decisions:appeals", args=[key]),
    ]

    for person, status in (
        (UserFactory(), 404),
        (author_of(decision.submission), 404),
        (AdministratorFactory(), 200),
        (chair_of(decision), 200),
    ):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [status] * 4


def test_words_are_looked_at_before_they_are_saved(client):
    decision = decided()
    client.force_login(chair_of(decision))
    url = reverse("decisions:letter-template", args=[decision.submission.call.key, "publish", "en"])

    looked = client.post(url, {"subject": "S", "body": "Only {name} knows.", "do": "look"}).content.decode()
    refused = client.post(url, {"subject": "S", "body": "Only {nam} knows."}).content.decode()

    assert "Only Aino Author knows." in looked
    assert "Did you mean {name}?" in refused
    assert not wordings_of(decision.submission.call)["publish", "en"].is_own


def test_a_letter_is_never_sent_again_when_the_line_broke_while_it_was_handed_over(
    monkeypatch, django_capture_on_commit_callbacks, launched
):
    decision = decided()
    (letter,) = queued(decision)
    handed = []

    class Line:
        def open(self):
            return True

        def close(self):
            pass

        def send_messages(self, letters):
            handed.extend(letters)
            raise smtplib.SMTPServerDisconnected("the line broke")

    monkeypatch.setattr(EmailMessage, "get_connection", lambda *_args, **_words: Line())
    sent_by(decision, django_capture_on_commit_callbacks, launched)
    letter.refresh_from_db()

    assert letter.state == State.SENDING
    assert sending.retry_failed() == 0
    assert len(handed) == 1
    Letter.objects.update(tried_at=timezone.now() - timedelta(minutes=5))
    letter.refresh_from_db()
    assert letter.is_unsure  # a person says whether it went


def test_two_who_write_the_words_of_a_letter_do_not_undo_each_other(client):
    decision = decided()
    call, chair = decision.submission.call, chair_of(decision)
    client.force_login(chair)
    url = reverse("decisions:letter-template", args=[call.key, "publish", "en"])
    was = client.get(url).context["was"]
    actions.save_template(call, outcome="publish", language="en", subject="Theirs", body="{name}", by=chair)

    client.post(url, {"subject": "Mine", "body": "{name}", "_was": was})

    assert call.letter_templates.get().subject == "Theirs"


def test_authors_find_the_decision_on_their_submissions_page_once_they_are_answered(client):
    submission = a_submission(call=a_call())
    decision = a_decision(submission, outcome=Decision.Outcome.DECLINE, appeal_until=timezone.localdate())
    client.force_login(author_of(submission))
    page = reverse("submissions:submission", args=[submission.key])
    assert decision.get_absolute_url() not in client.get(page).content.decode()
    Decision.objects.update(answered_at=timezone.now())
    answered = client.get(page).content.decode()
    assert decision.get_absolute_url() in answered
    assert "ask for a new look" in answered
    Decision.objects.update(appeal_until=timezone.localdate() - timedelta(days=1))
    assert "ask for a new look" not in client.get(page).content.decode()
    Decision.objects.update(state=Decision.State.DRAFT)  # taken anew
    assert decision.get_absolute_url() not in client.get(page).content.decode()
