"""The demo's call: opened, answered, judged and decided by the actions people use, then dated into the past."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from kotokaari.assessment import public as assessment
from kotokaari.calls import public as calls
from kotokaari.catalogue.public import record_from_data
from kotokaari.decisions import public as decisions
from kotokaari.foundation.dates import written_day
from kotokaari.panel import public as panel
from kotokaari.people import public as people
from kotokaari.submissions import public as submissions
from kotokaari.vocabulary.public import Concept

from . import read
from .calling import last_afternoon, make_call
from .read import text

PLACES = 4  # as many as there was room for, when the panel looked whether a place hangs on the weights
# How many days ago each thing happened.
PUBLISHED, OPENED, CLOSED, GATES, SEATS, GIVEN, MET, DECIDED, SHOWN = 124, 120, 66, 62, 60, 58, 28, 26, 20
SENT_FROM, SENT_STEP, HANDED_FROM = 112, 3, 54


def judge(organisations: Mapping[str, people.Organisation], users: Mapping[str, people.User]) -> calls.Call:
    """The whole call, from the first word to three published practices. Returns it."""
    return Judging(organisations, users).build()


class Judging:
    """What has been made so far, by the names the files use."""

    def __init__(self, organisations: Mapping[str, people.Organisation], users: Mapping[str, people.User]) -> None:
        self.now = last_afternoon()
        self.organisations, self.users = organisations, dict(users)
        self.chair = users["specialist"]
        self.words = read.one("call/call.json")
        self.panel = read.one("call/panel.json")
        self.submissions: dict[str, submissions.Submission] = {}
        self.seats: dict[str, panel.Seat] = {}

    def build(self) -> calls.Call:
        """Everything in the order it happens."""
        self.call = self.make_call()
        self.answer()
        self.look_at_gates()
        self.make_panel()
        self.declare()
        self.assess()
        self.meet()
        self.decide()
        decisions.queue_letters(self.call, by=self.chair)
        self.remember_when()
        return self.call

    def ago(self, days: float) -> datetime.datetime:
        """So many days before now."""
        return self.now - timedelta(days=days)

    def make_call(self) -> calls.Call:
        """The call with the questions its rubric reads, public, with a round that has passed."""
        call = make_call(
            self.words, organisation=self.organisations[self.words["organisation"]], chair=self.chair,
            opens_at=self.ago(OPENED), closes_at=self.now + timedelta(days=1),
        )  # fmt: skip
        self.round = call.rounds.get()
        return call

    def answer(self) -> None:
        """Every submission, begun while the call was open and sent on its day."""
        entries = read.entries("call/submissions.json")
        for entry in entries:
            organisation = self.organisations[entry["organisation"]]
            self.submissions[entry["key"]] = submissions.start_submission(
                self.call, organisation=organisation, by=self.author(entry["organisation"]),
                source_language=entry["language"], is_example=True,
            )  # fmt: skip
        self.round.closes_at = self.ago(CLOSED)
        self.round.save(update_fields=["closes_at"])
        for place, entry in enumerate(entries):
            self.send(entry, self.ago(SENT_FROM - place * SENT_STEP))

    def author(self, organisation: str) -> people.User:
        """Somebody invented who writes for an organisation."""
        if organisation not in self.users:
            name, language = self.words["authors"][organisation]
            user = self.person(f"author-{organisation}", name, language)
            people.grant_role(self.organisations[organisation], user, role=people.Role.COORDINATOR, by=None)
            self.users[organisation] = user
        return self.users[organisation]

    @staticmethod
    def person(key: str, name: str, language: str) -> people.User:
        """Somebody invented, without a password."""
        return people.create_person(
            email=f"{key}@example.org", name=name, password=None, language=language, is_example=True, by=None
        )

    def send(self, entry: dict[str, Any], on: datetime.datetime) -> None:
        """What was written, sent on that day."""
        submission, data = self.submissions[entry["key"]], dict(entry["record"])
        if entry.get("status") == "returned":
            data["started_on"] = (
                f"{self.ago(OPENED + 45):%Y-%m}"  # it has not run for a year, whenever the demo is made
            )
        submission.record = record_from_data(data, source=entry["language"])
        submission.answers, submission.begun_at, submission.saved_at = {"consent": True}, on - timedelta(days=5), on
        submission.save()
        submission.round = self.round
        submissions.send_submission(submission, by=submission.created_by, now=on)
        if entry.get("status") == "withdrawn":
            author = self.author(entry["organisation"])
            submissions.withdraw_submission(submission, reason=entry["withdrawn_reason"], by=author)

    def look_at_gates(self) -> None:
        """By hand what the house cannot look up; one goes back to be mended."""
        by_hand = [gate for gate in self.call.rubric.gates.all() if not gate.rule]
        passed = (submissions.GateCheck.Result.PASSED, text(self.words["passed"]))
        for entry in read.entries("call/submissions.json"):
            submission = self.submissions[entry["key"]]
            if entry.get("status") == "withdrawn":
                continue
            submissions.check_gates(submission, results=dict.fromkeys(by_hand, passed), by=self.chair)
            if entry.get("status") == "returned":
                until = self.now + timedelta(days=200)
                submissions.return_to_mend(submission, until=until, what=self.words["returned"], by=self.chair)

    def make_panel(self) -> None:
        """Eight members, two of whom have moved to the country themselves."""
        for member in self.panel["members"]:
            user = self.users[member["log_in"]] if "log_in" in member else self.member(member)
            own = self.organisations.get(member.get("organisation", ""))
            panel.save_profile(
                user, fields=Concept.objects.filter(code__in=member["fields"], scheme__is_house=True),
                languages=member["languages"], size_bands=member["size_bands"], organisation=own, about=text(None),
                most=8, is_open=True, has_moved=member.get("has_moved", False), by=user,
            )  # fmt: skip
            seat = panel.ask(self.call, user=user, part=member["part"], most=8, by=self.chair)
            plain = member["part"] == panel.Seat.Part.BY_EXPERIENCE
            self.seats[member["id"]] = panel.accept(seat, plain_view=plain, by=user)
        panel.Expert.objects.filter(user__in=[seat.user for seat in self.seats.values()]).update(is_example=True)

    def member(self, member: dict[str, Any]) -> people.User:
        """An invented member of the panel."""
        return self.person(f"panel-{member['id']}", member["name"], member["language"])

    def declare(self) -> None:
        """Everybody says of everything whether there is a conflict, before reading any of it."""
        conflicts = {(one["by"], one["submission"]): one for one in self.panel["conflicts"]}
        for member, seat in self.seats.items():
            said = [
                panel.Said(one, "conflict", conflict["kind"], conflict["note"])
                if (conflict := conflicts.get((member, key)))
                else panel.Said(one, "none")
                for key, one in self.judged()
            ]
            panel.declare(seat, said=said, by=seat.user)

    def judged(self) -> Iterable[tuple[str, submissions.Submission]]:
        """The submissions that went to the panel."""
        keys = dict.fromkeys(entry["submission"] for entry in read.entries("call/reviews.json"))
        return [(key, self.submissions[key]) for key in keys]

    def assess(self) -> None:
        """Three assessments of each, handed in one after another."""
        codes = [criterion.code for criterion in self.call.rubric.criteria.all()]
        self.handed_in: list[assessment.Assessment] = []
        for entry in read.entries("call/reviews.json"):
            seat = self.seats[entry["by"]]
            given = panel.add_pair(self.submissions[entry["submission"]], seat, by=self.chair)
            scores = {
                code: assessment.Judged(level, level is None, reason)
                for code, level, reason in zip(codes, entry["levels"], entry["reasons"], strict=True)
            }
            texts = {"strengths": entry["strengths"], "suggestions": entry["suggestions"]}
            saved = assessment.save_assessment(
                given, scores=scores, texts=texts, by=seat.user, language=seat.user.language
            )
            self.handed_in.append(assessment.hand_in(saved.assessment, by=seat.user))

    def meet(self) -> None:
        """A meeting that is over, with levels agreed on, one dissent, and minutes."""
        assessment.use_for_meeting(self.call, places=PLACES, by=self.chair)
        meeting = decisions.plan_meeting(
            self.call, name=text(self.words["meeting"]), starts_at=self.ago(MET), place=self.words["place"],
            is_example=True, by=self.chair,
        )  # fmt: skip
        decisions.open_meeting(meeting, by=self.chair)
        decisions.attend(meeting, user=self.chair, by=self.chair)
        for member, seat in self.seats.items():
            if member not in self.panel["absent"]:
                decisions.attend(meeting, user=seat.user, by=self.chair, is_remote=member in self.panel["remote"])
        told = {self.submissions[one["submission"]].pk: one for one in read.entries("call/decisions.json")}
        for item in meeting.items.order_by("order"):
            self.talk_about(decisions.open_item(item, by=self.chair), told[item.submission_id])
        decisions.save_minutes(meeting, text=self.words["minutes"], by=self.chair)
        self.meeting = decisions.close_meeting(meeting, by=self.chair)

    def talk_about(self, item: Any, entry: dict[str, Any]) -> None:
        """What the meeting wrote of one submission."""
        criteria = {criterion.code: criterion for criterion in self.call.rubric.criteria.all()}
        for code, level, reason in entry.get("moderated", ()):
            decisions.agree_on(item, criterion=criteria[code], level=Decimal(level), reason=reason, by=self.chair)
        if dissent := entry.get("dissent"):
            seat = self.seats[dissent["by"]]
            decisions.record_dissent(item, seat=seat, text=dissent["text"], by=seat.user)
        decisions.save_note(item, text=entry["note"], by=self.chair)
        decisions.close_item(item, by=self.chair)

    def decide(self) -> None:
        """A decision on each, with reasons; those to be published become practices."""
        for entry in read.entries("call/decisions.json"):
            submission = self.submissions[entry["submission"]]
            decision = decisions.save_decision(submission, typed=_typed(entry), by=self.chair)
            decision = decisions.finalise_decision(decision, by=self.chair)
            if entry["outcome"] == decisions.Decision.Outcome.PUBLISH:
                decisions.prepare_practice(decision, by=self.chair)
                decision.refresh_from_db()
                decisions.publish_decision(decision, by=self.chair)

    def remember_when(self) -> None:
        """Write days of the past where the actions wrote today."""
        call, ago = self.call, self.ago
        calls.Call.objects.filter(pk=call.pk).update(
            created_at=ago(PUBLISHED + 10), published_at=ago(PUBLISHED), judging_began_at=ago(GIVEN)
        )
        submissions.GateCheck.objects.filter(version__submission__call=call).update(at=ago(GATES))
        submissions.Submission.objects.filter(call=call, withdrawn_at__isnull=False).update(
            withdrawn_at=ago(CLOSED + 1)
        )
        submissions.Recusal.objects.filter(submission__call=call).update(since=ago(SEATS - 1))
        call.seats.update(invited_at=ago(SEATS + 8), answered_at=ago(SEATS))
        panel.Declaration.objects.filter(seat__call=call).update(at=ago(SEATS - 1))
        panel.Assignment.objects.filter(seat__call=call).update(assigned_at=ago(GIVEN))
        for place, one in enumerate(self.handed_in):
            self.date_assessment(one, ago(HANDED_FROM - place * 0.6))
        self.date_meeting()
        decided = decisions.Decision.objects.filter(submission__call=call)
        appeal_until = ago(SHOWN).date() + timedelta(days=call.appeal_days)
        decided.update(decided_at=ago(DECIDED), answered_at=ago(SHOWN + 2), appeal_until=appeal_until)
        self.date_letters(appeal_until)
        decided.filter(published_at__isnull=False).update(published_at=ago(SHOWN), publish_asked_at=ago(SHOWN))

    def date_letters(self, appeal_until: datetime.date) -> None:
        """The letters went out when the decisions were answered, with the last day that then held. None is sent."""
        sent, wrong = self.ago(SHOWN + 2), timezone.localdate() + timedelta(days=self.call.appeal_days)
        for letter in decisions.Letter.objects.filter(decision__submission__call=self.call):
            with translation.override(letter.language):
                said, right = written_day(wrong, letter.language), written_day(appeal_until, letter.language)
            letter.body = letter.body.replace(said, right)
            letter.state, letter.queued_at, letter.sent_at = letter.State.SENT, sent - timedelta(hours=1), sent
            letter.decided_at = self.ago(DECIDED)
            letter.save()

    def date_assessment(self, one: assessment.Assessment, when: datetime.datetime) -> None:
        """When it was written and handed in."""
        assessment.Assessment.objects.filter(pk=one.pk).update(
            begun_at=when - timedelta(hours=2), saved_at=when, handed_in_at=when
        )
        assessment.Score.objects.filter(assessment=one).update(saved_at=when)

    def date_meeting(self) -> None:
        """Ten minutes for each, one after another."""
        began = self.meeting.starts_at
        items = list(self.meeting.items.order_by("order"))
        for place, item in enumerate(items):
            item.opened_at, item.closed_at = (
                began + timedelta(minutes=10 * place),
                began + timedelta(minutes=10 * place + 9),
            )
            item.save(update_fields=["opened_at", "closed_at"])
            item.dissents.update(at=item.closed_at)
            item.moderated.update(at=item.closed_at)
        ended = began + timedelta(minutes=10 * len(items) + 5)
        self.meeting.attendances.update(came_at=began, left_at=ended)
        decisions.Meeting.objects.filter(pk=self.meeting.pk).update(opened_at=began, closed_at=ended)


def _typed(entry: dict[str, Any]) -> dict[str, str]:
    """A decision as its form has it."""
    typed = {"outcome": entry["outcome"], "label": entry["label"]}
    texts: dict[str, Mapping[str, str]] = {"reasons": entry["reasons"], "conditions": entry.get("conditions", {})}
    texts |= {f"reason-{code}": words for code, words in entry["criteria"].items()}
    return typed | {f"{name}-{language}": said for name, words in texts.items() for language, said in words.items()}
