"""Who has still to judge a submission, or to declare, learns from meetings and decisions no more than its name."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.assessment.public import use_for_meeting
from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call
from kotokaari.decisions import actions, queries
from kotokaari.decisions.minutes import minutes_of
from kotokaari.decisions.models import AgendaItem, Decision
from kotokaari.decisions.rounds import earlier_round
from kotokaari.decisions.tests.factories import a_decision
from kotokaari.decisions.tests.test_meetings import a_judged, a_meeting
from kotokaari.panel.tests.factories import a_seat, assigned, clear
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db
IN, UNKNOWN = "In whatever the weights", "Not studied"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class Stage:
    """Two judged submissions on the agenda of a meeting that runs; a person with a part who has not handed in the second."""

    def __init__(self, part, judges=True):
        self.person = AdministratorFactory() if part == "house" else UserFactory()
        self.call = a_call(chair=self.person if part == "chair" else None)
        self.first, self.second = (
            a_judged(self.call, 1, 1, title="Apricot"),
            a_judged(self.call, 4, 4, title="Bilberry"),
        )
        if part == "secretary":
            CallPerson.objects.create(call=self.call, user=self.person, part=part)
        self.seat = a_seat(self.call, self.person)
        clear(self.seat, self.first)
        if judges:
            self.given = assigned(self.second, self.seat)
        other = CallPerson.objects.create(call=self.call, user=UserFactory(), part="coordinator").user
        use_for_meeting(self.call, places=1, by=other)
        self.meeting = a_meeting(self.call)
        actions.open_meeting(self.meeting, by=other)
        AgendaItem.objects.filter(submission=self.second).update(order=0)  # before the first, by what was found
        self.item = self.meeting.items.get(submission=self.second)
        criterion = self.call.rubric.criteria.first()
        actions.agree_on(self.item, criterion=criterion, level=4, reason="Marigold level", by=other)
        judge = self.second.assignments.first().seat
        actions.record_dissent(self.item, seat=judge, text="Marigold dissent", by=judge.user)
        actions.save_note(self.item, text="Marigold note", by=other)
        actions.save_minutes(self.meeting, text="Marigold minutes", by=other)
        self.meeting.refresh_from_db()
        self.criterion = criterion


def read(client, user, name, *words):
    client.force_login(user)
    answer = client.get(reverse(name, args=words), follow=True)
    return answer.getvalue().decode(errors="replace")


@pytest.mark.parametrize("part", ["member", "chair", "secretary", "house"])
def test_a_meeting_tells_nothing_of_what_one_has_still_to_judge(client, part):
    stage = Stage(part)

    agenda = read(client, stage.person, "decisions:meeting", stage.meeting.uuid)
    assert IN not in agenda
    assert agenda.index("Apricot") < agenda.index("Bilberry")  # by number, not by what was found
    assert "Marigold" not in read(client, stage.person, "decisions:item", stage.item.uuid)
    assert IN not in read(client, stage.person, "decisions:item", stage.item.uuid)
    told = minutes_of(stage.meeting, stage.person)
    assert [one.item.submission for one in told.items] == [stage.first]
    assert (told.text, told.is_partial) == ("", True)
    for page in ("minutes", "minutes-pdf"):
        assert "Marigold" not in read(client, stage.person, f"decisions:{page}", stage.meeting.uuid)

    judge = stage.second.assignments.first().seat.user
    clear(stage.second.assignments.first().seat, stage.first)
    assert IN in read(client, judge, "decisions:meeting", stage.meeting.uuid)
    assert "Marigold dissent" in read(client, judge, "decisions:item", stage.item.uuid)
    assert minutes_of(stage.meeting, judge).text == "Marigold minutes"


def test_whoever_has_not_declared_reads_the_name_alone(client):
    stage = Stage("member", judges=False)

    assert IN not in read(client, stage.person, "decisions:meeting", stage.meeting.uuid)
    told = minutes_of(stage.meeting, stage.person)
    assert [one.item.submission for one in told.items] == [stage.first]
    assert told.text == ""


@pytest.mark.parametrize("part", ["chair", "house"])
def test_whoever_runs_the_call_and_judges_decides_after_handing_in(client, part):
    stage = Stage(part)
    decide = reverse("decisions:decide", args=[stage.second.key])
    work = read(client, stage.person, "decisions:work", stage.call.key)

    assert IN not in work
    assert client.get(decide).status_code == 302
    assert client.post(decide, {"outcome": "publish", "reasons-en": "So."}).status_code == 302
    for page, words in (("decide-autosave", [stage.second.key]), ("item-note-autosave", [stage.item.uuid])):
        assert client.post(reverse(f"decisions:{page}", args=words), {"text": "So."}).status_code == 403
    agree = reverse("decisions:item-agree", args=[stage.item.uuid, stage.criterion.code])
    assert client.post(agree, {}).status_code == 403
    assert not Decision.objects.exists()
    assert str(stage.item.uuid) in queries.unknown_to(stage.person)

    decision = a_decision(stage.second, outcome="decline", answered_at=timezone.now())
    for page in ("decision", "publish", "reopen"):
        assert client.get(reverse(f"decisions:{page}", args=[stage.second.key])).status_code == 404
    assert decision not in Decision.objects.visible_to(stage.person)
    stage.given.delete()
    assert decision in Decision.objects.visible_to(stage.person)


def test_the_earlier_round_is_hidden_from_whoever_had_a_conflict_with_it():
    earlier = a_submission(title="Then")
    later = a_submission(call=earlier.call, title="Now", earlier=earlier)
    barred = recused(earlier, UserFactory()).user

    assert earlier_round(barred, later) is None
    assert earlier_round(UserFactory(), later).submission == earlier
