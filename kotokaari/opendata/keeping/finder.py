"""Searching a copy without a server: a small index, cut into files by the first letters of words.

It is made by the same analysis as the house's own search, so compounds and inflections are found; what a
word means (a concept of the vocabulary) is looked up in the house itself, for every name of every concept.
The other half is frontend/islands/kept-search.ts.
"""

from __future__ import annotations

import json
import math
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from kotokaari.arc.public import kinds
from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import Document, analyse, find, fold, is_stop_word, sources, tokens
from kotokaari.vocabulary.public import concept_book

from .addresses import Plan
from .personal import Persons

FOLDER = "search"
KINDS = ("practice", "organisation", "concept", "place")
TITLE, SUMMARY, BODY, PART = 8, 4, 1, 0.5
CHUNK, MOST, MOST_OF_CONCEPT = 100, 1_000, 300
SUMMARY_LETTERS = 220
STEMS = "zs"  # stems are for the server's own search
LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o"})


class Index:
    """The index in the making. Things have numbers; a weight says how much a word tells of a thing."""

    def __init__(self) -> None:
        self.things: list[dict[str, Any]] = []
        self.number_of: dict[UUID, int] = {}
        self.terms: dict[str, dict[int, float]] = defaultdict(dict)
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.phrases: dict[str, dict[str, Mapping[int, float]]] = defaultdict(dict)

    def add(self, document: Document, number: int) -> None:
        """The words of one thing in one language."""
        fields = ((document.title, TITLE), (document.summary, SUMMARY), (document.body, BODY))
        for text, weight in fields:
            for token in tokens(text):
                if not is_stop_word(token[0], document.language):
                    self._word(token[0], document.language, number, weight)

    def _word(self, word: str, language: str, number: int, weight: float) -> None:
        analysed, surface = analyse(word, language), fold(word)
        for terms, worth in ((analysed.own, weight), (analysed.parts, weight * PART)):
            for term in terms:
                if not term.startswith(STEMS):
                    self.terms[term][number] = max(worth, self.terms[term].get(number, 0))
        self.know(surface, analysed.own)

    def know(self, surface: str, terms: frozenset[str]) -> None:
        """Which words a written form is a form of."""
        others = {term for term in terms if term != surface and not term.startswith(STEMS)}
        if others:
            self.forms[surface] |= others

    def mean(self, words: str, language: str, label: str, found: Mapping[int, float]) -> None:
        """What these words mean, with the things that answer it."""
        bases = []
        for token in tokens(words):
            if not is_stop_word(token[0], language):
                analysed = analyse(token[0], language)
                self.know(fold(token[0]), analysed.own)
                bases.append(analysed.base)
        if bases and found:
            self.phrases[" ".join(bases)][label] = found


def write(folder: Path, plan: Plan, done: Mapping[str, Any], persons: Persons) -> None:
    """Make the index anew in ``folder``. Only things whose pages are in the copy are found."""
    index = Index()
    for kind in KINDS:
        _take_in(index, kind, plan, done, persons)
    _take_in_concepts(index)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "words").mkdir(parents=True)
    (folder / "things").mkdir()
    for number in range(0, len(index.things), CHUNK):
        _write(folder / "things" / f"{number // CHUNK}.json", index.things[number : number + CHUNK])
    shards = _shards(index)
    for name, shard in shards.items():
        _write(folder / "words" / f"{name}.json", shard)
    about = {"things": len(index.things), "chunk": CHUNK, "words": sorted(shards)}
    _write(folder / "about.json", about)


def _take_in(index: Index, kind: str, plan: Plan, done: Mapping[str, Any], persons: Persons) -> None:
    source, shown = sources().get(kind), kinds().get(kind)
    if source is None or shown is None:
        return
    uuids = list(source.all_uuids())
    for at in range(0, len(uuids), 500):
        batch = uuids[at : at + 500]
        nodes = {}
        for language in LANGUAGES:
            with override(language):
                nodes[language] = shown.resolve(AnonymousUser(), batch)
        for document in (_without_persons(one, persons) for one in source.documents_for(batch)):
            if document.is_public:
                number = _number(index, kind, document.uuid, nodes, plan, done)
                if number is not None:
                    _tell(index.things[number], document)
                    index.add(document, number)


