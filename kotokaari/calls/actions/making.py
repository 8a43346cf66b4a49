"""Making a call: from nothing or from an earlier one, its texts and terms, and what it is judged by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User
from kotokaari.rubrics.public import Criterion, Rubric
from kotokaari.vocabulary.public import Concept

from ..models import Call, CallPerson, Question
from .locking import has_opened, locked, touched

TEXTS = ("name", "summary", "about", "who_may_answer", "contact_role")
TERMS = (
    "organisation_types",
    "languages",
    "contact_email",
    "time_zone",
    "grace_minutes",
    "reviews_wanted",
    "shows_assessors",
    "appeal_days",
    "embargo_until",
)
COPIED = (*TEXTS, *(name for name in TERMS if name != "embargo_until"), "rubric")


@transaction.atomic
def create_call(
    organisation: Organisation,
    *,
    name: TranslatedText,
    rubric: Rubric,
    by: User,
    is_example: bool = False,
    **facts: Any,
) -> Call:
    """Begin a call, with the person who begins it as its coordinator. Refuses a rubric that is not in force."""
    _refuse_not_in_force(rubric)
    if not name:
        raise DomainError(_("Give the call a name."))
    facts.setdefault("languages", ["fi", "sv"])
    call = Call.objects.create(
        organisation=organisation, name=name, rubric=rubric, created_by=by, is_example=is_example, **facts
    )
    CallPerson.objects.create(call=call, user=by, part=CallPerson.Part.COORDINATOR)
    audit.record("call created", target=call, by=by)
    return call


@transaction.atomic
def copy_call(earlier: Call, *, organisation: Organisation, name: TranslatedText, by: User) -> Call:
    """A new call with the texts, terms, questions and people of an earlier one; not its times and submissions.

    When its rubric is no longer in force, the version of it that is in force now is taken.
    """
    facts = {field: getattr(earlier, field) for field in COPIED if field != "name"}
    facts["rubric"] = _in_force_now(earlier.rubric)
    call = create_call(organisation, name=name, by=by, copied_from=earlier, is_example=earlier.is_example, **facts)
    call.themes.set(earlier.themes.all())
    for question in earlier.questions.prefetch_related("serves"):
        _copy_question(question, call)
    for person in earlier.people.exclude(user=by, part=CallPerson.Part.COORDINATOR):
        CallPerson.objects.create(call=call, user_id=person.user_id, part=person.part)
    audit.record("call copied", target=call, by=by, earlier=str(earlier.uuid))
    return call


def _in_force_now(rubric: Rubric) -> Rubric:
    if rubric.state == Rubric.State.IN_FORCE:
        return rubric
    later = Rubric.objects.filter(code=rubric.code, state=Rubric.State.IN_FORCE).first()
    if later is None:
        raise DomainError(_("The rubric of that call is no longer in force, and no later version of it is."))
    return later


def _copy_question(question: Question, call: Call) -> None:
    codes = [criterion.code for criterion in question.serves.all()]
    kept = ("code", "order", "section", "field", "type", "label", "help", "choices", "is_required")
    facts = {name: getattr(question, name) for name in (*kept, "words_least", "words_most")}
    made = Question.objects.create(call=call, **facts)
    made.serves.set(Criterion.objects.filter(rubric=call.rubric, code__in=codes))


@transaction.atomic
def edit_call(
    call: Call, *, by: User, revision: int | None = None, themes: Iterable[Concept] | None = None, **facts: Any
) -> Call:
    """Change texts and terms. Refuses what would change the rules for those who have begun to answer."""
    call = locked(call, revision)
    unknown = set(facts) - {*TEXTS, *TERMS}
    if unknown:
        raise TypeError(f"a call has no {', '.join(sorted(unknown))} to edit")
    changed = sorted(name for name, value in facts.items() if getattr(call, name) != value)
    if call.state == Call.State.PUBLISHED:
        _refuse_unfair(call, facts, changed)
    for name in changed:
        setattr(call, name, facts[name])
    if themes is not None:
        call.themes.set(themes)
        changed.append("themes")
    touched(call, "call edited", by=by, changed=changed)
    return call


def _refuse_unfair(call: Call, facts: dict[str, Any], changed: list[str]) -> None:
    for name in ("name", "summary", "about", "who_may_answer"):
        if name in changed and facts[name].missing(("fi", "sv")):
            raise DomainError(_("A public call stands in Finnish and in Swedish: neither text can be left empty."))
    if "shows_assessors" in changed and call.judging_began_at:
        raise DomainError(_("The panel has begun to judge, and was told whether its names are shown: that stays."))
    if not has_opened(call):
        return
    if "languages" in changed and set(call.languages) - set(facts["languages"]):
        raise DomainError(_("The call is open: a language that was promised cannot be taken away."))
    if "organisation_types" in changed and _narrows(call.organisation_types, facts["organisation_types"]):
        raise DomainError(_("The call is open: who was invited to answer cannot be shut out."))
    if "grace_minutes" in changed and facts["grace_minutes"] < call.grace_minutes:
        raise DomainError(_("The call is open: the grace after closing can only become longer."))
    if "time_zone" in changed:
        raise DomainError(_("The call is open: its clock stays the same."))
    if "appeal_days" in changed and facts["appeal_days"] < call.appeal_days:
        raise DomainError(_("The call is open: the time to ask for a new look can only become longer."))


def _narrows(before: list[str], after: list[str]) -> bool:
    """True when ``after`` leaves out what ``before`` let in; empty lets everybody in."""
    return bool(after) and (not before or bool(set(before) - set(after)))


@transaction.atomic
def change_rubric(call: Call, *, rubric: Rubric, by: User) -> Call:
    """Judge by another rubric, or another version. Refused with the reason once judging began.

    Questions go on serving the criteria that have the same code in the other rubric.
    """
    call = locked(call)
    if call.judging_began_at:
        raise DomainError(
            _(
                "The panel has begun to judge this call: every submission is judged by the same rubric, so it stays. "
                "A new wording can be used from the next call on."
            )
        )
    _refuse_not_in_force(rubric)
    if rubric.pk == call.rubric_id:
        raise DomainError(_("The call has this rubric already."))
    criteria = {criterion.code: criterion for criterion in rubric.criteria.all()}
    for question in call.questions.prefetch_related("serves"):
        question.serves.set([criteria[one.code] for one in question.serves.all() if one.code in criteria])
    before, call.rubric = call.rubric, rubric
    touched(call, "rubric of call changed", by=by, before=str(before.uuid), now=str(rubric.uuid))
    return call


def _refuse_not_in_force(rubric: Rubric) -> None:
    if rubric.state != Rubric.State.IN_FORCE:
        raise DomainError(_("Only a rubric that is in force can be used."))
