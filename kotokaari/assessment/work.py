"""What the assessment room adds to other pages: «My work», the work behind a call."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kotokaari.calls.public import Call, Step, register_work_step
from kotokaari.people.public import Section, User, register_work_section

from . import queries

SHOWN = 5


def register() -> None:
    """Stand on the pages of the rooms below."""
    register_work_section(work_section)
    register_work_step(60, judging_step)


def work_section(user: User) -> Section | None:
    """What waits to be judged, the most urgent first. Two queries; nothing for people without assignments."""
    tasks = queries.tasks_of(user)
    waiting = [task for task in tasks if task.state != "done"]
    if not tasks:
        return None
    context: dict[str, Any] = {
        "waiting": [task for task in waiting if task.is_declared][:SHOWN],
        "undeclared": sum(not task.is_declared for task in waiting),
        "how_many": len(waiting),
        "done": len(tasks) - len(waiting),
    }
    return Section(gettext_lazy("Submissions to judge"), "assessment/_work.html", context, 5)


def judging_step(user: User, call: Call) -> Step:
    """How far the panel of a call is, on the page of the work behind it. Three queries."""
    given, done = queries.progress_of(user, call)
    timetable = queries.timetable_of(call)
    is_late = bool(timetable and timetable.due_on and timetable.due_on < timezone.localdate() and done < given)
    return Step(
        label=gettext_lazy("Judging"),
        url=reverse("assessment:progress", args=[call.key]),
        sentence=_sentence(done, given, is_late),
        count=done if given else None,
        state="waiting" if not given else ("done" if done == given else "running"),
        next_label=_("Remind") if is_late else "",
        next_url=reverse("assessment:remind", args=[call.key]) if is_late else "",
    )


def _sentence(done: int, given: int, is_late: bool) -> str:
    if not given:
        return _("Nothing has been given to the members yet.")
    words = ngettext(
        "%(done)s of %(given)s assessment handed in.", "%(done)s of %(given)s assessments handed in.", given
    )
    return " ".join([words % {"done": done, "given": given}, *([_("The day has passed.")] if is_late else [])])
