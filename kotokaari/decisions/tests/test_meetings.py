from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.decisions import actions, marks
from kotokaari.decisions.keeping import EditConflict, Sent
from kotokaari.decisions.models import AgendaItem, Meeting
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import fingerprint
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics.tests.factories import said
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db


def a_meeting(call, **more):
    return actions.plan_meeting(
        call, name=said("First meeting"), starts_at=timezone.now() + timedelta(days=1), place="Town hall",
        link="https://example.org/meet", by=runs(call, "chair"), **more,
    )  # fmt: skip


def a_judged(call, *levels, title="A club for talking"):
    submission = a_submission(call=call, title=title)
    for level in levels or (2, 4):
        seat = a_seat(call)
        codes = [criterion.code for criterion in call.rubric.criteria.all()]
        an_assessment(assigned(submission, seat), dict.fromkeys(codes, level), reason=f"Reason of {level}.")
    return submission


def signed_in(client, user):
    client.force_login(user)
    return client


def page(client, user, name, *words):
    return signed_in(client, user).get(reverse(name, args=words))


def test_planning_sends_the_time_with_a_file_and_nothing_of_the_agenda(django_capture_on_commit_callbacks):
    call = a_call()
    a_submission(call=call, title="Secret marrow")
    member = a_seat(call).user

    with django_capture_on_commit_callbacks(execute=True):
        a_meeting(call)

    letter = next(letter for letter in mail.outbox if letter.to == [member.email])
    name, content, _type = letter.attachments[0]
    assert name == "meeting.ics"
    assert b"Europe/Helsinki" in (content if isinstance(content, bytes) else content.encode())
    assert "marrow" not in letter.body + str(content)
    assert len(mail.outbox) == 3  # the member, the coordinator, the chair


def test_a_meeting_is_somewhere():
    call = a_call()

    with pytest.raises(DomainError):
        actions.plan_meeting(call, name=said("Nowhere"), starts_at=timezone.now(), by=runs(call, "chair"))


def test_the_agenda_holds_what_goes_to_the_panel_also_what_the_planner_may_not_know():
    call = a_call()
    chair = runs(call, "chair")
    open_one, hidden = a_submission(call=call), a_submission(call=call)
    a_submission(call=call, eligible=False)
    recused(hidden, chair)

    meeting = a_meeting(call)

    assert {item.submission for item in meeting.items.all()} == {open_one, hidden}
    assert [item.submission for item in AgendaItem.objects.seen_by(chair).filter(meeting=meeting)] == [open_one]


def test_contested_comes_first(monkeypatch):
    call = a_call()
    first, second, third = (a_submission(call=call) for _one in range(3))
    groups = {first.pk: "out", second.pk: "in", third.pk: "contested"}
    monkeypatch.setattr("kotokaari.decisions.actions.meetings.groups_of", lambda call: groups)

    meeting = a_meeting(call)

    assert [item.submission for item in meeting.items.all()] == [third, second, first]


def test_items_move_past_those_one_may_not_know_of():
    call = a_call()
    chair = runs(call, "chair")
    one, hidden, other = (a_submission(call=call) for _one in range(3))
    meeting = a_meeting(call)
    recused(hidden, chair)

    actions.move_item(meeting.items.get(submission=other), earlier=True, by=chair)

    assert [item.submission for item in meeting.items.all()] == [other, hidden, one]


def test_a_meeting_runs_one_item_at_a_time():
    call = a_call()
    chair = runs(call, "chair")
    a_submission(call=call), a_submission(call=call)
    meeting = a_meeting(call)
    first, second = meeting.items.all()

    with pytest.raises(DomainError):
        actions.open_item(first, by=chair)
    actions.open_meeting(meeting, by=chair)
    actions.open_item(first, by=chair)
    actions.open_item(second, by=chair)
    first.refresh_from_db()

    assert first.closed_at is not None
    actions.close_meeting(meeting, by=chair)
    second.refresh_from_db()
    assert second.closed_at is not None
    with pytest.raises(DomainError):
        actions.save_minutes(meeting, text="Too late", by=chair)


def test_a_withdrawn_submission_is_not_opened():
    call = a_call()
    chair = runs(call, "chair")
    submission = a_submission(call=call)
    meeting = actions.open_meeting(a_meeting(call), by=chair)
    submission.withdrawn_at = timezone.now()
    submission.save()

    with pytest.raises(DomainError, match="vedetty pois"):
        actions.open_item(meeting.items.get(), by=chair)


