"""What is to be done with each row: make, change, leave alone or reject. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ..models import Practice, Version
from .models import ImportedRecord
from .rows import Understood


@dataclass(slots=True)
class Decided:
    """A row and what is to become of it: create, update or unchanged. ``record`` is what was remembered of it."""

    item: Understood
    external_id: str
    owner: int | None
    digest: str
    act: str = "create"
    practice: Practice | None = None
    record: ImportedRecord | None = None


@dataclass(slots=True)
class Identities:
    """The ids of a file's rows, so that none comes twice."""

    seen: dict[str, int] = field(default_factory=dict)

    def of(self, item: Understood, owner: str) -> str | None:
        """The row's id: its own, its uuid, its address, else a digest of title and owner. None when it was there before."""
        own = item.id or (str(item.uuid) if item.uuid else "")
        if own:
            if own in self.seen:
                return None
            return self._keep(own, item.number)
        if item.address and item.address not in self.seen:
            return self._keep(item.address, item.number)
        digest = hashlib.sha256(f"{item.title.casefold()}\n{owner}".encode()).hexdigest()[:24]
        made, count = f"title:{digest}", 1
        while made in self.seen:
            count += 1
            made = f"title:{digest}:{count}"
        return self._keep(made, item.number)

    def _keep(self, own: str, number: int) -> str:
        self.seen[own] = number
        return own


def decide(
    collection: str, waiting: Sequence[Decided], *, overwrite: bool, may_own: frozenset[int] | None = None
) -> list[Decided]:
    """Say of each row what is to be done; what must not be done has ``item.problem``. Four queries.

    With ``may_own`` only practices of these organisations are changed.
    """
    remembered = _remembered(collection, waiting)
    present = _present(waiting, remembered)
    drafts = _drafts(practice.pk for practice in present.values())
    for one in waiting:
        record = remembered.get(one.external_id)
        practice = record.practice if record else present.get(one.item.uuid) if one.item.uuid else None
        if practice is None:
            continue
        one.practice = practice
        one.record = record or getattr(practice, "imported", None)
        one.act = _act(one, drafts.get(practice.pk), overwrite)
        if one.act == "update" and may_own is not None and practice.owner_id not in may_own:
            one.item.problem = ("id", _("This practice belongs to another organisation: it was left as it is."))
    return list(waiting)


def _remembered(collection: str, waiting: Sequence[Decided]) -> dict[str, ImportedRecord]:
    ids = [one.external_id for one in waiting]
    found = ImportedRecord.objects.filter(collection=collection, external_id__in=ids)
    return {record.external_id: record for record in found.select_related("practice__current", "practice__owner")}


def _present(waiting: Sequence[Decided], remembered: dict[str, ImportedRecord]) -> dict[UUID, Practice]:
    known = {record.practice.uuid: record.practice for record in remembered.values()}
    wanted = [one.item.uuid for one in waiting if one.item.uuid and one.item.uuid not in known]
    found = Practice.objects.filter(uuid__in=wanted).select_related("current", "imported", "owner") if wanted else ()
    return {**known, **{practice.uuid: practice for practice in found}}


def _drafts(practices: Iterable[int]) -> dict[int, Version]:
    keys = list(practices)
    if not keys:
        return {}
    found = Version.objects.filter(practice__in=keys, state=Version.State.DRAFT).defer("record", "as_typed")
    return {draft.practice_id: draft for draft in found}


def _act(one: Decided, draft: Version | None, overwrite: bool) -> str:
    practice, record = one.practice, one.record
    assert practice is not None
    if record is not None and record.digest == one.digest:
        return "unchanged"
    if record is None and draft is None and practice.current and practice.current.whole == one.item.record:
        return "unchanged"
    if not overwrite and _is_edited(practice, record, draft):
        one.item.problem = (
            "id",
            _(
                "The practice “%(title)s” has been edited in this house: the row was left out so as not to overwrite "
                "that. Import with overwriting to replace it with a new version."
            )
            % {"title": practice},
        )
        return "rejected"
    return "update"


def _is_edited(practice: Practice, record: ImportedRecord | None, draft: Version | None) -> bool:
    """True when people have written, translated or moved the practice since it was imported."""
    if record is None or record.version_id is None:
        return True
    current: Any = practice.current
    if current is None:
        return draft is None or draft.pk != record.version_id or draft.revision > 0
    if draft is not None or current.pk != record.version_id or current.translated_at is not None:
        return True
    return practice.status in (Practice.Status.WITHDRAWN,)
