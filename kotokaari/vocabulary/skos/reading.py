"""Reading SKOS as it is published: plain labels (YSO), labels as resources, and lists of them.

The terminologies of sanastot.suomi.fi keep each term as a SKOS-XL label inside an RDF list, mark concepts
with ``skos:inScheme`` only, put links into definitions as HTML and say by a status what is retired.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput

from ..records import ConceptRecord, SchemeRecord

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

PARSERS = {".ttl": "turtle", ".jsonld": "json-ld", ".json": "json-ld", ".rdf": "xml", ".xml": "xml", ".nt": "nt"}
SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
DCT = "http://purl.org/dc/terms/"
TERM = ("https://iri.suomi.fi/model/term/", "http://uri.suomi.fi/datamodel/ns/term#")
STATUS = "https://iri.suomi.fi/model/suomi-meta/publicationStatus"
INVALIDATED = "http://www.w3.org/ns/prov#invalidatedAtTime"
DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
DEPRECATED_TYPE = "http://purl.org/finnonto/schema/skosext#DeprecatedConcept"
GONE = ("RETIRED", "SUPERSEDED", "INVALID")
LABELS = {
    "pref": (SKOS + "prefLabel", XL + "prefLabel"),
    "alt": (SKOS + "altLabel", XL + "altLabel"),
    "hidden": (SKOS + "hiddenLabel", XL + "hiddenLabel", *(space + "notRecommendedSynonym" for space in TERM)),
}
MATCHES = {f"{SKOS}{name}Match": name for name in ("exact", "close", "broad", "narrow", "related")}
TAG = re.compile(r"</?(?:a|b|br|em|i|li|ol|p|span|strong|sub|sup|ul)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)


def read_skos(path: Path) -> SchemeRecord:
    """The vocabulary in a SKOS file. Raises BadInput naming the file, the line and what would be right."""
    return Reading(parse(path), path.name).scheme()


def parse(path: Path) -> Graph:
    """The file as a graph; nothing is fetched from the network. Raises BadInput."""
    parser = PARSERS.get(path.suffix.lower())
    if parser is None:
        raise BadInput(
            _("%(file)s: a SKOS file ends in .ttl, .jsonld, .json, .rdf, .xml or .nt.") % {"file": path.name}
        )
    try:
        data = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("%(file)s: the file must be readable UTF-8 text.") % {"file": path.name}) from error
    if parser == "json-ld":
        _refuse_remote_contexts(data, path.name)
    from rdflib import Graph

    try:
        return Graph().parse(data=data, format=parser)
    except Exception as error:  # each parser has its own, and some raise whatever they meet
        raise BadInput(_sentence(error, path.name, parser)) from error


def _sentence(error: Exception, file: str, parser: str) -> str:
    """Which line is wrong, where the parser tells."""
    kind = {"turtle": "Turtle", "json-ld": "JSON-LD", "xml": "RDF/XML", "nt": "N-Triples"}[parser]
    line = getattr(error, "lines", None)
    line = line + 1 if isinstance(line, int) else getattr(error, "getLineNumber", lambda: None)()
    if isinstance(line, int):
        return _("%(file)s, line %(line)d: this is not valid %(kind)s.") % {"file": file, "line": line, "kind": kind}
    return _("%(file)s: this is not valid %(kind)s.") % {"file": file, "kind": kind}


def _refuse_remote_contexts(data: str, file: str) -> None:
    """JSON-LD may name a context on the network: the house does not go and get it. Raises BadInput."""
    try:
        waiting: list[Any] = [json.loads(data)]
    except json.JSONDecodeError as error:
        raise BadInput(
            _("%(file)s, line %(line)d: this is not valid %(kind)s.")
            % {"file": file, "line": error.lineno, "kind": "JSON"}
        ) from error
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()
            contexts = part.get("@context", [])
            if any(isinstance(context, str) for context in (contexts if isinstance(contexts, list) else [contexts])):
                raise BadInput(
                    _("%(file)s, “@context”: write the context into the file; an address is not fetched.")
                    % {"file": file}
                )


class Reading:
    """One graph being read."""

    def __init__(self, graph: Graph, file: str) -> None:
        self.graph, self.file = graph, file

    def scheme(self) -> SchemeRecord:
        """The vocabulary with all its concepts, in the order of their codes. Raises BadInput when there is none."""
        from rdflib import URIRef

        subjects = self._concepts()
        if not subjects:
            raise BadInput(_("%(file)s: there is no skos:Concept in the file.") % {"file": self.file})
        codes = self._codes(subjects)
        records = [self._record(subject, codes) for subject in sorted(codes, key=lambda each: _natural(codes[each]))]
        home = Counter(
            other
            for subject in subjects
            for other in self.graph.objects(subject, self._uri("inScheme"))
            if isinstance(other, URIRef)
        ).most_common(1)
        uri = home[0][0] if home else None
        return SchemeRecord(records, str(uri or ""), self._title(uri) if uri else {}, self._licence(uri))

    def _uri(self, name: str) -> Any:
        from rdflib import URIRef

        return URIRef(name if ":" in name else SKOS + name)

    def _concepts(self) -> set[Node]:
        """Everything typed as a concept, and everything named in a scheme that is not something else."""
        from rdflib import RDF, URIRef

        found = set(self.graph.subjects(RDF.type, self._uri("Concept")))
        found |= set(self.graph.subjects(RDF.type, self._uri(DEPRECATED_TYPE)))
        for subject in self.graph.subjects(self._uri("inScheme")):
            if not set(self.graph.objects(subject, RDF.type)) and any(self._texts(subject, LABELS["pref"])):
                found.add(subject)
        return {subject for subject in found if isinstance(subject, URIRef)}

    def _codes(self, subjects: Iterable[Node]) -> dict[Node, str]:
        """A code for each concept: its notation, else the end of its address. Raises BadInput for doubles."""
        codes: dict[Node, str] = {}
        owners: dict[str, Node] = {}
        for subject in sorted(subjects, key=str):
            notations = sorted(str(value) for value in self.graph.objects(subject, self._uri("notation")))
            code = notations[0] if notations else re.split(r"[/#:]", str(subject).rstrip("/#"))[-1]
            if code in owners:
                raise BadInput(
                    _(
                        "%(file)s, %(first)s, “skos:notation”: %(second)s has the code “%(code)s” too; each needs its own."
                    )
                    % {"file": self.file, "first": owners[code], "second": subject, "code": code[:80]}
                )
            owners[code], codes[subject] = subject, code
        return codes

    def _record(self, subject: Node, codes: dict[Node, str]) -> ConceptRecord:
        record = ConceptRecord(codes[subject], uri=str(subject), where=f"{self.file}, {subject}")
        for role, properties in LABELS.items():
            for language, text in sorted(self._texts(subject, properties)):
                taken = role == "pref" and record.labels.get((language, "pref"))
                record.add_label(language, "alt" if taken else role, text)
        record.definition = self._joined(subject, (SKOS + "definition",))
        record.note = self._joined(subject, (SKOS + "scopeNote",)) or self._joined(subject, (SKOS + "note",))
        record.broader = self._relation(subject, codes, "broader", "narrower")
        record.related = self._relation(subject, codes, "related", "related")
        record.matches = sorted(
            (name, str(other)) for property_, name in MATCHES.items() for other in self._things(subject, property_)
        )
        kinds = [str(value) for value in self.graph.objects(subject, self._uri(DCT + "type")) if _is_literal(value)]
        record.kind = min(kinds, default="")
        self._end(record, subject, codes)
        return record

    def _end(self, record: ConceptRecord, subject: Node, codes: dict[Node, str]) -> None:
        """Whether the concept is still in use, and what came in its place."""
        from rdflib import RDF

        marks = {str(value).lower() for value in self.graph.objects(subject, self._uri(DEPRECATED))}
        states = [str(value).rsplit("/", 1)[-1] for value in self.graph.objects(subject, self._uri(STATUS))]
        types = set(self.graph.objects(subject, RDF.type))
        record.is_deprecated = (
            bool(marks & {"true", "1"}) or any(s in GONE for s in states) or self._uri(DEPRECATED_TYPE) in types
        )
        if record.is_deprecated:
            days = sorted(str(value)[:10] for value in self.graph.objects(subject, self._uri(INVALIDATED)))
            days += sorted(str(value)[:10] for value in self.graph.objects(subject, self._uri(DCT + "modified")))
            record.deprecated_on = next((day for text in days if (day := _day(text))), None)
        successors = [codes[o] for o in self._things(subject, DCT + "isReplacedBy") if o in codes and o != subject]
        record.replaced_by = min(successors, default="")

    def _relation(self, subject: Node, codes: dict[Node, str], there: str, back: str) -> list[str]:
        """Codes of the concepts in this relation, said from either side; those outside the file are left out."""
        others = {*self._things(subject, SKOS + there), *self.graph.subjects(self._uri(back), subject)}
        return sorted(codes[other] for other in others if other in codes and other != subject)

    def _things(self, subject: Node, property_: str) -> Iterator[Any]:
        """What a property points at, lists opened; literals that are addresses count."""
        from rdflib import URIRef

        for value in self.graph.objects(subject, self._uri(property_)):
            for item in self._opened(value):
                if isinstance(item, URIRef) or (_is_literal(item) and str(item).startswith(("http", "urn:"))):
                    yield URIRef(str(item))

    def _opened(self, value: Any) -> Iterator[Any]:
        from rdflib import RDF

        if (value, RDF.first, None) in self.graph:
            yield from self.graph.items(value)
        else:
            yield value

    def _texts(self, subject: Node, properties: Iterable[str]) -> Iterator[tuple[str, str]]:
        """(language, text) of labels or notes, whatever shape they come in."""
        for property_ in properties:
            for value in self.graph.objects(subject, self._uri(property_)):
                for item in self._opened(value):
                    forms = [item] if _is_literal(item) else self.graph.objects(item, self._uri(XL + "literalForm"))
                    for form in forms:
                        text = plain(str(form))
                        if text:
                            yield (getattr(form, "language", None) or "und").lower(), text

    def _joined(self, subject: Node, properties: tuple[str, ...]) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for language, text in sorted(self._texts(subject, properties)):
            found.setdefault(language, []).append(text)
        return {language: "\n".join(texts) for language, texts in found.items()}

    def _title(self, uri: Node) -> dict[str, str]:
        names = ("http://www.w3.org/2000/01/rdf-schema#label", DCT + "title", *LABELS["pref"])
        return {language: text for name in names for language, text in self._texts(uri, (name,))}

    def _licence(self, uri: Node | None) -> str:
        return min((str(value) for value in self.graph.objects(uri, self._uri(DCT + "license"))), default="")[:120]


def plain(text: str) -> str:
    """A text without HTML: definitions on sanastot.suomi.fi hold links."""
    return html.unescape(TAG.sub("", text)).strip() if TAG.search(text) else text.strip()


def _is_literal(value: Any) -> bool:
    return type(value).__name__ == "Literal"


def _natural(code: str) -> list[tuple[int, int | str]]:
    """Orders c2 before c10."""
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"(\d+)", code) if part]


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
