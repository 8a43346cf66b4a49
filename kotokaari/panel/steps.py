"""The panel on the pages of a call."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kotokaari.calls.public import Call, Step, register_call_section, register_work_step
from kotokaari.people.public import Section, User

from . import queries
from .models import Seat


def register() -> None:
    """Stand on the page of a call, and on that of its work."""
    register_work_step(40, panel_step)
    register_work_step(50, assignment_step)
    register_call_section(call_section)


def call_section(request: HttpRequest, call: Call) -> Section | None:
    """Readers of a call learn who judges, and may offer themselves. No query."""
    if call.state != Call.State.PUBLISHED:
        return None
    return Section(gettext_lazy("Who judges"), "panel/_call_section.html", {"url": reverse("panel:profile")}, order=80)


def panel_step(user: User, call: Call) -> Step:
    """Who sits, who has not answered. One query."""
    states = list(call.seats.values_list("state", flat=True))
    sitting, asked = states.count(Seat.State.ACCEPTED), states.count(Seat.State.INVITED)
    url = reverse("panel:panel", args=[call.key])
    sentence = ngettext("%(count)d member sits.", "%(count)d members sit.", sitting) % {"count": sitting}
    if asked:
        waiting = ngettext("%(count)d has not answered.", "%(count)d have not answered.", asked) % {"count": asked}
        sentence = f"{sentence} {waiting}"
    if not states:
        ask = reverse("panel:ask", args=[call.key])
        return Step(_("Panel"), url, _("Nobody has been asked yet."), 0, "todo", _("Ask somebody"), ask)
    return Step(_("Panel"), url, sentence, sitting, "done" if sitting and not asked else "running")


def assignment_step(user: User, call: Call) -> Step:
    """Whether the work is shared out, as far as this person may know of it. Three queries."""
    url = reverse("panel:assignment", args=[call.key])
    proposed = queries.proposed(call)
    count = queries.standing_seen_by(user, call).count()
    if proposed is not None:
        plan = reverse("panel:plan", args=[call.key, proposed.uuid])
        return Step(
            _("Who judges what"), url, _("A proposal waits."), count, "todo", _("See what it would change"), plan
        )
    if count:
        return Step(_("Who judges what"), url, _("The work is shared out."), count, "done")
    if not queries.to_judge_seen_by(user, call).exists():
        return Step(_("Who judges what"), url, _("Nothing has passed the gates yet."))
    is_ready = call.seats.filter(state=Seat.State.ACCEPTED).exists()
    if not is_ready:
        return Step(_("Who judges what"), url, _("Members are needed first."))
    return Step(
        _("Who judges what"), url, _("The work is not shared out yet."), 0, "todo", _("Share out the work"), url
    )
