from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.arc.models import Link
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.catalogue import actions as catalogue
from kotokaari.catalogue.logic import digest, set_text, texts_of, tidy
from kotokaari.catalogue.models import Practice
from kotokaari.catalogue.tests.factories import a_draft, a_practice, a_record
from kotokaari.decisions import actions, jobs, publication
from kotokaari.decisions.forms import AgreedForm
from kotokaari.decisions.models import Decision
from kotokaari.decisions.tests.test_decisions import decided
from kotokaari.decisions.tests.test_meetings import a_judged, page, signed_in
from kotokaari.foundation import moments
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory
from kotokaari.search.public import index
from kotokaari.submissions.tests.factories import a_submission, recused, sent_anew

pytestmark = pytest.mark.django_db


def in_three(record):
    """The record with every text in Finnish and Swedish too."""
    for found in list(texts_of(record)):
        text = found.text
        for language in ("fi", "sv"):
            text = text.with_translation(language, f"{found.path} {language}")
        record = set_text(record, found.path, text)
    return record


def resent(submission, record):
    """The submission sent once more, with this record."""
    sent_anew(submission, record=record, title=TranslatedText.from_json(record["title"]))
    return submission


def accepted(*, complete=True, practice=None, record=None, **call):
    submission = a_judged(a_call(**call))
    record = record or submission.current.record
    resent(submission, in_three(record) if complete else record)
    submission.practice = practice
    submission.save()
    return decided(submission)


def chair_of(decision):
    return runs(decision.submission.call, "chair")


def published(**more):
    decision = accepted(**more)
    actions.prepare_practice(decision, by=chair_of(decision))
    return actions.ask_to_publish(decision, by=chair_of(decision))


def test_nothing_is_typed_again():
    decision = published()

    version = decision.practice.current
    assert version == decision.practice_version
    assert digest(version.whole) == digest(tidy(decision.version.record))
    assert {found.path: found.text for found in texts_of(version.whole)} == {
        found.path: found.text for found in texts_of(decision.version.record)
    }
    assert decision.practice.owner == decision.submission.organisation
    assert decision.submission.practice == decision.practice


def test_the_arc_leads_from_the_practice_to_its_decision():
    decision = published()

    link = Link.objects.get(type="judged_by", first_kind="practice")
    assert (link.first, link.second) == (decision.practice.uuid, decision.uuid)
    assert link.second_kind == "panel-decision"


def test_finnish_and_swedish_must_both_be_there_and_what_is_missing_is_named(client):
    decision = accepted(complete=False)
    chair = chair_of(decision)
    actions.prepare_practice(decision, by=chair)

    with pytest.raises(DomainError, match=r"nimi \(fi\).*nimi \(sv\)"):
        actions.ask_to_publish(decision, by=chair)
    text = page(client, chair, "decisions:publish", decision.submission.key).content.decode()
    assert 'name="text-fi:title"' in text
    assert 'name="text-sv:solution"' in text
    assert Practice.objects.get().status == Practice.Status.DRAFT


def test_missing_translations_are_written_on_the_page(client):
    decision = accepted(complete=False)
    chair = chair_of(decision)
    actions.prepare_practice(decision, by=chair)
    Decision.objects.filter(pk=decision.pk).update(reasons=TranslatedText.of("fi", "Syyt"))
    decision.refresh_from_db()
    lacks = publication.lacking(decision, publication.draft_of(decision))
    typed = {f"text-{lack.language}:{lack.name}": f"{lack.label} ({lack.language})" for lack in lacks}

    signed_in(client, chair).post(reverse("decisions:publish-translate", args=[decision.submission.key]), typed)
    answer = client.post(reverse("decisions:publish", args=[decision.submission.key]), {"act": "publish"}, follow=True)

    decision.refresh_from_db()
    assert decision.published_at is not None
    assert decision.reasons.text("sv")
    assert answer.status_code == 200


def test_after_an_embargo_it_is_everywhere_at_the_stated_minute_not_at_the_next_daily_run(client, monkeypatch):
    monkeypatch.setattr(moments, "_tried", {})
    ends = timezone.now() + timedelta(seconds=90)
    decision = published(embargo_until=ends)
    call = decision.submission.call
    practice = Practice.objects.get(pk=decision.practice_id)
    pages = {reverse("catalogue:list"): practice.key, reverse("search:page"): practice.key}
    pages["/api/v1/practices"] = str(practice.uuid)
    words = {"q": "title", "lang": "fi"}
    before = {path: client.get(path, words).content.decode() for path in pages}

    moments.do_what_is_due(ends - timedelta(seconds=1))
    decision.refresh_from_db()
    assert decision.published_at is None
    call.embargo_until = timezone.now()
    call.save()
    moments.do_what_is_due()

    decision.refresh_from_db()
    assert decision.published_at is not None
    assert client.get(reverse("decisions:decision", args=[decision.submission.key])).status_code == 200
    assert practice in Practice.objects.public()
    for path, key in pages.items():
        assert key not in before[path]
        assert key in client.get(path, words).content.decode(), path


