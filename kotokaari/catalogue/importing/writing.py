"""Decided rows into the database, some hundreds in one transaction, without a query for each."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from kotokaari.foundation import audit
from kotokaari.foundation.bulk import insert_all, insert_values
from kotokaari.foundation.keys import new_key
from kotokaari.people.public import User

from .. import logic
from ..actions.indexing import put_record
from ..models import Practice, Version, VersionConcept
from ..readiness import may_be_shown_unreviewed
from ..record import CONCEPT_FIELDS
from ..signals import practices_imported
from .deciding import Decided
from .models import ImportedRecord
from .terms import Terms

State, Status = Version.State, Practice.Status
LOOKED_THROUGH_WITHIN = datetime.timedelta(days=30)  # then the owner is asked whether it is so


@transaction.atomic
def write(
    collection: str, decided: Sequence[Decided], terms: Terms, *, drafts_only: bool, by: User | None
) -> list[Version]:
    """Make and change practices as decided; gives their new versions in the order of the rows."""
    now = timezone.now()
    new = [one for one in decided if one.act == "create"]
    changed = [one for one in decided if one.act == "update"]
    if not new and not changed:
        return []
    _make_practices(new, now, by)
    numbers = _make_way(changed)
    versions = []
    for one in (*new, *changed):
        assert one.practice is not None
        versions.append(_version(one, numbers.get(one.practice.pk, 1), now, drafts_only, by))
    insert_all(versions)
    keys = dict(Version.objects.filter(uuid__in=[version.uuid for version in versions]).values_list("uuid", "pk"))
    for version in versions:
        version.pk = keys[version.uuid]
    _link(versions, terms)
    _show(list(zip((*new, *changed), versions, strict=True)), now)
    _change_practices(changed)
    _remember(collection, list(zip((*new, *changed), versions, strict=True)), now)
    audit.record_all(
        "practice imported",
        targets=[
            (one.practice, one.item.title, {"collection": collection, "row": one.item.number, "what": one.act})
            for one in (*new, *changed)
            if one.practice
        ],
        by=by,
    )
    practices_imported.send(
        sender=Practice, practices=[one.practice for one in (*new, *changed)], collection=collection
    )
    return versions


def _make_practices(new: Sequence[Decided], now: datetime.datetime, by: User | None) -> None:
    asked = timezone.localdate(now) + LOOKED_THROUGH_WITHIN
    keys = _free_keys(len(new))
    for one, key in zip(new, keys, strict=True):
        one.practice = Practice(
            uuid=one.item.uuid or uuid4(),
            key=key,
            owner_id=one.owner or 0,
            sources=one.item.sources,
            licence=one.item.licence or "CC-BY-4.0",
            is_example=one.item.is_example,
            created_by=by,
            created_at=now,
            review_due=asked,
        )
    insert_all([one.practice for one in new if one.practice])
    made = Practice.objects.filter(uuid__in=[one.practice.uuid for one in new if one.practice])
    keys_of = dict(made.values_list("uuid", "pk"))
    for one in new:
        if one.practice:
            one.practice.pk = keys_of[one.practice.uuid]


def _free_keys(count: int) -> list[str]:
    """Letters for addresses that no practice has."""
    keys: set[str] = set()
    while len(keys) < count:
        more = {new_key() for _time in range(count - len(keys))}
        keys |= more - set(Practice.objects.filter(key__in=more).values_list("key", flat=True))
    return list(keys)


def _make_way(changed: Sequence[Decided]) -> dict[int, int]:
    """Supersede what stands published, drop drafts; the number of each practice's next version."""
    keys = [one.practice.pk for one in changed if one.practice]
    if not keys:
        return {}
    of_these = Version.objects.filter(practice__in=keys)
    of_these.filter(state=State.DRAFT).delete()
    of_these.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    newest = of_these.order_by().values("practice").annotate(newest=Max("number")).values_list("practice", "newest")
    return {practice: number + 1 for practice, number in newest}


def _version(one: Decided, number: int, now: datetime.datetime, drafts_only: bool, by: User | None) -> Version:
    item = one.item
    version = Version(practice=one.practice, number=number, source_language=item.language, created_by=by)
    version.created_at = version.saved_at = now
    put_record(version, item.record)
    if item.status != "draft" and not drafts_only and may_be_shown_unreviewed(item.record):
        version.state = State.PUBLISHED
        version.published_at = (item.published_at if one.act == "create" else None) or now
        version.digest = logic.digest(version.whole)
    return version


def _link(versions: Sequence[Version], terms: Terms) -> None:
    """Point to concepts and places; drafts point when they are published."""
    concepts: list[tuple[int, int, str, int]] = []
    places: list[tuple[int, int]] = []
    for version in versions:
        if version.state == State.DRAFT:
            continue
        for name in CONCEPT_FIELDS:
            for order, code in enumerate(version.record.get(name) or ()):
                concepts.append((version.pk, terms.ids[code], name, order))
        places += [(version.pk, terms.place_ids[code]) for code in version.record.get("places") or ()]
    insert_values(VersionConcept, ("version_id", "concept_id", "field", "order"), concepts)
    insert_values(Version.places.through, ("version_id", "place_id"), places)


def _show(pairs: Sequence[tuple[Decided, Version]], now: datetime.datetime) -> None:
    """Let readers see what was published: one statement for all of the same status."""
    by_status: dict[str, list[int]] = {}
    for one, version in pairs:
        assert one.practice is not None
        if version.state == State.PUBLISHED:
            before = one.practice.status if one.practice.status in Practice.PUBLIC else Status.PUBLISHED
            by_status.setdefault(one.item.status or before, []).append(one.practice.pk)
            one.practice.status, one.practice.current = one.item.status or before, version
    shown = Version.objects.filter(practice=OuterRef("pk"), state=State.PUBLISHED).order_by().values("pk")[:1]
    for status, keys in by_status.items():
        Practice.objects.filter(pk__in=keys).update(
            status=status, current=Subquery(shown), status_changed_at=now, confirmed_on=None
        )


def _change_practices(changed: Sequence[Decided]) -> None:
    """Owner and sources of changed practices, where the file says them."""
    practices = []
    for one in changed:
        practice = one.practice
        assert practice is not None
        if one.item.owner and one.owner:
            practice.owner_id = one.owner
        practice.sources = one.item.sources or practice.sources
        practice.licence = one.item.licence or practice.licence
        practice.is_example = one.item.is_example
        practices.append(practice)
    if practices:
        Practice.objects.bulk_update(practices, ["owner", "sources", "licence", "is_example"])


def _remember(collection: str, pairs: Sequence[tuple[Decided, Version]], now: datetime.datetime) -> None:
    new: list[ImportedRecord] = []
    known: list[ImportedRecord] = []
    for one, version in pairs:
        record = one.record or ImportedRecord(collection=collection, external_id=one.external_id, practice=one.practice)
        record.version, record.digest, record.row = version, one.digest, one.item.number
        record.left, record.imported_at = one.item.left, now
        (known if record.pk else new).append(record)
    insert_all(new)
    if known:
        ImportedRecord.objects.bulk_update(known, ["version", "digest", "row", "left", "imported_at"])
