"""Calibration as a step of the work behind a call."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kotokaari.calls.public import Call, Step, register_work_step
from kotokaari.people.public import User

from ..models import Assessment
from ..weightings.making import chosen_for_meeting


def register() -> None:
    """Stand on the page of a call's work."""
    register_work_step(70, step)


def step(user: User, call: Call) -> Step:
    """How many assessments the reader's figures rest on, and whether the meeting knows its places. Two queries."""
    done = Assessment.objects.read_by_those_who_run(user).filter(assignment__submission__call=call).count()
    calibration, weightings = (reverse(f"assessment:{name}", args=[call.key]) for name in ("calibration", "weightings"))
    label = gettext_lazy("Calibration and weightings")
    if not done:
        return Step(label, calibration, _("When assessments are handed in, they can be compared here."))
    told = ngettext("Rests on %(count)s assessment.", "Rests on %(count)s assessments.", done) % {"count": done}
    chosen = chosen_for_meeting(call)
    if chosen:
        told += " " + ngettext(
            "The meeting sorts by %(count)s place.", "The meeting sorts by %(count)s places.", chosen.places
        ) % {"count": chosen.places}
        return Step(label, calibration, told, state="done")
    return Step(
        label, calibration, told, state="todo", next_label=_("Choose places for the meeting"), next_url=weightings
    )
