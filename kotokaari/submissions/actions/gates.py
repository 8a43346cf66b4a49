"""Gates: looked at, by the house and by hand; what does not pass goes back to be mended, or out, with reasons."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User
from kotokaari.rubrics.public import Gate

from .. import gate_letters
from ..gates import gates_of, look_up
from ..models import GateCheck, Submission, SubmissionVersion
from ..timing import is_being_mended

Result, Eligibility = GateCheck.Result, Submission.Eligibility
VERDICT = ["eligibility", "eligibility_reason", "mend_until"]


@transaction.atomic
def look_up_gates(version: SubmissionVersion, *, by: User | None = None) -> Submission:
    """Look up what the house can find of a sent version; the rest stays open. All passed: it goes to the panel."""
    submission = _locked(version.submission)
    for gate in gates_of(submission.call):
        finding = look_up(gate, version)
        result, reason = (finding.result, finding.reason) if finding else (Result.OPEN, TranslatedText())
        GateCheck.objects.update_or_create(
            version=version, gate=gate, defaults={"result": result, "reason": reason, "by": None, "at": timezone.now()}
        )
    submission.mend_until = None
    _follow_gates(submission, version)
    return submission


@transaction.atomic
def check_gates(submission: Submission, *, results: Mapping[Gate, tuple[str, TranslatedText]], by: User) -> Submission:
    """Write down what a person found of gates: (result, reason) each. A gate that is not passed needs a reason.

    When every gate is passed the submission goes to the panel; when one no longer is, it does not.
    """
    submission = _locked(submission)
    version = _sent(submission)
    for gate, (result, reason) in results.items():
        if result == Result.FAILED and not reason:
            raise DomainError(_("Say why “%(gate)s” is not passed: the submitter reads it.") % {"gate": gate})
        GateCheck.objects.update_or_create(
            version=version,
            gate=gate,
            defaults={"result": result, "reason": reason, "by": by, "at": timezone.now()},
        )
    audit.record(
        "gates checked", target=submission, by=by, **{gate.code: result for gate, (result, _r) in results.items()}
    )
    if submission.eligibility in (Eligibility.UNKNOWN, Eligibility.ELIGIBLE):
        _follow_gates(submission, version)
    return submission


@transaction.atomic
def return_to_mend(submission: Submission, *, until: datetime.datetime, what: str, by: User) -> Submission:
    """Give it back to be mended until then, with a letter to its authors. Refuses when no gate holds it back."""
    submission = _locked(submission)
    _sent(submission)
    _refuse_judged(submission)
    failed = _failed(submission)
    if not failed and not what.strip():
        raise DomainError(_("Say what is to be mended, or mark the gate that is not passed."))
    if until <= timezone.now():
        raise DomainError(_("Give a time to come: until then it can be mended."))
    submission.eligibility, submission.mend_until = Eligibility.RETURNED, until
    submission.eligibility_reason = what.strip()
    submission.save(update_fields=VERDICT)
    audit.record("submission returned", target=submission, by=by, until=until.isoformat())
    transaction.on_commit(partial(gate_letters.returned, submission.pk))
    return submission


@transaction.atomic
def remind_to_mend(submission: Submission, *, by: User | None) -> bool:
    """Write to its authors that the time to mend it ends. False when they were, or it is not to be mended any more."""
    submission = _locked(submission)
    if (
        not is_being_mended(submission)
        or submission.withdrawn_at
        or submission.mend_reminded_for == submission.mend_until
    ):
        return False
    submission.mend_reminded_for = submission.mend_until
    submission.save(update_fields=["mend_reminded_for"])
    audit.record("reminded to mend", target=submission, by=by)
    transaction.on_commit(partial(gate_letters.mend_soon, submission), robust=True)
    return True


@transaction.atomic
def find_not_eligible(submission: Submission, *, reason: str, by: User) -> Submission:
    """It does not go to the panel, with a letter to its authors. Refuses without a reason."""
    submission = _locked(submission)
    _sent(submission)
    if not reason.strip():
        raise DomainError(_("Say why it does not go to the panel: the submitter reads it."))
    submission.eligibility, submission.mend_until = Eligibility.NOT_ELIGIBLE, None
    submission.eligibility_reason = reason.strip()
    submission.save(update_fields=VERDICT)
    audit.record("submission not eligible", target=submission, by=by)
    transaction.on_commit(partial(gate_letters.not_eligible, submission.pk))
    return submission


@transaction.atomic
def take_back_verdict(submission: Submission, *, by: User) -> Submission:
    """Undo a return or "not eligible"; its authors are told. The gates stand as they were found."""
    submission = _locked(submission)
    if submission.eligibility not in (Eligibility.RETURNED, Eligibility.NOT_ELIGIBLE):
        raise DomainError(_("There is nothing to take back."))
    submission.mend_until = None
    _follow_gates(submission, _sent(submission))
    audit.record("verdict taken back", target=submission, by=by)
    transaction.on_commit(partial(gate_letters.taken_back, submission.pk))
    return submission


def _locked(submission: Submission) -> Submission:
    found = Submission.objects.select_for_update(of=("self",)).select_related("call__rubric", "current")
    return found.get(pk=submission.pk)


def _sent(submission: Submission) -> SubmissionVersion:
    if submission.current is None:
        raise DomainError(_("It has not been sent yet."))
    if submission.withdrawn_at:
        raise DomainError(_("It was withdrawn by its authors."))
    return submission.current


def _refuse_judged(submission: Submission) -> None:
    if submission.eligibility == Eligibility.ELIGIBLE and submission.call.judging_began_at:
        raise DomainError(_("The panel has begun to judge it: it can no longer be returned to be mended."))


def _failed(submission: Submission) -> Sequence[GateCheck]:
    return list(GateCheck.objects.filter(version=submission.current, result=Result.FAILED))


def _follow_gates(submission: Submission, version: SubmissionVersion) -> None:
    """Goes to the panel when every gate is passed, else waits to be looked at."""
    passed = set(version.gate_checks.filter(result=Result.PASSED).values_list("gate_id", flat=True))
    wanted = {gate.pk for gate in gates_of(submission.call)}
    submission.eligibility = Eligibility.ELIGIBLE if wanted <= passed else Eligibility.UNKNOWN
    submission.eligibility_reason = ""
    submission.save(update_fields=VERDICT)
