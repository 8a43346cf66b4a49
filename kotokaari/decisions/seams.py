"""What decisions add to the rooms below: practices' pages, who reads a submission, what stands against withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kotokaari.assessment.public import register_settled
from kotokaari.calls.public import Call, CallAction, Step, register_call_actions, register_work_step
from kotokaari.catalogue.public import register_distinctions, register_practice_fact, register_practice_section
from kotokaari.foundation.dates import written_day
from kotokaari.panel.public import Declaration, Seat
from kotokaari.people.public import Section, User, register_work_section
from kotokaari.submissions.public import Submission, register_authors_section, register_bar, register_reader

from . import calendars, queries, section, telling
from .models import AgendaItem, Decision, Meeting


def register() -> None:
    """Stand on the pages of the rooms below."""
    register_practice_section(section.practice_section)
    register_practice_fact(section.practice_fact)
    register_distinctions(section.distinctions)
    register_reader(read_in_a_meeting)
    register_bar(is_decided)
    register_settled(assessments_are_settled)
    register_authors_section(decision_for_authors)
    register_work_step(80, meeting_step)
    register_work_step(90, decisions_step)
    register_work_step(110, publication_step)
    register_call_actions(read_decisions)
    register_work_section(coming_meetings)


def meeting_step(user: User, call: Call) -> Step:
    """The meeting that runs or comes next. One query."""
    meeting = queries.next_meeting(call)
    work = reverse("decisions:work", args=[call.key])
    if meeting is None:
        held = call.meetings.exists()
        plan = reverse("decisions:meeting-plan", args=[call.key])
        sentence = _("The panel has met.") if held else _("No meeting is planned.")
        return Step(
            gettext_lazy("Meeting"), work, sentence, state="done" if held else "waiting",
            next_label=_("Plan a meeting"), next_url=plan,
        )  # fmt: skip
    runs = meeting.state == Meeting.State.RUNNING
    sentence = _("The panel meets now.") if runs else calendars.when(meeting)
    return Step(
        gettext_lazy("Meeting"), meeting.get_absolute_url(), sentence, state="running" if runs else "todo",
        next_label=_("To the meeting"), next_url=meeting.get_absolute_url(),
    )  # fmt: skip


def decisions_step(user: User, call: Call) -> Step:
    """How many are decided, as far as this person may know. One query."""
    waits = queries.waits(user, call)
    work = reverse("decisions:work", args=[call.key])
    if not waits.undecided and not waits.decided:
        return Step(gettext_lazy("Decisions"), work, _("Nothing to decide yet."))
    sentence = _("%(decided)s decided, %(undecided)s to decide.") % {
        "decided": waits.decided,
        "undecided": waits.undecided,
    }
    state = "done" if not waits.undecided else "running" if waits.decided else "todo"
    return Step(gettext_lazy("Decisions"), work, sentence, waits.undecided or None, state)  # type: ignore[arg-type]


def publication_step(user: User, call: Call) -> Step:
    """How many of those chosen are public, as far as this person may know. One query."""
    found = queries.chosen(user, call)
    work = reverse("decisions:work", args=[call.key])
    if not found.all:
        return Step(gettext_lazy("Publication"), work, _("Nothing was chosen yet."))
    sentence = ngettext("%(public)s of %(count)s is public.", "%(public)s of %(count)s are public.", found.all)
    state = "done" if found.public == found.all else "todo"
    words = sentence % {"public": found.public, "count": found.all}
    return Step(gettext_lazy("Publication"), work, words, found.all - found.public or None, state)  # type: ignore[arg-type]


def decision_for_authors(request: HttpRequest, submission: Submission) -> Section | None:
    """What the panel decided, on the page its authors have of a submission, once they were answered. One query."""
    decision = Decision.objects.visible_to(request.user).filter(
        submission=submission, state=Decision.State.FINAL, answered_at__isnull=False
    )
    found = decision.first()
    if found is None:
        return None
    last = found.appeal_until
    until = written_day(last, (get_language() or "fi")[:2]) if last and timezone.localdate() <= last else ""
    context = {"decision": found, "tone": telling.TONES[found.outcome], "until": until}
    return Section(_("What the panel decided"), "decisions/_for_authors.html", context, order=10)


def read_decisions(request: HttpRequest, call: Call) -> Iterable[CallAction]:
    """The way to the public decisions of a call, once there are some. One query."""
    if not queries.public_decisions(call).exists():
        return []
    return [CallAction(_("What the panel chose"), reverse("decisions:of-call", args=[call.key]), "list", 20)]


def coming_meetings(user: User) -> Section | None:
    """The meetings ahead of somebody who sits on a panel or runs a call. One query."""
    ahead = Meeting.objects.visible_to(user).exclude(state=Meeting.State.CLOSED).select_related("call")
    own = ahead.filter(Q(call__seats__user=user) | Q(call__people__user=user)).distinct().order_by("starts_at")[:5]
    rows = [(meeting, calendars.when(meeting)) for meeting in own]
    return Section(gettext_lazy("Meetings of panels"), "decisions/_work.html", {"rows": rows}, 30) if rows else None


def read_in_a_meeting(user: Any) -> Q:
    """The panel reads what a running meeting has on its agenda, once each has declared no conflict."""
    items = AgendaItem.objects.filter(submission=OuterRef("pk"), meeting__state=Meeting.State.RUNNING)
    declared = Declaration.objects.filter(
        submission=OuterRef("pk"), seat__user=user.pk, seat__state=Seat.State.ACCEPTED, answer=Declaration.Answer.NONE
    )
    return Q(Exists(items)) & Q(Exists(declared))


def is_decided(submission: Submission) -> str:
    """A submission with a final decision is not withdrawn any more."""
    if _has_final(submission):
        return _("The panel has decided on this submission. Ask those who run the call.")
    return ""


def assessments_are_settled(submission: Submission) -> str:
    """The assessments a final decision rests on stay as they are until it is opened again."""
    if _has_final(submission):
        return _("The panel has decided on this submission. Its assessments stay as they are.")
    return ""


def _has_final(submission: Submission) -> bool:
    return Decision.objects.filter(submission=submission, state=Decision.State.FINAL).exists()