def _number(
    index: Index, kind: str, uuid: UUID, nodes: Mapping[str, Any], plan: Plan, done: Mapping[str, Any]
) -> int | None:
    """The number of a thing whose pages are in the copy, given when it is first met."""
    if uuid in index.number_of:
        return index.number_of[uuid]
    files = {}
    for language, found in nodes.items():
        node = found.get(uuid)
        target = plan.target(node.url) if node and node.visible and node.url else None
        if target and target.file in done:
            files[language] = target.file
    if not files:
        return None
    is_example = any(found[uuid].is_example for found in nodes.values() if uuid in found)
    index.things.append({"k": kind, "u": files, "t": {}, "s": {}, **({"e": 1} if is_example else {})})
    index.number_of[uuid] = len(index.things) - 1
    return index.number_of[uuid]


def _without_persons(document: Document, persons: Persons) -> Document:
    """The document as the copy's pages have it: no word of a name is in the index either."""
    left_out = persons.left_out
    title, summary, body = left_out(document.title), left_out(document.summary), left_out(document.body)
    return replace(document, title=title, summary=summary, body=body)


def _tell(thing: dict[str, Any], document: Document) -> None:
    text = " ".join((document.summary or document.body).split())
    if len(text) > SUMMARY_LETTERS:
        text = text[:SUMMARY_LETTERS].rsplit(" ", 1)[0] + " …"
    thing["t"][document.language] = document.title
    thing["s"][document.language] = text


def _take_in_concepts(index: Index) -> None:
    """Every name of every concept, with what the house's own search finds for it."""
    for entry in concept_book().by_code.values():
        if entry.is_deprecated:
            continue
        found: dict[int, float] = {}
        for language, label in entry.labels.items():
            if language in LANGUAGES:
                for number, weight in _found(index, label, language):
                    found[number] = max(weight, found.get(number, 0))
        for names in (entry.labels, entry.synonyms, entry.hidden):
            for language, words in names.items():
                for text in (words,) if isinstance(words, str) else words:
                    if language in LANGUAGES:
                        index.mean(text, language, entry.code, found)


def _found(index: Index, label: str, language: str) -> Iterator[tuple[int, float]]:
    hits = find(label, language, kinds=["practice"], limit=MOST_OF_CONCEPT, excerpts=False).results
    uuids = [hit.uuid for hit in hits if not hit.is_partial and hit.uuid in index.number_of]
    for place, uuid in enumerate(uuids):
        yield index.number_of[uuid], round(6 - 4 * place / max(len(uuids), 10), 2)


def shard_of(term: str) -> str:
    """The file a word stands in: its first two letters, without dots and rings. The same in kept-search.ts."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in term[:2].translate(LETTERS))


def _shards(index: Index) -> dict[str, dict[str, Any]]:
    shards: dict[str, dict[str, Any]] = defaultdict(lambda: {"t": {}, "f": {}, "p": {}})
    for term, found in index.terms.items():
        shards[shard_of(term)]["t"][term] = _postings(found, len(index.things))
    for form, terms in index.forms.items():
        shards[shard_of(form)]["f"][form] = sorted(terms)
    for phrase, meanings in index.phrases.items():
        shards[shard_of(phrase)]["p"][phrase] = _postings(_together(meanings), 0)
    return shards


def _together(meanings: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
    """What any of the meanings of a phrase finds."""
    found: dict[int, float] = {}
    for one in meanings.values():
        for number, weight in one.items():
            found[number] = max(weight, found.get(number, 0))
    return found


def _postings(found: Mapping[int, float], things: int) -> list[float]:
    """Number, weight, number, weight …, the heaviest first; a rare word weighs more."""
    rare = math.log(1 + things / len(found)) if things else 3.0
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    return [value for number, weight in best for value in (number, round(weight * rare, 2))]


def _write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
