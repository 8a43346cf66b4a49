"""Following links: back to the need and on to the effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count
from django.utils.translation import get_language

from kotokaari.foundation.dataversion import cached

from .models import Elsewhere, Link, Station
from .registry import Node, kinds

ORDER = {str(station): position for position, station in enumerate(Station.values)}
MOST_LINKS = 300

# One walk each way: back (-1) only to earlier stations, on (1) only to later ones, so a theme that a
# hundred practices share does not pull all hundred into the arc of one.
WALK = """
WITH RECURSIVE walk(node, station, way, link) AS (
    SELECT first, CAST(first_order AS integer), way, CAST(0 AS bigint) FROM (
        SELECT %s AS first, %s AS first_order, -1 AS way UNION ALL SELECT %s, %s, 1
    ) AS start
    UNION
    SELECT CASE WHEN l.first = w.node THEN l.second ELSE l.first END,
           CAST(CASE WHEN l.first = w.node THEN l.second_order ELSE l.first_order END AS integer),
           w.way, l.id
    FROM walk AS w JOIN arc_link AS l ON l.first = w.node OR l.second = w.node
    WHERE l.first_order >= 0 AND l.second_order >= 0
      AND (CASE WHEN l.first = w.node THEN l.second_order ELSE l.first_order END - w.station) * w.way > 0
)
SELECT DISTINCT link FROM walk WHERE link > 0 ORDER BY link LIMIT %s
"""


def order_of(kind: str) -> int:
    """Where on the arc a kind stands: 0 for a need … 14 for an effect, -1 for kinds beside the arc."""
    base, _colon, station = kind.partition(":")
    known = kinds().get(base)
    return ORDER.get(station or (known.station if known else ""), -1)


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two resolved things."""

    link: Link
    first: Node
    second: Node


@dataclass(slots=True)
class Arc:
    """Everything on the way from the need to the effect that one thing is part of."""

    here: Node
    nodes: dict[UUID, Node] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    def at(self, station: str) -> list[Node]:
        """The things at one station."""
        return [node for node in self.nodes.values() if node.station == station]

    @property
    def stations(self) -> list[tuple[Station, list[Node]]]:
        """Every station in order, with the things that stand there (maybe none)."""
        return [(station, self.at(station.value)) for station in Station]

    def ties_of(self, node: Node) -> list[Tie]:
        """The links this thing has inside the arc."""
        return [tie for tie in self.ties if node.uuid in (tie.first.uuid, tie.second.uuid)]


def walk(uuid: UUID, kind: str) -> list[Link]:
    """The links on all ways back and on from a thing, and its direct links to its own station. Two queries."""
    name = uuid if connection.vendor == "postgresql" else uuid.hex
    start = (name, order_of(kind))
    sql = (
        WALK.replace("SELECT %s AS first", "SELECT %s::uuid AS first").replace("ALL SELECT %s,", "ALL SELECT %s::uuid,")
        if connection.vendor == "postgresql"
        else WALK
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*start, *start, MOST_LINKS])
        found = [row[0] for row in cursor.fetchall()]
    beside = Link.objects.filter(first=uuid) | Link.objects.filter(second=uuid)
    return list((Link.objects.filter(pk__in=found) | beside).order_by("id"))


def resolve(user: Any, things: Iterable[tuple[str, UUID]]) -> dict[UUID, Node]:
    """A Node for each thing that exists, in their order, as far as ``user`` may see it: one or two queries a kind."""
    things = list(things)
    wanted: dict[str, set[UUID]] = {}
    for kind, uuid in things:
        wanted.setdefault(kind.partition(":")[0], set()).add(uuid)
    nodes: dict[UUID, Node] = {}
    for name, uuids in wanted.items():
        if known := kinds().get(name):
            nodes.update(known.resolve(user, uuids))
    return {uuid: nodes[uuid] for _kind, uuid in things if uuid in nodes}


def arc_of(user: Any, kind: str, uuid: UUID) -> Arc | None:
    """The arc of a thing as ``user`` may see it; None when there is no such thing."""
    links = walk(uuid, kind)
    ends = [((link.first_kind, link.first), (link.second_kind, link.second)) for link in links]
    nodes = resolve(user, [(kind, uuid), *chain.from_iterable(ends)])
    if uuid not in nodes:
        return None
    arc = Arc(nodes[uuid], nodes)
    arc.ties = [
        Tie(link, nodes[link.first], nodes[link.second])
        for link in links
        if link.first in nodes and link.second in nodes
    ]
    return arc


def public_arc_of(kind: str, uuid: UUID) -> Arc | None:
    """The arc of a thing as anybody may see it, kept until public data changes."""
    return cached(("arc", kind, uuid, get_language()), lambda: arc_of(AnonymousUser(), kind, uuid))


def station_counts() -> dict[str, int]:
    """How many public things kept elsewhere stand at each station. One query."""
    counted = Elsewhere.objects.filter(is_public=True).values_list("station").annotate(number=Count("pk")).order_by()
    return dict(counted)
