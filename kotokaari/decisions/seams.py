"""What decisions add to the rooms below: practices' pages, who reads a submission, what stands against withdrawing it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import register_practice_fact, register_practice_section
from kotokaari.panel.public import Declaration, Seat
from kotokaari.submissions.public import Submission, register_bar, register_reader

from . import section
from .models import AgendaItem, Decision, Meeting


def register() -> None:
    """Stand on the pages of the rooms below."""
    register_practice_section(section.practice_section)
    register_practice_fact(section.practice_fact)
    register_reader(read_in_a_meeting)
    register_bar(is_decided)


def read_in_a_meeting(user: Any) -> Q:
    """The panel reads what a running meeting has on its agenda, once each has declared no conflict."""
    items = AgendaItem.objects.filter(submission=OuterRef("pk"), meeting__state=Meeting.State.RUNNING)
    declared = Declaration.objects.filter(
        submission=OuterRef("pk"), seat__user=user.pk, seat__state=Seat.State.ACCEPTED, answer=Declaration.Answer.NONE
    )
    return Q(Exists(items)) & Q(Exists(declared))


def is_decided(submission: Submission) -> str:
    """A submission with a final decision is not withdrawn any more."""
    if Decision.objects.filter(submission=submission, state=Decision.State.FINAL).exists():
        return _("The panel has decided on this submission. Ask those who run the call.")
    return ""