def test_scores_wait_until_all_have_handed_in(client):
    call = a_call()
    submission = a_judged(call, 3)
    late = a_seat(call)
    begun = an_assessment(assigned(submission, late), handed_in=False, reason="Half a thought.")
    item = a_meeting(call).items.get()
    chair = runs(call, "chair")

    before = page(client, chair, "decisions:item", item.uuid).content.decode()
    begun.state, begun.handed_in_at = "handed_in", timezone.now()
    begun.save()
    after = page(client, chair, "decisions:item", item.uuid).content.decode()

    assert "Reason of 3." not in before
    assert "Half a thought." not in before
    assert "Reason of 3." in after
    assert "Half a thought." in after


def test_agreed_levels_stand_beside_the_independent_ones(client):
    call = a_call()
    a_judged(call, 2, 4)
    chair = runs(call, "chair")
    item = a_meeting(call).items.get()
    criterion = call.rubric.criteria.first()

    with pytest.raises(DomainError):
        actions.agree_on(item, criterion=criterion, level=Decimal(3), reason="", by=chair)
    actions.agree_on(item, criterion=criterion, level=Decimal("3.5"), reason="It convinced us.", by=chair)
    text = page(client, chair, "decisions:item", item.uuid).content.decode()

    assert "It convinced us." in text
    assert "Reason of 2." in text
    assert "3.00" in text.replace(",", ".")


def test_a_dissent_is_ones_own():
    call = a_call()
    a_submission(call=call)
    seat, other = a_seat(call), a_seat(call)
    item = a_meeting(call).items.get()

    actions.record_dissent(item, seat=seat, text="I see it otherwise.", by=seat.user)

    assert item.dissents.get().seat == seat
    with pytest.raises(DomainError):
        actions.record_dissent(item, seat=seat, text="Not mine", by=other.user)


def test_two_tabs_write_one_note_and_nothing_is_lost(client):
    call = a_call()
    chair = runs(call, "chair")
    a_submission(call=call)
    item = a_meeting(call).items.get()
    shown = {"note": fingerprint("")}

    actions.save_note(item, text="From the first tab", by=chair, sent=Sent("one", shown))
    actions.save_note(item, text="From the first tab, on", by=chair, sent=Sent("one", shown))
    with pytest.raises(EditConflict) as conflict:
        actions.save_note(item, text="From the second tab", by=chair, sent=Sent("two", shown))

    assert conflict.value.theirs == {"note": "From the first tab, on"}
    sent = {"text": "From the second tab", "_form": "two", "_base-note": fingerprint("")}
    answer = signed_in(client, chair).post(reverse("decisions:item-note", args=[item.uuid]), sent)
    assert answer.status_code == 409
    assert "From the first tab, on" in answer.content.decode()
    assert "From the second tab" in answer.content.decode()


def test_the_wall_says_that_somebody_left_but_not_of_what(client):
    call = a_call()
    chair = runs(call, "chair")
    submission = a_submission(call=call, title="Secret marrow")
    away = a_seat(call).user
    meeting = a_meeting(call)
    recused(submission, away)
    actions.open_meeting(meeting, by=chair)
    for user in (away, chair):
        actions.attend(meeting, user=user, by=chair)
    actions.open_item(meeting.items.get(), by=chair)

    wall = page(client, chair, "decisions:screen", meeting.uuid).content.decode()
    theirs = page(client, away, "decisions:screen", meeting.uuid).content.decode()

    assert "Secret marrow" in wall
    assert "yksi" in wall.casefold() or "left the room" in wall or "poistunut" in wall
    assert "marrow" not in theirs


@pytest.mark.parametrize("name", ["meeting", "screen", "minutes"])
def test_a_recused_member_meets_nothing_of_the_item(client, name):
    call = a_call()
    chair = runs(call, "chair")
    submission = a_judged(call, title="Secret marrow")
    a_submission(call=call, title="An open one")
    away = a_seat(call).user
    meeting = a_meeting(call)
    recused(submission, away)
    item = meeting.items.get(submission=submission)
    actions.open_meeting(meeting, by=chair)
    actions.open_item(item, by=chair)
    actions.save_note(item, text="Note of the marrow", by=chair)
    actions.save_minutes(meeting, text="We talked of the marrow", by=chair)

    text = page(client, away, f"decisions:{name}", meeting.uuid).content.decode()

    assert "marrow" not in text
    assert page(client, away, "decisions:item", item.uuid).status_code == 404