def test_under_an_embargo_it_waits_and_appears_by_itself(client):
    decision = published(embargo_until=timezone.now() + timedelta(days=3))
    key = decision.submission.key

    assert decision.published_at is None
    with pytest.raises(DomainError):
        actions.publish_decision(decision, by=chair_of(decision))
    assert jobs.publish_due(timezone.localdate()) == ""
    assert page(client, UserFactory(), "decisions:decision", key).status_code == 404
    call = decision.submission.call
    call.embargo_until = timezone.now() - timedelta(minutes=1)
    call.save()
    assert jobs.publish_due(timezone.localdate()) == "1 decisions published"

    client.logout()
    assert client.get(reverse("decisions:decision", args=[key])).status_code == 200
    assert Practice.objects.get().status == Practice.Status.PUBLISHED


def test_a_waiting_publication_is_called_off():
    decision = published(embargo_until=timezone.now() + timedelta(days=3))

    actions.call_off_publishing(decision, by=chair_of(decision))

    assert Decision.objects.get().publish_asked_at is None


def test_what_was_withdrawn_is_not_published():
    decision = accepted()
    decision.submission.withdrawn_at = timezone.now()
    decision.submission.save()

    with pytest.raises(DomainError, match="vedetty pois"):
        actions.prepare_practice(decision, by=chair_of(decision))


def test_a_known_practice_gets_its_next_version_and_keeps_what_was_not_asked():
    practice = a_practice(results={"en": "Many came.", "fi": "Moni tuli.", "sv": "Många kom."})
    record = a_record("A better club")
    published(practice=practice, record=record)
    practice.refresh_from_db()

    assert practice.current.number == 2
    assert practice.current.title.text("en") == "A better club"
    assert TranslatedText.from_json(practice.current.whole["results"]).text("en") == "Many came."


def test_from_the_call_to_the_practice_and_back_each_step_has_its_word(client):
    decision = published()
    submission, practice = decision.submission, decision.practice
    call = submission.call
    chain = {
        (practice.uuid, "answers", call.uuid),
        (practice.uuid, "judged_by", decision.uuid),
        (decision.uuid, "follows", call.uuid),
        (submission.uuid, "judged_by", decision.uuid),
        (practice.uuid, "grew_from", submission.uuid),
    }

    assert chain <= set(Link.objects.values_list("first", "type", "second"))
    for kind, thing, ways in (
        ("call", call, [practice, decision]),
        ("practice", practice, [call, decision]),
        ("panel-decision", decision, [call, practice]),
    ):
        text = client.get(reverse("arc:arc", args=[kind, thing.uuid])).content.decode()
        assert all(way.get_absolute_url() in text for way in ways)
        assert submission.get_absolute_url() not in text
    chair = chair_of(decision)
    for kind, thing in (("practice", practice), ("panel-decision", decision)):
        text = page(client, chair, "arc:arc", kind, thing.uuid).content.decode()
        assert f'<a href="{submission.get_absolute_url()}"' in text
    assert (
        reverse("arc:arc", args=["submission", submission.uuid])
        in page(client, chair, "submissions:read", submission.key).content.decode()
    )
    text = page(client, chair, "arc:arc", "submission", submission.uuid).content.decode()
    assert all(thing.get_absolute_url() in text for thing in (practice, decision))


def test_a_practice_changed_meanwhile_is_not_overwritten_unseen(client):
    practice = a_practice()
    decision = accepted(practice=practice, record=a_record("A better club"))
    draft = catalogue.start_correction(practice, by=None)
    catalogue.store_record(draft, record=a_record("Changed meanwhile"), by=None)
    catalogue.publish(draft, by=None)
    chair = chair_of(decision)

    with pytest.raises(DomainError, match="muutettiin"):
        actions.prepare_practice(decision, by=chair)
    text = page(client, chair, "decisions:publish", decision.submission.key).content.decode()
    assert "meanwhile" in text
    over = actions.prepare_practice(decision, by=chair, over=True)
    assert over.title.text("en") == "A better club"


def test_a_draft_that_its_owner_writes_is_left_alone():
    practice = a_practice()
    catalogue.start_correction(practice, by=None)
    decision = accepted(practice=practice)

    with pytest.raises(DomainError, match="omistaja kirjoittaa"):
        actions.prepare_practice(decision, by=chair_of(decision))


