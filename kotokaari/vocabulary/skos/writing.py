"""Writing SKOS without a library: a vocabulary is a list of statements, and each form a way to write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from ..records import ConceptRecord, SchemeRecord

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ROLES = {"pref": "skos:prefLabel", "alt": "skos:altLabel", "hidden": "skos:hiddenLabel"}


@dataclass(frozen=True, slots=True)
class Address:
    """A thing, by its address."""

    uri: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a language, or a value of a type (``xsd:date``)."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, property (with prefix), value."""

    subject: str
    property: str
    value: Address | Text


def write_skos(scheme: SchemeRecord, form: str) -> str:
    """The vocabulary as text in one of ``FORMATS``. Every concept and the scheme must have an address."""
    return FORMATS[form](list(statements(scheme)))


def statements(scheme: SchemeRecord) -> Iterator[Statement]:
    """Everything the vocabulary says, subject by subject."""
    yield Statement(scheme.uri, "rdf:type", Address(PREFIXES["skos"] + "ConceptScheme"))
    for language, text in sorted(scheme.title.items()):
        yield Statement(scheme.uri, "dct:title", _words(text, language))
    if scheme.licence:
        yield Statement(scheme.uri, "dct:license", Text(scheme.licence))
    addresses = {concept.code: concept.uri for concept in scheme.concepts}
    for concept in scheme.concepts:
        for property_, value in _about(concept, scheme.uri, addresses):
            yield Statement(concept.uri, property_, value)


def _about(concept: ConceptRecord, scheme: str, addresses: dict[str, str]) -> Iterator[tuple[str, Address | Text]]:
    yield "rdf:type", Address(PREFIXES["skos"] + "Concept")
    yield "skos:inScheme", Address(scheme)
    yield "skos:notation", Text(concept.code)
    if concept.kind:
        yield "dct:type", Text(concept.kind)
    for role, property_ in ROLES.items():
        for (language, its_role), texts in sorted(concept.labels.items()):
            if its_role == role:
                yield from ((property_, _words(text, language)) for text in sorted(texts))
    yield from (("skos:definition", _words(text, language)) for language, text in sorted(concept.definition.items()))
    yield from (("skos:scopeNote", _words(text, language)) for language, text in sorted(concept.note.items()))
    for code in sorted(concept.broader):
        yield "skos:broader", Address(addresses[code])
    if not concept.broader and not concept.is_deprecated:
        yield "skos:topConceptOf", Address(scheme)
    yield from (("skos:related", Address(addresses[code])) for code in sorted(concept.related))
    yield from ((f"skos:{name}Match", Address(uri)) for name, uri in sorted(concept.matches))
    if concept.is_deprecated:
        yield "owl:deprecated", Text("true", type="xsd:boolean")
    if concept.deprecated_on:
        yield "prov:invalidatedAtTime", Text(concept.deprecated_on.isoformat(), type="xsd:date")
    if concept.replaced_by:
        yield "dct:isReplacedBy", Address(addresses[concept.replaced_by])


def _words(text: str, language: str) -> Text:
    return Text(text, "" if language == "und" else language)


def _by_subject(said: Sequence[Statement]) -> Iterator[tuple[str, dict[str, list[Address | Text]]]]:
    for subject, group in groupby(said, key=lambda statement: statement.subject):
        about: dict[str, list[Address | Text]] = {}
        for statement in group:
            about.setdefault(statement.property, []).append(statement.value)
        yield subject, about


def turtle(said: Sequence[Statement]) -> str:
    """Turtle."""
    blocks = ["\n".join(f"@prefix {name}: <{uri}> ." for name, uri in PREFIXES.items())]
    for subject, about in _by_subject(said):
        lines = [f"    {name} {', '.join(_turtle_value(value) for value in values)}" for name, values in about.items()]
        blocks.append(f"<{_iri(subject)}>\n" + " ;\n".join(lines) + " .")
    return "\n\n".join(blocks) + "\n"


def _turtle_value(value: Address | Text) -> str:
    if isinstance(value, Address):
        return f"<{_iri(value.uri)}>"
    quoted = json.dumps(value.text, ensure_ascii=False)  # its escapes are a part of Turtle's
    return quoted + (f"@{value.language}" if value.language else f"^^{value.type}" if value.type else "")


def _iri(uri: str) -> str:
    """An address as it may stand between < and >."""
    return "".join(f"%{ord(c):02X}" if c in '<>"{}|^`\\ ' or ord(c) < 32 else c for c in uri)


def json_ld(said: Sequence[Statement]) -> str:
    """JSON-LD with its context inside."""
    graph = [
        {"@id": subject, **{name: [_json_value(value) for value in values] for name, values in about.items()}}
        for subject, about in _by_subject(said)
    ]
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _json_value(value: Address | Text) -> dict[str, str]:
    if isinstance(value, Address):
        return {"@id": value.uri}
    more = {"@language": value.language} if value.language else {"@type": value.type} if value.type else {}
    return {"@value": value.text, **more}


def rdf_xml(said: Sequence[Statement]) -> str:
    """RDF/XML."""
    names = " ".join(f"xmlns:{name}={quoteattr(uri)}" for name, uri in PREFIXES.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF {names}>"]
    for subject, about in _by_subject(said):
        lines.append(f" <rdf:Description rdf:about={quoteattr(subject)}>")
        lines += [f"  {_xml_value(name, value)}" for name, values in about.items() for value in values]
        lines.append(" </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _xml_value(name: str, value: Address | Text) -> str:
    if isinstance(value, Address):
        return f"<{name} rdf:resource={quoteattr(value.uri)}/>"
    mark = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    if value.type:
        mark = f" rdf:datatype={quoteattr(PREFIXES['xsd'] + value.type.removeprefix('xsd:'))}"
    text = "".join(letter for letter in value.text if letter >= " " or letter in "\t\n")
    return f"<{name}{mark}>{escape(text)}</{name}>"


FORMATS: dict[str, Callable[[Sequence[Statement]], str]] = {"ttl": turtle, "jsonld": json_ld, "rdf": rdf_xml}
