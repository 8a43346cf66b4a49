"""What the gates of a rubric say of what was sent: looked up where the house can, by hand otherwise."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.calls.public import Call, Question
from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.rubrics.public import Gate

from .models import GateCheck, Submission, SubmissionQuerySet, SubmissionVersion
from .reading.content import NOTHING, asked_of, label_of

Result, Rule = GateCheck.Result, Gate.Rule
MOST_NAMED = 6  # questions without an answer that a reason names


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a gate, and why."""

    result: str
    reason: TranslatedText


def eligible_submissions(call: Call) -> SubmissionQuerySet:
    """What the panel of a call judges: sent, not withdrawn, past its gates. Recusals are the asker's to add."""
    return Submission.objects.standing().filter(call=call, eligibility=Submission.Eligibility.ELIGIBLE)


def gates_of(call: Call) -> list[Gate]:
    """The gates of the call's rubric, in order. One query."""
    return list(call.rubric.gates.all())


def look_up(gate: Gate, version: SubmissionVersion) -> Finding | None:
    """What the house finds by itself; None when a person must look."""
    finder = FINDERS.get(gate.rule)
    return finder(gate, version) if finder else None


def in_each_language(sentence: Callable[[], str]) -> TranslatedText:
    """A sentence of the house in every language it speaks."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = sentence()
    return TranslatedText.of("en", said.pop("en"), **said)


def span_of(date: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day a date can mean: "2019" is the whole year. None for anything else."""
    try:
        parts = [int(part) for part in date.split("-")]
        first = datetime.date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except (ValueError, IndexError):
        return None
    if len(parts) == 3:
        return first, first
    year, month = (parts[0], 13) if len(parts) == 1 else (parts[0], parts[1] + 1)
    after = datetime.date(year + (month > 12), 1 if month > 12 else month, 1)
    return first, after - datetime.timedelta(days=1)


def a_year_before(day: datetime.date) -> datetime.date:
    """The same day a year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _running_a_year(gate: Gate, version: SubmissionVersion) -> Finding:
    """From ``started_on`` to the day it was sent or came on paper, or to its end. A mere year may leave it open."""
    began = span_of(str(version.record.get("started_on") or ""))
    if began is None:
        return Finding(Result.FAILED, in_each_language(lambda: _("It does not say when it started.")))
    submission = version.submission
    until = timezone.localdate(submission.begun_at if submission.is_entered_by_staff else version.sent_at)
    ended = span_of(str(version.record.get("ended_on") or ""))
    last = min(until, ended[1]) if ended else until
    if began[1] <= a_year_before(last):
        return Finding(Result.PASSED, in_each_language(lambda: _("It had run for twelve months when it was sent.")))
    if began[0] > a_year_before(last):
        return Finding(Result.FAILED, in_each_language(lambda: _("It had not run for twelve months when it was sent.")))
    return Finding(
        Result.OPEN,
        in_each_language(lambda: _("From the date given one cannot tell whether it had run for twelve months.")),
    )


def _consent(gate: Gate, version: SubmissionVersion) -> Finding | None:
    """By the answer to the yes-or-no question that the gate reads, or that is called «consent»."""
    wanted = {*map(str, gate.reads), "consent"}
    asked = [
        one for one in asked_of(version) if one.get("type") == Question.Type.FLAG and str(one.get("code")) in wanted
    ]
    if not asked:
        return None
    if all(version.answers.get(str(one["code"])) is True for one in asked):
        return Finding(Result.PASSED, in_each_language(lambda: _("The submitter lets it be published.")))
    return Finding(Result.FAILED, in_each_language(lambda: _("The submitter has not said that it may be published.")))


def is_answered(asked: Any, version: SubmissionVersion) -> bool:
    """Whether the sent version says anything to the question."""
    name, code = str(asked.get("field") or ""), str(asked.get("code") or "")
    if name in RECORD_FIELDS:
        return version.record.get(name) not in NOTHING
    if asked.get("type") == Question.Type.FILE:
        return code in _codes_with_files(version)
    return version.answers.get(code) not in NOTHING


def _codes_with_files(version: SubmissionVersion) -> set[str]:
    kept = [entry["uuid"] if isinstance(entry, dict) else entry for entry in version.files]
    files = version.submission.files.filter(uuid__in=kept) if kept else version.submission.files.none()
    return set(files.exclude(question=None).values_list("question__code", flat=True))


def _complete(gate: Gate, version: SubmissionVersion) -> Finding:
    """Every required question of those asked then has an answer; the missing ones are named."""
    missing = [asked for asked in asked_of(version) if asked.get("is_required") and not is_answered(asked, version)]
    if not missing:
        return Finding(Result.PASSED, in_each_language(lambda: _("Every required question is answered.")))

    def sentence() -> str:
        language = (translation.get_language() or "fi")[:2]
        names = ", ".join(label_of(asked, language).text for asked in missing[:MOST_NAMED])
        values = {"count": len(missing), "names": names}
        return (
            ngettext(
                "%(count)s required question has no answer: %(names)s.",
                "%(count)s required questions have no answer: %(names)s.",
                len(missing),
            )
            % values
        )

    return Finding(Result.FAILED, in_each_language(sentence))


FINDERS: dict[str, Callable[[Gate, SubmissionVersion], Finding | None]] = {
    Rule.RUNNING_A_YEAR: _running_a_year,
    Rule.CONSENT: _consent,
    Rule.COMPLETE: _complete,
}


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate with what was found of it in a version, and before it."""

    gate: Gate
    check: GateCheck | None
    earlier: GateCheck | None = None

    @property
    def result(self) -> str:
        """passed, failed or open."""
        return self.check.result if self.check else Result.OPEN

    @property
    def words(self) -> str:
        """The result as people say it."""
        return str(Result(self.result).label)

    @property
    def tone(self) -> str:
        """The colour of the result, never its only sign."""
        return {Result.PASSED: "success", Result.FAILED: "danger"}.get(Result(self.result), "neutral")


def gate_lines(submission: Submission, version: SubmissionVersion | None = None) -> list[GateLine]:
    """Every gate of the call with its result for ``version`` (the current one). Two queries and the rubric's."""
    version = version or submission.current
    checks: dict[int, dict[int, GateCheck]] = {}
    found = GateCheck.objects.filter(version__submission=submission).select_related("version", "by")
    for check in found.order_by("version__number"):
        checks.setdefault(check.gate_id, {})[check.version.number] = check
    lines = []
    for gate in gates_of(submission.call):
        by_number = checks.get(gate.pk, {})
        number = version.number if version else 0
        before = [one for other, one in by_number.items() if other < number]
        lines.append(GateLine(gate, by_number.get(number), before[-1] if before else None))
    return lines
