"""Groups are announced; everybody learns which there are, and each her own.

Names of people stand in nothing that is logged: a log cannot forget. They are in the state, made when it is asked for:
those of one's own group under ``me``, all of them for those who run the day.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kotokaari.innovation.models import Group, GroupRound, Seat
from kotokaari.live.public import Accepted, Incoming

from .registry import takes, tells
from .steering import texts_of
from .taking import CannotTake, Taking, Who, whole
from .telling import Telling


def group_data(group: Group, size: int, names: list[str] | None = None) -> dict[str, Any]:
    """A group as it is told of; with the names of its members where they may be told."""
    told: dict[str, Any] = {
        "id": group.pk,
        "number": group.number,
        "name": group.name,
        "theme": group.theme_id,
        "theme_name": texts_of(group.theme.name) if group.theme else None,
        "language": group.language,
        "table": group.table,
        "size": size,
    }
    return told if names is None else {**told, "members": names}


def _last(telling: Telling) -> GroupRound | None:
    announced = telling.day.rounds.filter(announced_at__isnull=False)
    return announced.order_by("-number").first()


def groups_data(round_: GroupRound, *, with_names: bool = False) -> list[dict[str, Any]]:
    """The groups of a round. Two queries."""
    seats: dict[int, list[str]] = {}
    for group, name in (
        Seat.objects.filter(group__round=round_).order_by("pk").values_list("group", "participant__name")
    ):
        seats.setdefault(group, []).append(name)
    return [
        group_data(
            group, len(seats.get(group.pk, ())), [n for n in seats.get(group.pk, ()) if n] if with_names else None
        )
        for group in round_.groups.select_related("theme")
    ]


@takes("announce_groups", by_staff=True)
def announce_groups(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Tell everybody the groups of a round (``round``: its number; else the last). May be said again after changes."""
    rounds = taking.day.rounds.order_by("number")
    number = whole(act.payload.get("round"))
    round_ = rounds.filter(number=number).first() if number else rounds.last()
    if round_ is None or not round_.groups.exists():
        raise CannotTake("no_groups", _("There are no groups yet."))
    round_.announced_at = taking.now
    round_.revision += 1
    round_.save(update_fields=["announced_at", "revision"])
    for cached in ("groups", "group_ids"):
        taking.__dict__.pop(cached, None)
    return Accepted({"thing": "groups", "round": round_.number, "groups": groups_data(round_)}, author=who.mark)


@tells("groups")
def tell_groups(telling: Telling) -> list[dict[str, Any]]:
    """The groups that were announced last; with names for those who run the day."""
    round_ = _last(telling)
    return groups_data(round_, with_names=telling.ticket.is_staff) if round_ else []


@tells("me")
def tell_me(telling: Telling) -> dict[str, Any]:
    """Whoever asks: her name, and her own group with the names of those in it."""
    one = telling.participant
    if one is None:
        return {"staff": telling.ticket.is_staff, "group": None}
    round_ = _last(telling)
    own = (
        Seat.objects.filter(participant=one, group__round=round_).select_related("group__theme").first()
        if round_
        else None
    )
    told: dict[str, Any] = {
        "staff": False,
        "name": one.name,
        "language": one.language,
        "profession": one.profession,
        "remote": one.is_remote,
        "state": str(one.state),
        "group": None,
    }
    if own is not None:
        names = own.group.seats.order_by("pk").values_list("participant__name", flat=True)
        told["group"] = group_data(own.group, len(names), [name for name in names if name])
    return told
