"""Writing: a draft is begun, takes what is typed as it is typed, and keeps what it understands of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call, Round
from kotokaari.catalogue.public import DraftConflict, Version
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES, Rendering, TranslatedText, fingerprint
from kotokaari.people.public import Organisation, User

from .. import answering
from ..answering import Values
from ..asking import Asked
from ..models import Author, Submission
from .files import copy_files
from .locking import locked


def open_round(call: Call, now: Any = None) -> Round:
    """The round that takes submissions now. Raises DomainError when there is none."""
    now = now or timezone.now()
    if call.state == Call.State.PUBLISHED:
        for round_ in call.rounds.all():
            if round_.is_open(now):
                return round_
    raise DomainError(_("This call takes no new submissions now."))


@transaction.atomic
def start_submission(
    call: Call,
    *,
    organisation: Organisation,
    by: User,
    source_language: str = "fi",
    version: Version | None = None,
    is_example: bool = False,
) -> Submission:
    """A draft with ``by`` as its lead author: empty, or with a copy of what a practice's ``version`` says.

    Refuses when no round is open, for an organisation the call does not ask, and in a language it does not take.
    """
    round_ = open_round(call)
    if organisation.has_ended:
        raise DomainError(_("%(organisation)s has ended. Choose its successor.") % {"organisation": organisation})
    if call.organisation_types and organisation.type not in call.organisation_types:
        raise DomainError(_("This call is for other kinds of organisations."))
    if source_language not in (call.languages or LANGUAGES):
        raise DomainError(_("This call does not take answers in that language."))
    submission = Submission.objects.create(
        call=call,
        round=round_,
        organisation=organisation,
        practice=version.practice if version else None,
        source_language=source_language,
        record=in_language(version.whole, source_language) if version else {},
        is_example=is_example,
        created_by=by,
    )
    Author.objects.create(submission=submission, user=by, is_lead=True)
    audit.record("submission begun", target=submission, by=by, call=call.key)
    return submission


@transaction.atomic
def develop_submission(earlier: Submission, *, by: User) -> Submission:
    """Come back in a later round: a new draft with what was sent before, and the same authors; ``by`` leads.

    Files come along as copies, for each draft removes its own. Refuses when no later round is open, what was not sent, and a second draft of the same.
    """
    before = locked(earlier)
    round_ = open_round(before.call)
    if before.current is None or before.round_id == round_.pk:
        raise DomainError(_("In a later round one comes back with what was sent in an earlier one."))
    if before.later.filter(round=round_).exists():
        raise DomainError(_("You have begun to develop it in this round already. Go on with that one."))
    draft = Submission.objects.create(
        call=before.call,
        round=round_,
        organisation=before.organisation,
        practice=before.practice,
        earlier=before,
        source_language=before.current.source_language,
        record=before.current.record,
        answers=before.current.answers,
        is_example=before.is_example,
        created_by=by,
    )
    authors = before.authors.filter(left_at__isnull=True).exclude(user=by)
    Author.objects.create(submission=draft, user=by, is_lead=True)
    Author.objects.bulk_create(Author(submission=draft, user=author.user, invited_by=by) for author in authors)
    copy_files(before.current, draft, by=by)
    audit.record("submission begun", target=draft, by=by, call=before.call.key, earlier=str(before.uuid))
    return draft


def in_language(value: Any, language: str) -> Any:
    """A copy of a record whose texts have ``language`` as their source; the other languages render it."""
    if isinstance(value, Mapping):
        if "texts" in value and "source" in value:
            return _turned(TranslatedText.from_json(value), language).to_json()
        return {key: in_language(part, language) for key, part in value.items()}
    return [in_language(part, language) for part in value] if isinstance(value, list) else value


def _turned(text: TranslatedText, language: str) -> TranslatedText:
    if text.source == language:
        return text
    source = text.text(language)
    mark = fingerprint(source) if source.strip() and not text.is_stale(language) else ""
    kept = {
        code: Rendering(rendering.text, rendering.status, "" if code == language else mark)
        for code, rendering in text.renderings.items()
    }
    return TranslatedText(language, kept)


@transaction.atomic
def save_draft(
    submission: Submission,
    *,
    data: Mapping[str, Any],
    asked: Iterable[Asked],
    by: User,
    form: str = "",
    base: Mapping[str, str] | None = None,
) -> Submission:
    """Keep what was typed, exactly, and take over what can be understood of it. The closing time does not matter.

    ``asked`` are the questions that stood on the form. ``form`` names the open form and ``base`` the fingerprint of
    each answer as it was shown there: an answer that somebody else changed meanwhile is kept when I left it alone,
    and is a DraftConflict (nothing stored, their words in ``theirs``) when I did not.
    """
    draft = locked(submission)
    asked = [one for one in asked if not one.is_file]
    mine = {one.name: answering.form_values(one, data) for one in asked}
    if base is not None:
        theirs = {one.name: answering.standing_values(one, draft) for one in asked}
        clashing = {one.name for one in asked if _clashes(draft, one, mine, theirs, form, base)}
        if clashing:
            raise DraftConflict(
                _("Somebody else changed the same answers meanwhile. Compare the two and choose."),
                {name: values for name, values in theirs.items() if name in clashing},
            )
        left = {one.name for one in asked if _is_left_alone(draft, one, mine, form, base)}
        mine = {name: values for name, values in mine.items() if name not in left}
    _take(draft, asked, mine, by=by, form=form)
    return draft


def _clashes(
    draft: Submission,
    one: Asked,
    mine: Mapping[str, Values],
    theirs: Mapping[str, Values],
    form: str,
    base: Mapping[str, str],
) -> bool:
    """True when both of us changed an answer, and differently."""
    if one.name not in base or _typed_here(draft, one, form):
        return False
    before = base[one.name]
    now, wanted = (answering.same_values(one, values[one.name]) for values in (theirs, mine))
    return now != before and wanted not in (before, now)


def _is_left_alone(
    draft: Submission, one: Asked, mine: Mapping[str, Values], form: str, base: Mapping[str, str]
) -> bool:
    """True when this form says what it was opened with, and never said anything else."""
    said = answering.same_values(one, mine[one.name])
    return base.get(one.name) == said and not _typed_here(draft, one, form)


def _typed_here(draft: Submission, one: Asked, form: str) -> bool:
    """True when what stands was typed into this open form: in one tab, not only by one person."""
    return bool(form) and draft.as_typed.get(one.name, {}).get("form") == form


def _take(draft: Submission, asked: Iterable[Asked], mine: Mapping[str, Values], *, by: User, form: str) -> None:
    now = timezone.now()
    mark = {"form": form, "by": str(by.uuid), "at": now.isoformat()}
    understood = answering.understand(asked, mine, draft)
    draft.as_typed = {**draft.as_typed, **{name: {"values": values, **mark} for name, values in mine.items()}}
    draft.record = _without_empty({**draft.record, **understood.record})
    draft.answers = _without_empty({**draft.answers, **understood.answers})
    draft.revision += 1
    draft.saved_at = now
    draft.save(update_fields=["as_typed", "record", "answers", "revision", "saved_at"])


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


@transaction.atomic
def discard_submission(submission: Submission, *, by: User) -> None:
    """Throw a draft away, its files too. Refuses one that was ever sent: that is withdrawn."""
    draft = locked(submission)
    if draft.number is not None:
        raise DomainError(_("This was sent. Withdraw it instead; what was sent stays written down."))
    for file in draft.files.all():
        if file.file:
            transaction.on_commit(partial(file.file.storage.delete, file.file.name or ""))
    audit.record("submission discarded", target=draft, by=by)
    draft.delete()
