"""Writing: a draft takes what is typed as it is typed, and keeps what it understands of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import Organisation, User

from .. import logic
from ..models import Practice, Version
from .indexing import put_record


class DraftConflict(DomainError):
    """Somebody else saved other words in the same fields meanwhile; nothing of this was stored.

    ``theirs`` has their form values by field.
    """

    def __init__(self, message: str, theirs: dict[str, dict[str, list[str]]]) -> None:
        super().__init__(message)
        self.theirs = theirs


@transaction.atomic
def create_practice(
    owner: Organisation,
    *,
    by: User | None,
    record: Mapping[str, Any] | None = None,
    source_language: str = "fi",
    is_example: bool = False,
    example_fields: Iterable[str] = (),
    sources: Iterable[Mapping[str, Any]] = (),
    adapted_from: Version | None = None,
) -> Practice:
    """A new practice with a draft, empty or from a ready ``record`` (``logic.record_from_data`` makes one).

    Refuses an organisation that has ended and a language the house does not speak.
    """
    if owner.has_ended:
        raise DomainError(_("%(organisation)s has ended. Choose its successor.") % {"organisation": owner})
    if source_language not in LANGUAGES:
        raise DomainError(_("Write in Finnish, Swedish or English."))
    practice = Practice.objects.create(
        owner=owner,
        created_by=by,
        is_example=is_example,
        sources=logic.sources_from_data(sources, source_language),
        adapted_from=adapted_from,
    )
    version = Version(practice=practice, number=1, source_language=source_language, created_by=by)
    version.example_fields = list(example_fields)
    put_record(version, record or {})
    version.save()
    audit.record("practice created", target=practice, by=by, owner=owner.code)
    return practice


@transaction.atomic
def start_correction(practice: Practice, *, by: User | None) -> Version:
    """A new draft that begins with what the published version says. There is one draft at a time."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.versions.filter(state=Version.State.DRAFT).exists():
        raise DomainError(_("This practice already has a draft. Go on with it."))
    current = practice.current
    if current is None or practice.status not in (Practice.Status.PUBLISHED, Practice.Status.ENDED):
        raise DomainError(_("Only a published practice is corrected. Put it back first."))
    draft = Version(practice=practice, number=_next_number(practice), created_by=by)
    draft.source_language = current.source_language
    draft.example_fields = current.example_fields
    put_record(draft, current.whole)
    draft.save()
    audit.record("correction started", target=practice, by=by, number=draft.number)
    return draft


def _next_number(practice: Practice) -> int:
    newest = practice.versions.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def locked_draft(version: Version) -> Version:
    """The draft as it now is, locked until the transaction ends. Refuses one that is no longer a draft."""
    now = Version.objects.select_for_update().filter(pk=version.pk).first()
    if now is None:
        raise DomainError(_("Somebody discarded this draft meanwhile. What you typed was not saved."))
    if not now.is_draft:
        raise DomainError(_("This version has been published meanwhile. Start a correction to change it."))
    return now


@transaction.atomic
def save_draft(
    version: Version,
    *,
    data: Mapping[str, Any],
    by: User,
    fields: Iterable[str] | None = None,
    form: str = "",
    base: Mapping[str, str] | None = None,
) -> Version:
    """Keep what was typed, exactly, and take over what can be understood of it.

    ``data`` has form values as a browser sends them (strings, or lists of strings, by name); ``fields``
    are the record's fields that stood on the form (those in ``data`` when not said). ``form`` names the
    open form and ``base`` the fingerprint of each field as it was shown there: with them a field that
    somebody else changed meanwhile is kept when I left it alone, and is a DraftConflict when I did not.
    """
    draft = locked_draft(version)
    names = list(fields) if fields is not None else logic.fields_in(data)
    mine = {name: logic.form_values(name, data) for name in names}
    theirs = _theirs(draft, names)
    if base is not None:
        clashing = {name for name in names if _clashes(draft, name, mine, theirs, form, base)}
        if clashing:
            raise DraftConflict(
                _("Somebody else changed the same fields meanwhile. Compare the two and choose."),
                {name: theirs[name] for name in names if name in clashing},
            )
        mine = {name: values for name, values in mine.items() if not _untouched(name, values, base)}
    _take(draft, mine, by=by, form=form)
    return draft


def _theirs(draft: Version, names: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """The form values that stand in the draft now: as typed, else as the record has them."""
    return {
        name: draft.as_typed[name]["values"] if name in draft.as_typed else logic.values_of_record(name, draft.whole)
        for name in names
    }


Values = dict[str, dict[str, list[str]]]


def _untouched(name: str, values: dict[str, list[str]], base: Mapping[str, str]) -> bool:
    return name in base and logic.same_values(name, values) == base[name]


def _clashes(draft: Version, name: str, mine: Values, theirs: Values, form: str, base: Mapping[str, str]) -> bool:
    """True when both of us changed a field, and differently."""
    if name not in base or (form and draft.as_typed.get(name, {}).get("form") == form):
        return False
    before, now, wanted = base[name], logic.same_values(name, theirs[name]), logic.same_values(name, mine[name])
    return now != before and wanted not in (before, now)


def _take(draft: Version, mine: Values, *, by: User, form: str) -> None:
    now = timezone.now()
    mark = {"form": form, "by": str(by.uuid), "at": now.isoformat()}
    draft.as_typed = {**draft.as_typed, **{name: {"values": values, **mark} for name, values in mine.items()}}
    understood, _problems = logic.understand(mine, draft.whole, draft.source_language)
    put_record(draft, {**draft.whole, **understood})
    draft.revision += 1
    draft.saved_at = now
    draft.save()


@transaction.atomic
def store_record(version: Version, *, record: Mapping[str, Any], by: User | None) -> Version:
    """Replace a draft's whole record with a ready one: imports and other programs."""
    draft = locked_draft(version)
    draft.as_typed = {}
    put_record(draft, record)
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save()
    audit.record("draft replaced", target=draft.practice, by=by, number=draft.number)
    return draft


@transaction.atomic
def discard_draft(version: Version, *, by: User) -> Practice | None:
    """Throw a draft away. A practice that was never published goes with it: then None comes back."""
    draft = locked_draft(version)
    practice = draft.practice
    audit.record("draft discarded", target=practice, by=by, number=draft.number)
    if practice.versions.exclude(pk=draft.pk).exists():
        draft.delete()
        return practice
    for attachment in practice.attachments.all():
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name or ""))
    arc.forget_thing(practice.uuid, by=by)
    practice.delete()
    return None
