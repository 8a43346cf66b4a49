"""What can happen to groups. Looking for the best ones takes seconds: it is done before anything is locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.logic import grouping as method
from kotokaari.innovation.models import Day, DayTheme, Group, GroupRound, NamedPair, Participant, Seat
from kotokaari.live.public import Incoming, Ticket, record
from kotokaari.people.public import User

from .standing import COMING, Standing, coming, earlier_groups, person, standing, theme_names
from .words import in_words

SECONDS = 4.5  # for each of the two steps: whoever waits for the page waits ten seconds at most
MOST_UNDONE = 20


class Impossible(DomainError):
    """What is asked cannot be had together. ``reasons`` are sentences that name what contradicts what."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(_("No groups can be made like this: what is asked contradicts itself."))
        self.reasons = reasons


def _refuse_over(day: Day) -> None:
    if day.state in (Day.State.DONE, Day.State.CANCELLED):
        raise DomainError(_("This day is over: its groups stay as they were."))


def _locked(round_: GroupRound, revision: int | None) -> GroupRound:
    now = GroupRound.objects.select_for_update(of=("self",)).select_related("day").filter(pk=round_.pk).first()
    if now is None or (revision is not None and now.revision != revision):
        raise DomainError(_("Somebody else changed the groups meanwhile. Look at them as they stand now."))
    _refuse_over(now.day)
    return now


def _kept(round_: GroupRound, action: str, *, by: User | None, **details: Any) -> GroupRound:
    round_.revision += 1
    round_.save()
    audit.record(action, target=round_.day, by=by, round=round_.number, **details)
    return round_


