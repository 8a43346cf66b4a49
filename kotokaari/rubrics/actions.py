"""What can happen to rubrics: a new version is written, comes into force, and stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from . import content, wording
from .loading import fix
from .locking import grow, locked
from .models import Criterion, Crosswalk, Gate, Rubric

Part = TypeVar("Part", Criterion, Gate)
NEW = "new"  # in addresses, the place of a part that is being added
MOST_NAMED = 4


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same part after it was opened here. Nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Compare the two, then save again."))


@transaction.atomic
def begin_version(rubric: Rubric, *, by: User) -> Rubric:
    """A draft of the next version that begins with what ``rubric`` says. There is one draft at a time."""
    versions = Rubric.objects.select_for_update().filter(code=rubric.code)
    if any(version.is_draft for version in versions):
        raise DomainError(_("A new version is already being written. Go on with it."))
    draft = Rubric.objects.create(
        code=rubric.code,
        number=max(version.number for version in versions) + 1,
        based_on=rubric,
        created_by=by,
        **{name: getattr(rubric, name) for name in ("name", "about", "source", "source_url")},
    )
    for criterion in rubric.criteria.prefetch_related("crosswalks"):
        _copy_crosswalks(criterion, criterion=_copy(criterion, draft))
    for gate in rubric.gates.prefetch_related("crosswalks"):
        _copy_crosswalks(gate, gate=_copy(gate, draft))
    audit.record("rubric version begun", target=draft, by=by, number=draft.number)
    return draft


def _copy(part: Part, draft: Rubric) -> Part:
    """The same criterion or gate in another rubric, with an identity of its own."""
    names = [field.name for field in part._meta.concrete_fields if field.name not in ("id", "uuid", "rubric")]
    return type(part).objects.create(rubric=draft, **{name: getattr(part, name) for name in names})


def _copy_crosswalks(part: Criterion | Gate, **new: Any) -> None:
    for one in part.crosswalks.all():
        Crosswalk.objects.create(
            **new, framework=one.framework, theirs=one.theirs, tier=one.tier, match=one.match, note=one.note
        )


@transaction.atomic
def save_texts(draft: Rubric, *, facts: Mapping[str, Any], seen: str, by: User) -> Rubric:
    """What the draft says of itself: name, about, change note, source. Raises ChangedMeanwhile."""
    now = locked(draft)
    _refuse_when_changed(content.seen_of_texts(now), seen, {name: getattr(now, name) for name in facts}, facts)
    for name, value in facts.items():
        setattr(now, name, value)
    now.revision += 1
    now.save()
    audit.record("rubric texts saved", target=now, by=by)
    return now


@transaction.atomic
def save_criterion(
    draft: Rubric, *, criterion: Criterion | None, facts: Mapping[str, Any], seen: str = "", by: User
) -> Criterion:
    """Change a criterion of the draft, or with None add one at the end. Raises ChangedMeanwhile."""
    now = locked(draft)
    if criterion is None:
        return _add(now, Criterion, facts, by)
    return _change(now, criterion, facts, seen, by)


@transaction.atomic
def save_gate(draft: Rubric, *, gate: Gate | None, facts: Mapping[str, Any], seen: str = "", by: User) -> Gate:
    """Change a gate of the draft, or with None add one at the end. Raises ChangedMeanwhile."""
    now = locked(draft)
    if gate is None:
        return _add(now, Gate, facts, by)
    return _change(now, gate, facts, seen, by)


def _add(draft: Rubric, kind: type[Part], facts: Mapping[str, Any], by: User) -> Part:
    parts = kind.objects.filter(rubric=draft)
    last = parts.aggregate(last=Max("order"))["last"] or 0
    taken = set(parts.values_list("code", flat=True))
    part = kind(rubric=draft, code=_free_code(facts["name"], taken), order=last + 1)
    for name, value in facts.items():
        setattr(part, name, value)
    part.save()
    grow(draft)
    audit.record("rubric part added", target=draft, by=by, part=part.code)
    return part


def _free_code(name: TranslatedText, taken: set[str]) -> str:
    """A code from the name that no other part has, and that is no word of an address."""
    stem = slugify(name.text("en") or name.source_text)[:32] or "part"
    codes = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 3))
    return next(code for code in codes if code not in taken | {NEW})


def _change(draft: Rubric, part: Part, facts: Mapping[str, Any], seen: str, by: User) -> Part:
    now = type(part).objects.select_for_update().filter(pk=part.pk, rubric=draft).first()
    if now is None:
        raise DomainError(_("Somebody took this out of the draft meanwhile. What you typed was not saved."))
    _refuse_when_changed(content.seen_of(now), seen, {name: getattr(now, name) for name in facts}, facts)
    for name, value in facts.items():
        setattr(now, name, value)
    now.save()
    grow(draft)
    audit.record("rubric part changed", target=draft, by=by, part=now.code)
    return now


def _refuse_when_changed(now: str, seen: str, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    if seen != now and dict(theirs) != dict(mine):
        raise ChangedMeanwhile


@transaction.atomic
def remove_part(part: Criterion | Gate, *, by: User) -> None:
    """Take a criterion or gate out of the draft."""
    now = locked(part.rubric)
    part.delete()
    grow(now)
    audit.record("rubric part removed", target=now, by=by, part=part.code)


@transaction.atomic
def move_part(part: Criterion | Gate, *, up: bool, by: User) -> None:
    """Change places with the one before or after. The first stays first, the last last."""
    now = locked(part.rubric)
    parts: list[Any] = list(type(part).objects.filter(rubric=now).order_by("order", "id"))
    here = next((place for place, one in enumerate(parts) if one.pk == part.pk), None)
    if here is None:
        raise DomainError(_("Somebody took this out of the draft meanwhile."))
    there = min(max(here + (-1 if up else 1), 0), len(parts) - 1)
    parts[here], parts[there] = parts[there], parts[here]
    for order, one in enumerate(parts, 1):
        if one.order != order:
            type(part).objects.filter(pk=one.pk).update(order=order)
    grow(now)
    audit.record("rubric part moved", target=now, by=by, part=part.code)


@transaction.atomic
def put_in_force(draft: Rubric, *, by: User) -> Rubric:
    """From now on it stays as it is, and the version before is retired. Refuses an incomplete one.

    Calls that have begun with the version before keep it.
    """
    locked(draft)
    whole = Rubric.objects.whole().get(pk=draft.pk)
    missing = wording.missing(whole)
    if missing:
        raise DomainError(_say_missing(missing))
    today = timezone.localdate()
    for earlier in Rubric.objects.select_for_update().filter(code=whole.code, state=Rubric.State.IN_FORCE):
        earlier.state, earlier.valid_to = Rubric.State.RETIRED, today
        earlier.save()
    fixed = fix(whole, state=Rubric.State.IN_FORCE, on=today)
    audit.record("rubric put in force", target=fixed, by=by, number=fixed.number, digest=fixed.digest)
    return fixed


def _say_missing(missing: list[str]) -> str:
    """One sentence that names what is missing; long lists end in a number."""
    named = ", ".join(missing[:MOST_NAMED])
    more = len(missing) - MOST_NAMED
    if more > 0:
        return ngettext(
            "Not complete yet. Missing: %(named)s, and %(count)d text more.",
            "Not complete yet. Missing: %(named)s, and %(count)d texts more.",
            more,
        ) % {"named": named, "count": more}
    return _("Not complete yet. Missing: %(named)s.") % {"named": named}


@transaction.atomic
def discard_draft(draft: Rubric, *, by: User) -> None:
    """Throw a draft away. Refuses a rubric that came into force."""
    now = locked(draft)
    audit.record("rubric draft discarded", target=now, by=by, number=now.number)
    now.delete()
