"""What was answered, done by the ledger's own actions in the name of the person asked; and taken back for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from .. import actions
from ..models import Adaptation, Adoption, FollowUp, Lesson, Outcome
from . import queries
from .planning import SKIPPED

Status = Adoption.Status
SAME, CHANGED, STOPPED, RESULT = "same", "changed", "stopped", "result"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer one may give: its name in addresses, and its words on buttons and in letters."""

    name: str
    words: Any
    icon: str = ""


STILL = Answer(SAME, gettext_lazy("Yes, still in use as before"), "check")
IN_USE = Answer(Status.IN_USE.value, gettext_lazy("More than before: from a trial to everyday use"), "arrow-up")
MAINSTREAMED = Answer(
    Status.MAINSTREAMED.value, gettext_lazy("More than before: it has become a regular part of our work"), "arrow-up"
)
OTHERWISE = Answer(CHANGED, gettext_lazy("We do something otherwise now"), "edit")
OVER = Answer(STOPPED, gettext_lazy("It has stopped"), "close")
TELL = Answer(RESULT, gettext_lazy("We have a result to tell"), "evidence")


ALL = (STILL, IN_USE, MAINSTREAMED, OTHERWISE, TELL, OVER)


def answers_to(adoption: Adoption) -> list[Answer]:
    """The answers that make sense as the adoption now stands."""
    more = {Status.PILOTING: [IN_USE, MAINSTREAMED], Status.IN_USE: [MAINSTREAMED]}
    return [STILL, *more.get(Status(adoption.status), []), OTHERWISE, TELL, OVER]


@transaction.atomic
def answer(
    row: FollowUp,
    *,
    answer: str,
    by: User,
    parts: Mapping[str, Mapping[str, Any]],
    reason: TranslatedText | None = None,
) -> FollowUp:
    """Write down what was answered, all of it or nothing.

    ``parts`` may hold «adaptation», «outcome» and «lesson», each with the arguments of the ledger's action. Refuses
    a question that has been answered, an answer that makes no sense now, and what the ledger refuses.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("adoption").get(pk=row.pk)
    adoption = row.adoption
    if row.answered_at is not None:
        raise DomainError(_("This has been answered already."))
    if answer not in {known.name for known in answers_to(adoption)}:
        raise DomainError(_("Choose one of the answers."))
    _close_the_others(row)
    done: dict[str, Any] = {"as_described": adoption.as_described}
    if answer in Status.values:
        adoption = actions.change_status(adoption, status=answer, reason=reason, by=by)
        done["step"] = answer
    if found := parts.get("adaptation"):
        done["adaptation"] = str(actions.add_adaptation(adoption, by=by, **found).uuid)
    if found := parts.get("outcome"):
        done["outcome"] = str(actions.add_outcome(adoption, by=by, **found).uuid)
    if found := parts.get("lesson"):
        done["lesson"] = str(actions.add_lesson(adoption, by=by, **found).uuid)
    done["revision"] = Adoption.objects.values_list("revision", flat=True).get(pk=adoption.pk)
    row.answer, row.answered_at, row.answered_by, row.done = answer, timezone.now(), by, done
    row.save()
    audit.record("follow-up answered", target=adoption, by=by, months=row.months, answer=answer)
    return row


def _close_the_others(row: FollowUp) -> None:
    """One answer is enough: earlier questions that are still open are left out. This one counts as put."""
    if row.sent_at is None:
        row.sent_at = timezone.now()
        row.save(update_fields=["sent_at"])
    others = FollowUp.objects.filter(adoption=row.adoption_id, due_on__lte=timezone.localdate(), answer="")
    others.exclude(pk=row.pk).update(answer=SKIPPED, note="answered together with another one")


@transaction.atomic
def take_back(row: FollowUp, *, by: User) -> FollowUp:
    """The answer was a slip: within 15 minutes all it made is undone, and the question is open again.

    Refuses later, and when somebody has gone on from there.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("adoption").get(pk=row.pk)
    adoption, done = row.adoption, row.done
    if row.answered_at is None or timezone.now() >= row.answered_at + queries.UNDO_FOR:
        raise DomainError(_("This can no longer be taken back here. Change it on the adoption’s own page."))
    if adoption.revision != done.get("revision"):
        raise DomainError(_("Somebody has changed the entry since. Change it on the adoption’s own page."))
    _undo_parts(done, by)
    if "step" in done:
        adoption = actions.take_back_step(adoption, by=by)
    if "adaptation" in done and not adoption.adaptations.exists():
        actions.edit_adoption(adoption, changes={"as_described": done.get("as_described", "")}, by=by)
    row.answer, row.answered_at, row.answered_by, row.done = "", None, None, {}
    row.save()
    audit.record("follow-up taken back", target=adoption, by=by, months=row.months)
    return row


def _undo_parts(done: Mapping[str, Any], by: User) -> None:
    if "lesson" in done:
        actions.remove_lesson(Lesson.objects.get(uuid=done["lesson"]), by=by)
    if "outcome" in done:
        actions.remove_outcome(Outcome.objects.get(uuid=done["outcome"]), by=by)
    if "adaptation" in done:
        actions.remove_adaptation(Adaptation.objects.get(uuid=done["adaptation"]), by=by)