def test_the_draft_a_submission_grew_from_becomes_the_practice():
    practice = a_draft()
    decision = published(practice=practice)

    assert decision.practice == practice
    assert Practice.objects.get().status == Practice.Status.PUBLISHED


def test_words_changed_after_the_decision_are_seen_before_publishing():
    decision = accepted()
    chair = chair_of(decision)
    draft = actions.prepare_practice(decision, by=chair)
    record = set_text(draft.whole, "summary", TranslatedText.of("en", "Other words", fi="Muut", sv="Andra"))
    catalogue.store_record(draft, record=record, by=None)

    with pytest.raises(DomainError, match="kertoo muuta"):
        actions.ask_to_publish(decision, by=chair)
    actions.prepare_practice(decision, by=chair)
    assert actions.ask_to_publish(decision, by=chair).published_at is not None


def test_the_practice_page_tells_of_the_panel(client):
    decision = published()

    text = client.get(decision.practice.get_absolute_url()).content.decode()

    assert 'id="panel-decision"' in text
    assert "reasons (fi)" in text
    assert "Reason of 2." not in text  # what a member wrote stays with the panel


def test_lists_and_search_show_the_label_with_the_call_and_narrow_by_it(client):
    decision, plain = published(), a_practice()
    Decision.objects.filter(pk=decision.pk).update(label="good")
    practice = decision.practice
    index("practice", [practice.uuid, plain.uuid])

    with translation.override("en"):
        listed = client.get(reverse("catalogue:list"), {"judged": "good"}).content.decode()
        found = client.get(reverse("search:page"), {"q": "title", "judged": "good"}).content.decode()
    name = decision.submission.call.name.read("en").text
    assert practice.key in listed
    assert plain.key not in listed
    assert f"Good practice: {name}" in listed
    assert "Judged by a panel" in listed
    assert practice.key in found
    actions.reopen_decision(Decision.objects.get(pk=decision.pk), reason="A mistake.", by=chair_of(decision))

    assert practice.key not in client.get(reverse("catalogue:list"), {"judged": "good"}).content.decode()


def test_who_scored_what_is_told_only_where_the_call_says_so(client):
    hidden, shown = published(), published(shows_assessors=True)
    name = hidden.figures["scored_by"][0]["name"]

    text = client.get(hidden.get_absolute_url()).content.decode()
    assert name not in text
    assert shown.figures["scored_by"][0]["name"] in client.get(shown.get_absolute_url()).content.decode()


def test_the_api_tells_what_was_published_and_never_who_scored(client):
    decision = published(shows_assessors=True)
    decided(a_submission())

    listed = client.get("/api/v1/decisions").json()
    whole = client.get(f"/api/v1/decisions/{decision.uuid}").json()

    assert [one["id"] for one in listed["results"]] == [str(decision.uuid)]
    assert whole["criteria"][0]["levels"] == [0, 0, 1, 0, 1]
    assert decision.figures["scored_by"][0]["name"] not in str(whole)


def test_a_reopened_decision_leaves_the_public_pages(client):
    decision = published()
    actions.reopen_decision(decision, reason="An appeal.", by=chair_of(decision))

    assert client.get(reverse("decisions:decision", args=[decision.submission.key])).status_code == 404
    assert client.get(f"/api/v1/decisions/{decision.uuid}").status_code == 404


def test_a_review_is_told_once(django_capture_on_commit_callbacks):
    decision = published()
    owner = UserFactory()
    MembershipFactory(user=owner, organisation=decision.practice.owner, role=Role.COORDINATOR)
    Decision.objects.update(review_by=timezone.localdate())

    with django_capture_on_commit_callbacks(execute=True):
        jobs.tell_of_reviews(timezone.localdate())
        jobs.tell_of_reviews(timezone.localdate())

    told = [letter.to[0] for letter in mail.outbox]
    assert owner.email in told
    assert len(told) == len(set(told)) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    for _one in range(count):
        published()

    with django_assert_max_num_queries(8):
        answer = client.get(reverse("decisions:list"))

    assert answer.content.decode().count('class="entry-title"') == count


def test_what_was_changed_while_it_waited_for_the_embargo_does_not_appear_by_itself():
    decision = published(embargo_until=timezone.now() + timedelta(days=3))
    draft = publication.draft_of(decision)
    said = draft.whole["summary"]
    catalogue.store_record(draft, record={**draft.whole, "summary": {**said, "texts": {**said["texts"], "en": {"text": "Judged by nobody."}}}}, by=chair_of(decision))  # fmt: skip
    call = decision.submission.call
    call.embargo_until = timezone.now() - timedelta(minutes=1)
    call.save()

    assert publication.differs(decision, publication.draft_of(decision))
    assert jobs.publish_due(timezone.localdate()) == ""

    decision.refresh_from_db()
    actions.ask_to_publish(decision, by=chair_of(decision), as_it_is=True)  # somebody looked, and chose
    assert Decision.objects.get().published_at