def test_strangers_know_of_no_meeting(client):
    meeting = a_meeting(a_call())

    assert page(client, UserFactory(), "decisions:meeting", meeting.uuid).status_code == 404


def test_members_do_not_run_the_meeting(client):
    call = a_call()
    a_submission(call=call)
    meeting = a_meeting(call)
    member = a_seat(call).user

    answer = signed_in(client, member).post(reverse("decisions:meeting-act", args=[meeting.uuid]), {"act": "open"})

    assert answer.status_code == 403
    assert Meeting.objects.get().state == Meeting.State.PLANNED


def test_the_minutes_are_a_pdf(client):
    call = a_call()
    a_judged(call)
    meeting = a_meeting(call)
    chair = runs(call, "chair")
    actions.attend(meeting, user=chair, by=chair, is_remote=True)
    actions.save_note(meeting.items.get(), text="We agreed soon.", by=chair)

    answer = page(client, chair, "decisions:minutes-pdf", meeting.uuid)

    assert answer.content[:5] == b"%PDF-"


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_costs_the_same_whatever_its_agenda(client, django_assert_max_num_queries, count):
    call = a_call()
    for _one in range(count):
        a_submission(call=call)
    meeting = a_meeting(call)
    client.force_login(runs(call, CallPerson.Part.CHAIR))

    with django_assert_max_num_queries(16):
        answer = client.get(reverse("decisions:meeting", args=[meeting.uuid]))

    assert answer.content.decode().count('class="agenda-what"') == count


def test_two_who_write_an_agreed_level_see_each_others(client):
    call = a_call()
    a_judged(call)
    meeting = a_meeting(call)
    actions.open_meeting(meeting, by=runs(call, "chair"))
    item, criterion = meeting.items.get(), call.rubric.criteria.first()
    address = reverse("decisions:item-agree", args=[item.uuid, criterion.code])
    signed_in(client, runs(call, "chair"))
    was = marks.mark_of_agreed(None)
    assert f'name="_was" value="{was}"' in client.get(reverse("decisions:item", args=[item.uuid])).content.decode()

    for level, reason in (("3", "First."), ("1", "Second.")):
        client.post(address, {f"{criterion.code}-level": level, f"{criterion.code}-reason": reason, "_was": was})

    assert item.moderated.get().reason == "First."


def test_two_who_change_a_meeting_do_not_undo_each_other(client):
    call = a_call()
    meeting = a_meeting(call)
    address = reverse("decisions:meeting-change", args=[meeting.uuid])
    signed_in(client, runs(call, "chair"))
    page = client.get(address)
    typed = {**page.context["form"].initial, "day": "2031-05-04", "begins": "10:00", "_was": page.context["was"]}
    actions.change_meeting(meeting, changes={"place": "The library"}, by=runs(call, "coordinator"))

    answer = client.post(address, typed)

    meeting.refresh_from_db()
    assert answer.status_code == 200
    assert meeting.place == "The library"
    typed["_was"] = client.get(address).context["was"]
    assert client.post(address, typed).status_code == 302


def test_the_minutes_of_each_item_are_written_on_the_page_of_the_minutes(client):
    call = a_call()
    a_judged(call)
    meeting = a_meeting(call)
    chair = runs(call, "chair")
    item = meeting.items.get()
    there = reverse("decisions:minutes", args=[meeting.uuid])

    assert (
        reverse("decisions:item-note", args=[item.uuid])
        in page(client, chair, "decisions:minutes", meeting.uuid).content.decode()
    )
    answer = client.post(
        reverse("decisions:item-note", args=[item.uuid]), {"text": "We agreed soon.", "back": "minutes"}
    )

    assert answer["Location"] == f"{there}#item-{item.uuid}"
    item.refresh_from_db()
    assert item.note == "We agreed soon."
    actions.open_meeting(meeting, by=chair)
    actions.close_meeting(meeting, by=chair)
    assert (
        reverse("decisions:item-note", args=[item.uuid])
        not in page(client, chair, "decisions:minutes", meeting.uuid).content.decode()
    )
