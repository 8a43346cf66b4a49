"""The arc as W3C PROV-O in JSON-LD (PROV-O, W3C Recommendation 30 April 2013)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from .chains import Arc, Tie
from .models import LinkType
from .registry import Node

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "koto": "https://w3id.org/kotokaari/arc#",
    "title": "dcterms:title",
    "station": "koto:station",
    "date": "dcterms:date",
    "influencer": {"@id": "prov:entity", "@type": "@id"},
    "qualifiedInfluence": {"@id": "prov:qualifiedInfluence"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasInfluencedBy": {"@id": "prov:wasInfluencedBy", "@type": "@id"},
    "role": "prov:hadRole",
    "since": {"@id": "prov:startedAtTime", "@type": "xsd:date"},
}
# «first TYPE second»: does the first come from the second, or the second from the first?
DERIVED = {
    LinkType.GREW_FROM,
    LinkType.IMPLEMENTS,
    LinkType.MODELS,
    LinkType.REUSES,
    LinkType.FOLLOWS,
    LinkType.ENACTS,
    LinkType.APPLIES,
}
REVERSED = {LinkType.JUDGED_BY, LinkType.RECOMMENDS, LinkType.FUNDS, LinkType.MOVED}


def address(node: Node) -> str:
    """The permanent address of a thing."""
    return f"{settings.BASE_URL}/id/{node.uuid}"


def to_prov(arc: Arc) -> dict[str, Any]:
    """The whole arc as one JSON-LD object; what one may not see is an entity without a title."""
    entities = {node.uuid: entity(node) for node in arc.nodes.values()}
    for tie in arc.ties:
        add_influence(entities, tie)
    return {"@context": CONTEXT, "@graph": list(entities.values())}


def entity(node: Node) -> dict[str, Any]:
    """One thing: always an Entity (things keep a record even where they stand for an activity)."""
    data: dict[str, Any] = {"@id": address(node), "@type": "prov:Entity", "station": node.station or node.kind}
    if node.visible:
        data["title"] = {"@value": node.title, "@language": node.language} if node.language else node.title
        if node.date:
            data["date"] = node.date
    return data


def add_influence(entities: dict[Any, dict[str, Any]], tie: Tie) -> None:
    """Write the link at the thing that comes later, with its type and day as a qualified influence."""
    later, earlier = (tie.second, tie.first) if tie.link.type in REVERSED else (tie.first, tie.second)
    plain = "wasDerivedFrom" if tie.link.type in DERIVED else "wasInfluencedBy"
    entities[later.uuid].setdefault(plain, []).append(address(earlier))
    influence = {"@type": "prov:Influence", "influencer": address(earlier), "role": {"@id": f"koto:{tie.link.type}"}}
    if tie.link.since:
        influence["since"] = tie.link.since.isoformat()
    entities[later.uuid].setdefault("qualifiedInfluence", []).append(influence)