def _pairs(day: Day, people: Mapping[int, Participant]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {"together": [], "apart": []}
    for pair in day.pairs.all():
        if pair.one_id in people and pair.other_id in people:
            found["together" if pair.is_together else "apart"].append((pair.one_id, pair.other_id))
    return found


def _solved(
    day: Day,
    participants: list[Participant],
    groups: int,
    *,
    met: list[list[frozenset[int]]],
    standing: list[method.Group] | None = None,
    fixed: list[int] | None = None,
) -> method.Grouping:
    """The best groups. Raises Impossible, and DomainError for fewer people than groups."""
    if len(participants) < groups or groups < 1:
        words = {"people": len(participants), "groups": groups}
        raise DomainError(_("%(people)d people cannot make %(groups)d groups. Choose fewer groups.") % words)
    themes = theme_names(day)
    people = {one.pk: one for one in participants}
    pairs = _pairs(day, people)
    found = method.group(
        [person(one, themes) for one in participants],
        groups,
        themes=themes,
        met=met,
        standing=standing or (),
        fixed=fixed or (),
        seconds=SECONDS,
        together=pairs["together"],
        apart=pairs["apart"],
    )
    if found.status == "infeasible" and not found.reasons:
        raise DomainError(_("No groups were found in the time there is. Try once more, or choose fewer groups."))
    if found.status == "infeasible":
        raise Impossible(in_words(found.reasons, people, day))
    return found


def make_groups(
    day: Day,
    *,
    groups: int,
    only_here: bool,
    by: User | None,
    anew: bool = False,
    round_: GroupRound | None = None,
    revision: int | None = None,
) -> GroupRound:
    """Put people into the best groups; ``anew`` makes a further round in which others meet.

    The last round is made again as long as it is not announced; people who are fixed in a group of it stay there, and
    its themes with them. Raises Impossible, and DomainError for too few people, a day that is over, and groups that
    somebody else changed since ``revision``.
    """
    _refuse_over(day)
    last = round_ or day.rounds.order_by("number").last()
    is_further = last is not None and (anew or last.announced_at is not None)
    before = last if is_further else None
    participants = coming(day, only_here=only_here)
    kept: list[method.Group] = []
    fixed: list[int] = []
    if last is not None and not is_further:
        stands = standing(last, theme_names(day))
        fixed = [pk for pk in stands.fixed if pk in {one.pk for one in participants}]
        if fixed and len(stands.groups) == groups:
            members = set(fixed)
            kept = [
                method.Group(one.theme, one.language, tuple(pk for pk in one.members if pk in members))
                for one in stands.as_groups
            ]
    number = (last.number + (1 if is_further else 0)) if last else 1
    probe = GroupRound(day=day, number=number)
    met = [earlier_groups(probe)] if number > 1 else []
    found = _solved(day, participants, groups, met=met, standing=kept, fixed=fixed)
    with transaction.atomic():
        Day.objects.select_for_update(of=("self",)).get(pk=day.pk)
        made = _round(day, number, is_new=last is None or before is not None, revision=revision)
        names = {group.number: (group.name, group.table) for group in made.groups.all()}
        made.groups.all().delete()
        made.result = _result(found, only_here)
        made.made_at = timezone.now()
        _write(made, found, names, set(fixed) if kept else set())
        return _kept(made, "groups made", by=by, groups=groups, people=len(participants), status=found.status)


def _round(day: Day, number: int, *, is_new: bool, revision: int | None) -> GroupRound:
    if is_new:
        if day.rounds.filter(number=number).exists():
            raise DomainError(_("Somebody else changed the groups meanwhile. Look at them as they stand now."))
        return GroupRound.objects.create(day=day, number=number)
    return _locked(day.rounds.get(number=number), revision)


def _result(found: method.Grouping, only_here: bool) -> dict[str, Any]:
    return {
        "status": found.status,
        "seconds": round(found.seconds, 2),
        "price": round(found.price, 3),
        "bound": round(found.bound, 3),
        "only_here": only_here,
        "by_hand": 0,
        "undo": [],
    }


def _write(round_: GroupRound, found: method.Grouping, names: Mapping[int, tuple[str, str]], fixed: set[int]) -> None:
    themes = {str(theme.pk): theme for theme in DayTheme.objects.filter(day=round_.day_id)}
    seats = []
    for number, one in enumerate(found.groups, 1):
        name, table = names.get(number, ("", ""))
        group = Group.objects.create(
            round=round_,
            number=number,
            name=name,
            table=table,
            theme=themes.get(one.theme or ""),
            language=one.language or "",
        )
        seats += [Seat(group=group, participant_id=int(str(pk)), is_fixed=pk in fixed) for pk in one.members]
    Seat.objects.bulk_create(seats)


# By hand


@transaction.atomic
def move(round_: GroupRound, *, participant: int, to: int, by: User, revision: int) -> GroupRound:
    """Put somebody into another group, where she is fixed from then on. Can be undone."""
    round_ = _locked(round_, revision)
    seat = Seat.objects.filter(group__round=round_, participant=participant).first()
    group = round_.groups.filter(pk=to).first()
    if group is None:
        raise DomainError(_("There is no such group any more."))
    if seat is not None and seat.group_id == group.pk:
        raise DomainError(_("This person sits there already."))
    if seat is None and not round_.day.participants.filter(pk=participant, state__in=COMING).exists():
        raise DomainError(_("This person does not take part."))
    undo = [participant, seat.group_id if seat else 0, seat.is_fixed if seat else False]
    if seat is None:
        Seat.objects.create(group=group, participant_id=participant, is_fixed=True)
    else:
        seat.group, seat.is_fixed = group, True
        seat.save()
    round_.result = {**round_.result, "by_hand": round_.result.get("by_hand", 0) + 1}
    round_.result["undo"] = [*round_.result.get("undo", []), undo][-MOST_UNDONE:]
    round_.result.pop("proposal", None)
    return _kept(round_, "moved between groups", by=by)


@transaction.atomic
def undo_move(round_: GroupRound, *, by: User, revision: int) -> GroupRound:
    """Take the last move back. Refused when there is none."""
    round_ = _locked(round_, revision)
    moves = list(round_.result.get("undo", []))
    if not moves:
        raise DomainError(_("There is nothing to undo."))
    participant, group, is_fixed = moves.pop()
    seats = Seat.objects.filter(group__round=round_, participant=participant)
    if group:
        seats.update(group=group, is_fixed=is_fixed)
    else:
        seats.delete()
    round_.result = {**round_.result, "undo": moves, "by_hand": max(0, round_.result.get("by_hand", 0) - 1)}
    round_.result.pop("proposal", None)
    return _kept(round_, "move between groups undone", by=by)


@transaction.atomic
def fix_seat(round_: GroupRound, *, participant: int, is_fixed: bool, by: User, revision: int) -> GroupRound:
    """Let somebody stay in her group whatever is made anew, or not any more."""
    round_ = _locked(round_, revision)
    if not Seat.objects.filter(group__round=round_, participant=participant).update(is_fixed=is_fixed):
        raise DomainError(_("This person does not take part."))
    return _kept(round_, "seat fixed" if is_fixed else "seat freed", by=by)


@transaction.atomic
def name_groups(round_: GroupRound, *, names: Mapping[int, tuple[str, str]], by: User, revision: int) -> GroupRound:
    """Names and tables of groups, by their ids."""
    round_ = _locked(round_, revision)
    groups = list(round_.groups.all())
    for group in groups:
        group.name, group.table = names.get(group.pk, (group.name, group.table))
    Group.objects.bulk_update(groups, ["name", "table"])
    return _kept(round_, "groups named", by=by)


# When people did not come, or came unasked


def propose(round_: GroupRound, *, only_here: bool, by: User, revision: int) -> GroupRound:
    """Look for groups of those who come now in which as few as possible move; kept beside the round until it is taken.

    Raises Impossible and DomainError as ``make_groups`` does.
    """
    day = round_.day
    stands = standing(round_, theme_names(day))
    participants = coming(day, only_here=only_here)
    there = {one.pk for one in participants}
    kept = [
        method.Group(one.theme, one.language, tuple(pk for pk in one.members if pk in there))
        for one in stands.as_groups
    ]
    met = [round_.earlier] if round_.earlier else []  # type: ignore[attr-defined]
    fixed = [pk for pk in stands.fixed if pk in there]
    found = _solved(day, participants, len(kept), met=met, standing=kept, fixed=fixed)
    seats = {str(pk): stands.groups[at].pk for pk, at in found.place.items()}
    with transaction.atomic():
        round_ = _locked(round_, revision)
        round_.result = {**round_.result, "proposal": {"seats": seats, "status": found.status, "only_here": only_here}}
        return _kept(round_, "change of groups looked for", by=by)


@transaction.atomic
def take_proposal(round_: GroupRound, *, by: User, revision: int) -> GroupRound:
    """Seat people as proposed; those who did not come lose their seats."""
    round_ = _locked(round_, revision)
    proposal = round_.result.get("proposal")
    if not proposal:
        raise DomainError(_("There is no proposal any more."))
    seats = {int(pk): group for pk, group in proposal["seats"].items()}
    there = {seat.participant_id: seat for seat in Seat.objects.filter(group__round=round_)}
    Seat.objects.filter(pk__in=[seat.pk for pk, seat in there.items() if pk not in seats]).delete()
    for pk, group in seats.items():
        if pk not in there:
            Seat.objects.create(group_id=group, participant_id=pk)
        elif there[pk].group_id != group:
            Seat.objects.filter(pk=there[pk].pk).update(group=group)
    result = {name: value for name, value in round_.result.items() if name != "proposal"}
    round_.result = {**result, "status": proposal["status"], "only_here": proposal["only_here"], "undo": []}
    return _kept(round_, "change of groups taken", by=by)


@transaction.atomic
def drop_proposal(round_: GroupRound, *, by: User, revision: int) -> GroupRound:
    """Leave the groups as they are."""
    round_ = _locked(round_, revision)
    round_.result = {name: value for name, value in round_.result.items() if name != "proposal"}
    return _kept(round_, "change of groups left", by=by)


def difference(stands: Standing) -> dict[str, Any]:
    """What a proposal would change: who moves, who comes, who goes."""
    seats = {int(pk): group for pk, group in stands.round.result["proposal"]["seats"].items()}
    return {
        "moves": [(pk, stands.place[pk], group) for pk, group in seats.items() if stands.place.get(pk, group) != group],
        "new": [(pk, group) for pk, group in seats.items() if pk not in stands.place],
        "gone": [(pk, group) for pk, group in stands.place.items() if pk not in seats],
    }


# Pairs


@transaction.atomic
def name_pair(day: Day, *, one: Participant, other: Participant, is_together: bool, by: User) -> NamedPair:
    """Two who are to be together or apart, from the next making on. What was said of them before holds no more."""
    _refuse_over(day)
    if one.pk == other.pk:
        raise DomainError(_("A pair is two people."))
    for first, second in ((one, other), (other, one)):
        day.pairs.filter(one=first, other=second).delete()
    pair = NamedPair.objects.create(day=day, one=one, other=other, is_together=is_together)
    audit.record("pair named", target=day, by=by, together=is_together)
    return pair


@transaction.atomic
def forget_pair(pair: NamedPair, *, by: User) -> None:
    """They may sit as it comes."""
    audit.record("pair forgotten", target=pair.day, by=by)
    pair.delete()


# Announcing


def announce(round_: GroupRound, *, by: User, revision: int) -> GroupRound:
    """Let everybody see her group: an act on the day's channel, so that phones learn of it at once."""
    day = round_.day
    _refuse_over(day)
    if round_.revision != revision:
        raise DomainError(_("Somebody else changed the groups meanwhile. Look at them as they stand now."))
    ticket = Ticket(day.channel.uuid, f"staff:{by.uuid}", is_staff=True)
    receipt = record(day.channel.uuid, [(ticket, Incoming(uuid4(), "announce_groups", {"round": round_.number}))])[0]
    if receipt.refused:
        raise DomainError(receipt.sentence)
    audit.record("groups announced", target=day, by=by, round=round_.number)
    round_.refresh_from_db()
    return round_
