"""A rubric in the Core Criterion and Core Evidence Vocabulary of the EU (CCCEV 2.1), as JSON-LD or Turtle.

The rubric is a ``cccev:Requirement`` that has as requirements its criteria (``cccev:Criterion`` with weight and
bias) and its gates (``cccev:InformationRequirement``, never weighed). What a panel reads for a criterion are
``cccev:InformationConcept`` things. Levels are SKOS concepts of one scheme a criterion; a crosswalk is a SKOS match.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.text import LANGUAGES, TranslatedText

from .content import LEVELS
from .models import HIGHEST, LOWEST, Criterion, Gate, Rubric

PREFIXES = {
    "cccev": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CONTENT_TYPES = {"jsonld": "application/ld+json", "ttl": "text/turtle; charset=utf-8"}
FORMATS = {"jsonld": "jsonld", "turtle": "ttl"}
BIAS = "0"  # nothing is added to or taken from a score
Node = dict[str, Any]


def export_rubric(rubric: Rubric, form: str) -> str:
    """The rubric as text, ``jsonld`` or ``ttl``. Raises KeyError for another form. Needs ``whole()`` to be quick."""
    return {"jsonld": json_ld, "ttl": turtle}[form](rubric)


def json_ld(rubric: Rubric) -> str:
    """JSON-LD with one flat graph."""
    return json.dumps({"@context": PREFIXES, "@graph": list(nodes(rubric))}, ensure_ascii=False, indent=1) + "\n"


def nodes(rubric: Rubric) -> Iterator[Node]:
    """Everything the rubric says, thing by thing, in expanded JSON-LD values with short names."""
    base = address(rubric)
    criteria, gates = list(rubric.criteria.all()), list(rubric.gates.all())
    parts: list[Criterion | Gate] = [*criteria, *gates]
    yield _rubric(rubric, base, [part.code for part in parts])
    for criterion in criteria:
        yield _criterion(criterion, base)
        yield from _levels(criterion, base)
    for gate in gates:
        yield _gate(gate, base)
    for name in dict.fromkeys(name for part in parts for name in part.reads if name in RECORD_FIELDS):
        yield _concept(name, base)
    yield from _theirs(parts, base)


def address(rubric: Rubric) -> str:
    """The permanent address of a version; its parts are fragments of it."""
    return f"{settings.BASE_URL}/id/{rubric.uuid}"


def _rubric(rubric: Rubric, base: str, parts: list[str]) -> Node:
    node: Node = {
        "@id": base,
        "@type": "cccev:Requirement",
        "dct:identifier": f"{rubric.code}/{rubric.number}",
        "dct:title": _texts(rubric.name),
        "dct:description": _texts(rubric.about),
        "owl:versionInfo": str(rubric.number),
        "rdfs:comment": _texts(rubric.change_note),
        "cccev:hasRequirement": [{"@id": f"{base}#{code}"} for code in parts],
        "dct:valid": [_typed(str(day), "date") for day in (rubric.valid_from,) if day],
        "dct:source": [{"@id": rubric.source_url}] if rubric.source_url else [],
        "dct:replaces": [{"@id": address(rubric.based_on)}] if rubric.based_on else [],
    }
    return _said(node)


def _criterion(criterion: Criterion, base: str) -> Node:
    own = f"{base}#{criterion.code}"
    node: Node = {
        "@id": own,
        "@type": "cccev:Criterion",
        "dct:identifier": criterion.code,
        "dct:title": _texts(criterion.name),
        "dct:description": _texts(criterion.question),
        "cccev:isRequirementOf": {"@id": base},
        "cccev:weight": _typed(f"{criterion.weight:.2f}", "decimal"),
        "cccev:bias": _typed(BIAS, "decimal"),
        "cccev:weightingConsiderationDescription": list(_weighing(criterion)),
        "cccev:hasConcept": [{"@id": f"{base}#field-{name}"} for name in criterion.reads if name in RECORD_FIELDS],
        "skos:scopeNote": _texts(criterion.plain_question),
        "rdfs:comment": [text for line in criterion.checklist for text in _texts(TranslatedText.from_json(line))],
        "rdfs:seeAlso": {"@id": f"{own}-levels"},
    }
    return _said(node | _matches(criterion, base))


def _weighing(criterion: Criterion) -> Iterator[Node]:
    """How the weight is used, in three languages."""
    for language in LANGUAGES:
        with override(language):
            words = _(
                "Levels %(lowest)d–%(highest)d. The score of a submission is the mean of its levels weighted by the "
                "weights of the criteria that were judged; “cannot judge” is left out and is not zero."
            ) % {"lowest": LOWEST, "highest": HIGHEST}
            if criterion.floor is not None:
                floor = _("Whatever the rest says, a mean of at least %(floor)d is needed here.")
                words = f"{words} {floor % {'floor': criterion.floor}}"
        yield {"@value": words, "@language": language}


def _levels(criterion: Criterion, base: str) -> Iterator[Node]:
    scheme = f"{base}#{criterion.code}-levels"
    yield _said({"@id": scheme, "@type": "skos:ConceptScheme", "dct:title": _texts(criterion.name)})
    for level in LEVELS:
        if level in criterion.levels:
            yield {
                "@id": f"{base}#{criterion.code}-level-{level}",
                "@type": "skos:Concept",
                "skos:inScheme": {"@id": scheme},
                "skos:notation": level,
                "skos:definition": _texts(TranslatedText.from_json(criterion.levels[level])),
            }


def _gate(gate: Gate, base: str) -> Node:
    node: Node = {
        "@id": f"{base}#{gate.code}",
        "@type": "cccev:InformationRequirement",
        "dct:identifier": gate.code,
        "dct:title": _texts(gate.name),
        "dct:description": _texts(gate.question),
        "cccev:isRequirementOf": {"@id": base},
        "cccev:hasConcept": [{"@id": f"{base}#field-{name}"} for name in gate.reads if name in RECORD_FIELDS],
        "rdfs:comment": _texts(gate.how_to_mend),
    }
    return _said(node | _matches(gate, base))


def _concept(name: str, base: str) -> Node:
    labels = []
    for language in LANGUAGES:
        with override(language):
            labels.append({"@value": str(RECORD_FIELDS[name].label), "@language": language})
    return {
        "@id": f"{base}#field-{name}",
        "@type": "cccev:InformationConcept",
        "dct:identifier": name,
        "dct:title": labels,
    }


def _matches(part: Criterion | Gate, base: str) -> Node:
    found: Node = {}
    for crosswalk in part.crosswalks.all():
        theirs = {"@id": _their_address(base, crosswalk.framework, crosswalk.theirs)}
        found.setdefault(f"skos:{crosswalk.match}Match", []).append(theirs)
    return found


def _their_address(base: str, framework: str, theirs: TranslatedText) -> str:
    """A place in this document for a criterion of another framework, which has no address of its own."""
    slug = re.sub(r"[^a-z0-9]+", "-", (theirs.text("en") or theirs.source_text).lower()).strip("-")
    return f"{base}#{framework}-{slug}"


def _theirs(parts: list[Criterion | Gate], base: str) -> Iterator[Node]:
    seen: dict[str, Node] = {}
    for part in parts:
        for crosswalk in part.crosswalks.all():
            own = _their_address(base, crosswalk.framework, crosswalk.theirs)
            seen[own] = {
                "@id": own,
                "@type": "skos:Concept",
                "skos:prefLabel": _texts(crosswalk.theirs),
                "skos:inScheme": {"@id": f"{base}#{crosswalk.framework}"},
            }
    yield from seen.values()


def _texts(text: TranslatedText) -> list[Node]:
    return [{"@value": text.text(one), "@language": one} for one in LANGUAGES if text.text(one)]


def _typed(value: str, kind: str) -> Node:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _said(node: Node) -> Node:
    """Without properties that say nothing."""
    return {name: value for name, value in node.items() if value not in ([], "", None)}


def turtle(rubric: Rubric) -> str:
    """Turtle, thing by thing."""
    blocks = ["\n".join(f"@prefix {name}: <{uri}> ." for name, uri in PREFIXES.items())]
    for node in nodes(rubric):
        lines = [f"    a {node['@type']}"]
        lines += [f"    {name} {_objects(value)}" for name, value in node.items() if not name.startswith("@")]
        blocks.append(f"<{_iri(node['@id'])}>\n" + " ;\n".join(lines) + " .")
    return "\n\n".join(blocks) + "\n"


def _objects(value: Any) -> str:
    return ", ".join(_object(one) for one in (value if isinstance(value, list) else [value]))


def _object(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if "@id" in value:
        return f"<{_iri(value['@id'])}>"
    quoted = json.dumps(value["@value"], ensure_ascii=False)  # its escapes are a part of Turtle's
    return quoted + (f"@{value['@language']}" if "@language" in value else f"^^{value['@type']}")


def _iri(uri: str) -> str:
    """An address without the marks that would end it."""
    return re.sub(r"[\x00-\x20<>\"{}|^`\\]", lambda mark: f"%{ord(mark[0]):02X}", uri)
