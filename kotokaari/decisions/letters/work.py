"""What letters add to the page of a call's work."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.calls.public import Call, Step, register_work_step
from kotokaari.people.public import User
from kotokaari.submissions.public import Submission

from ..models import Appeal, Decision, Letter


def register() -> None:
    """Stand on the page of a call's work."""
    register_work_step(100, letters_step)


def letters_step(user: User, call: Call) -> Step:
    """How many decisions wait for their letters, or for a new look. Two queries."""
    url = reverse("decisions:letters", args=[call.key])
    visible = Submission.objects.run_by(user).filter(call=call).values("pk")
    counts = Decision.objects.filter(submission__in=visible, state=Decision.State.FINAL).aggregate(
        to_answer=Count("pk", filter=Q(answered_at=None), distinct=True),
        answered=Count("pk", filter=Q(answered_at__isnull=False), distinct=True),
        failed=Count("letters", filter=Q(letters__state=Letter.State.FAILED), distinct=True),
    )
    asked = Appeal.objects.filter(decision__submission__in=visible, state=Appeal.State.OPEN).count()
    if asked:
        words = ngettext("%(count)s new look is asked for.", "%(count)s new looks are asked for.", asked)
        looks = reverse("decisions:appeals", args=[call.key])
        return Step(_("Letters"), url, words % {"count": asked}, asked, "todo", _("Answer"), looks)
    if failed := counts["failed"]:
        words = ngettext("%(count)s letter could not be sent.", "%(count)s letters could not be sent.", failed)
        return Step(_("Letters"), url, words % {"count": failed}, failed, "todo", _("Try again"), url)
    if waiting := counts["to_answer"]:
        words = ngettext(
            "%(count)s decision waits for its letter.", "%(count)s decisions wait for their letters.", waiting
        )
        return Step(_("Letters"), url, words % {"count": waiting}, waiting, "todo", _("Write the letters"), url)
    if answered := counts["answered"]:
        words = ngettext("%(count)s decision is answered.", "%(count)s decisions are answered.", answered)
        return Step(_("Letters"), url, words % {"count": answered}, answered, "done")
    return Step(_("Letters"), url, _("They go out when decisions are final."))
