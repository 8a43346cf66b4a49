"""What submissions add to the page of a call's work: what was received, and its gates."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.calls.public import Call, Step, register_work_step
from kotokaari.people.public import User

from ..models import Submission

Eligibility = Submission.Eligibility


def register() -> None:
    """Stand on the page of a call's work."""
    register_work_step(20, received_step)
    register_work_step(30, gates_step)


def received_step(user: User, call: Call) -> Step:
    """How many were sent. One query."""
    sent = Submission.objects.run_by(user).filter(call=call, withdrawn_at=None).count()
    url = reverse("submissions:received", args=[call.key])
    if not sent:
        return Step(_("Submissions"), url, _("Nothing has been sent yet."), 0)
    words = ngettext("%(count)s submission has been sent.", "%(count)s submissions have been sent.", sent)
    return Step(_("Submissions"), url, words % {"count": sent}, sent, "running")


def gates_step(user: User, call: Call) -> Step | None:
    """How many wait for somebody to look at their gates. One query, and one for the rubric's gates."""
    if not call.rubric.gates.exists():
        return None
    standing = Submission.objects.run_by(user).filter(call=call, withdrawn_at=None).order_by()
    counts = standing.aggregate(
        waiting=Count("pk", filter=Q(eligibility=Eligibility.UNKNOWN)),
        returned=Count("pk", filter=Q(eligibility=Eligibility.RETURNED)),
        past=Count("pk", filter=Q(eligibility=Eligibility.ELIGIBLE)),
        all=Count("pk"),
    )
    url = reverse("submissions:received", args=[call.key])
    label = _("Gates")
    if not counts["all"]:
        return Step(label, url, _("Looked at when something has been sent."))
    if waiting := counts["waiting"]:
        words = ngettext("%(count)s waits to be looked at.", "%(count)s wait to be looked at.", waiting)
        to_do = f"{url}?state=unknown"
        return Step(label, url, words % {"count": waiting}, waiting, "todo", _("Look at the gates"), to_do)
    if returned := counts["returned"]:
        words = ngettext("%(count)s is being mended.", "%(count)s are being mended.", returned)
        return Step(label, f"{url}?state=returned", words % {"count": returned}, returned, "running")
    words = ngettext("%(count)s goes to the panel.", "%(count)s go to the panel.", counts["past"])
    return Step(label, f"{url}?state=eligible", words % {"count": counts["past"]}, None, "done")