def ends_embargo(decision):
    call = decision.submission.call
    call.embargo_until = timezone.now() - timedelta(minutes=1)
    call.save()
    return call


def letters_of(work, capture):
    mail.outbox.clear()
    with capture(execute=True):
        work()
    return mail.outbox


def test_an_embargo_that_ends_while_a_language_is_missing_is_told_once_to_those_who_may_mend_it(
    django_capture_on_commit_callbacks,
):
    decision = published(embargo_until=timezone.now() + timedelta(days=3))
    Decision.objects.update(reasons=TranslatedText.of("en", "It works.", sv="Det fungerar."))
    chair, coordinator = chair_of(decision), runs(decision.submission.call, "coordinator")
    chair.language, coordinator.language = "en", "sv"
    chair.save()
    coordinator.save()
    ends_embargo(decision)

    letters = list(letters_of(jobs.publish_due, django_capture_on_commit_callbacks))
    again = list(letters_of(jobs.publish_due, django_capture_on_commit_callbacks))

    assert again == []
    by_person = {letter.to[0]: letter for letter in letters}
    assert by_person.keys() == {chair.email, coordinator.email}
    assert len(letters) == 2
    body = by_person[chair.email].body
    assert "Missing: Reasons of the decision (Finnish)" in body
    assert f"{decision.submission.key}/publish/" in body
    assert "Europe/Helsinki, UTC" in body
    assert "Submission 1" in body
    assert str(decision.version.title) not in body
    assert "Hej" in by_person[coordinator.email].body
    assert "finska" in by_person[coordinator.email].body

    actions.translate_for_publishing(decision, path="reasons", language="fi", text="Se toimii.", by=chair)
    assert jobs.publish_due() == "1 decisions published"


def test_what_nobody_could_ask_for_is_told_of_too_and_never_to_whom_is_recused(django_capture_on_commit_callbacks):
    decision = accepted(complete=False, embargo_until=timezone.now() + timedelta(days=3))
    actions.prepare_practice(decision, by=chair_of(decision))
    call = decision.submission.call
    recused(decision.submission, chair_of(decision))

    assert letters_of(jobs.publish_due, django_capture_on_commit_callbacks) == []  # the embargo has not ended
    ends_embargo(decision)
    letters = letters_of(jobs.publish_due, django_capture_on_commit_callbacks)

    assert [letter.to for letter in letters] == [[runs(call, "coordinator").email]]


@pytest.mark.parametrize("change", ["withdrawn", "cancelled", "published", "complete"])
def test_nobody_is_written_to_where_nothing_is_to_be_mended(change, django_capture_on_commit_callbacks):
    decision = accepted(complete=change in ("published", "complete"), embargo_until=timezone.now() + timedelta(days=3))
    actions.prepare_practice(decision, by=chair_of(decision))
    if change == "published":
        actions.ask_to_publish(decision, by=chair_of(decision))
    call = ends_embargo(decision)
    if change == "withdrawn":
        decision.submission.withdrawn_at = timezone.now()
        decision.submission.save()
    elif change == "cancelled":
        call.state = call.State.CANCELLED
        call.save()

    letters = letters_of(jobs.publish_due, django_capture_on_commit_callbacks)

    assert [letter.subject for letter in letters if "embargo" in letter.body] == []


@pytest.mark.parametrize(("language", "half"), [("fi", "2,5"), ("sv", "2,5"), ("en", "2.5")])
def test_half_levels_are_written_as_the_readers_language_writes_them(language, half):
    with translation.override(language):
        choices = dict(AgreedForm().fields["level"].choices)
        assert (choices["2.5"], choices["3"]) == (half, "3")


@pytest.mark.parametrize(
    ("alpha", "words"),
    [(0.83, "agreed well"), (0.7, "agreed roughly"), (0.2, "agreed little"), (-0.1, "agreed no more than by chance")],
)
def test_agreement_is_told_in_a_sentence_and_explained_once(client, alpha, words):
    decision = published()
    criteria = list(decision.rubric.criteria.all())
    told = {criterion.code: {"n": 3, "mean": 3.0, "alpha": {"value": alpha}} for criterion in criteria}
    decision.figures = {**decision.figures, "criteria": told}
    decision.save()

    with translation.override("en"):
        html = client.get(reverse("decisions:decision", args=[decision.submission.key])).content.decode()

    assert html.count(f"Across the call the assessors {words}") == len(criteria)
    assert html.count("Krippendorff") == 1
    assert f'href="#agreement-{decision.pk}"' in html
    assert f'id="agreement-{decision.pk}"' in html
