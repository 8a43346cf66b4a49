"""Finding: from a question as people type it to things, with the reason why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from . import analysis, ranking
from .models import Entry, Wording
from .passages import Piece, mark, passage
from .questions import BODY, CONCEPT, NARROWER, OFTEN, PART, SUMMARY, TITLE, Meaning, Question, read_question
from .registry import sources
from .shelf import KIND, PUBLIC, Shelf, as_set, members, shelf
from .spelling import correct

CAP = 3_000  # things that are not public and are looked through for somebody
LOOKED_AT = 40  # the best of them are compared with the question as a phrase
Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that answers. ``language`` is the one of the title and passage that are shown."""

    kind: str
    uuid: UUID
    language: str
    titles: dict[str, str]
    title: list[Piece]
    passage: list[Piece]
    score: float
    why: list[str]
    facts: dict[str, Any]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class WordFound:
    """How many things one part of a question finds by itself; the concept it means, if any."""

    text: str
    total: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer: how many things in all, and some of them, best first.

    ``full`` of them answer the whole question, the rest the most of it. ``corrected`` is the question that
    was answered instead, where a word was misspelt; ``words`` what each part finds by itself. ``facets``
    are the numbers of each value with all other choices kept.
    """

    query: str
    language: str
    total: int = 0
    full: int = 0
    results: list[Hit] = field(default_factory=list)
    words: list[WordFound] = field(default_factory=list)
    corrected: str = ""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def find(
    query: str,
    lang: str,
    kinds: Sequence[str] | None = None,
    user: Any = None,
    limit: int = 10,
    offset: int = 0,
    *,
    chosen: Chosen | None = None,
    facets: Sequence[str] = (),
    as_typed: bool = False,
    excerpts: bool = True,
) -> Hits:
    """Things that answer ``query``, in any language, best first.

    A word is found in all its inflections and inside compounds; what it means (a concept) also by its
    other names in other languages; a misspelt word by the nearest one anybody uses, unless ``as_typed``.
    Without a ``user`` only what is public is found. ``chosen`` keeps things with any of the values in
    every facet; ``facets`` (names, or "kind") asks for counts. Without ``excerpts`` nothing is marked and hits
    have no passage, which takes half the time. A few queries, however many things answer.
    """
    shelf_ = shelf()
    question = read_question(query, lang)
    if not question.meanings:
        return Hits(query, lang)
    visible = _visible(shelf_, user, kinds)
    wanted = dict(chosen or {})
    if kinds is not None:
        wanted[KIND] = kinds
    among = shelf_.having(KIND, kinds) if kinds is not None else -1
    found = ranking.reach(question.meanings, shelf_, visible, among)
    if not as_typed:
        question, found = correct(question, found, shelf_, visible, among)
    full, partial = ranking.answering([*found])
    within = _having(shelf_, wanted)
    best = ranking.best(found, full & within, partial & within, shelf_, max(offset + limit, LOOKED_AT))
    answers = _put_in_order(best, question, full)
    everything = full | partial
    return Hits(
        query,
        lang,
        total=(everything & within).bit_count(),
        full=(full & within).bit_count(),
        results=_hits(answers[offset : offset + limit], question, found, excerpts=excerpts),
        words=[WordFound(one.meaning.text, one.any.bit_count(), one.meaning.codes) for one in found],
        corrected=_corrected(question),
        facets={name: _counts(shelf_, name, wanted, everything) for name in facets},
    )


def find_all(query: str, lang: str, kind: str, *, partial_too: bool = True) -> list[UUID]:
    """Every public thing of one kind that answers ``query``, best first; for lists with facets.

    Only the best few are ranked; the rest follow as they come. Without ``partial_too`` only what answers all of it.
    """
    shelf_ = shelf()
    question = read_question(query, lang)
    if not question.meanings:
        return []
    visible = shelf_.having(PUBLIC, ("",)) & shelf_.having(KIND, (kind,))
    question, found = correct(question, ranking.reach(question.meanings, shelf_, visible), shelf_, visible)
    full, partial = ranking.answering(found)
    partial = partial if partial_too else 0
    best = ranking.best(found, full, partial, shelf_, ranking.MOST_SCORED)
    ranked = [one.entry for one in best]
    rest = members((full | partial) & ~as_set(ranked, shelf_.width))
    things = shelf_.things()
    return [things[entry] for entry in (*ranked, *rest) if entry in things]


def _visible(shelf_: Shelf, user: Any, kinds: Sequence[str] | None) -> int:
    """What is public, and what is not but may be seen by this user."""
    visible = shelf_.having(PUBLIC, ("",))
    if getattr(user, "is_authenticated", False):
        visible |= as_set(_seen_by(user, kinds), shelf_.width)
    return visible


def _seen_by(user: Any, kinds: Sequence[str] | None) -> list[int]:
    seen: list[int] = []
    for kind, source in sources().items():
        if source.may_see and (kinds is None or kind in kinds):
            hidden = list(Entry.objects.filter(kind=kind, is_public=False).values_list("pk", "thing")[:CAP])
            allowed = source.may_see(user, list({thing for _pk, thing in hidden})) if hidden else set()
            seen += [pk for pk, thing in hidden if thing in allowed]
    return seen


def _having(shelf_: Shelf, wanted: Chosen, leave_out: str = "") -> int:
    """The things with what is chosen in every facet, but one that is left out."""
    within = -1
    for name, values in wanted.items():
        if name != leave_out and values:
            within &= shelf_.having(name, values)
    return within


def _counts(shelf_: Shelf, name: str, wanted: Chosen, everything: int) -> dict[str, int]:
    base = everything & _having(shelf_, wanted, leave_out=name)
    counted = {value: (numbers & base).bit_count() for value, numbers in shelf_.facets.get(name, {}).items()}
    return {value: count for value, count in counted.items() if count}


def _corrected(question: Question) -> str:
    if not question.corrections:
        return ""
    return " ".join(question.corrections.get(token, token) for token in question.text.split())


@dataclass(frozen=True, slots=True)
class _Answer:
    """A thing with all that is needed to show it."""

    scored: ranking.Scored
    kind: str
    thing: UUID
    facts: dict[str, Any]
    titles: dict[str, str]
    score: float
    is_partial: bool


def _put_in_order(best: Sequence[ranking.Scored], question: Question, full: int) -> list[_Answer]:
    """The best things with their titles; the first ones weighed again as whole phrases. Two queries."""
    known = Entry.objects.filter(pk__in=[one.entry for one in best]).values_list("pk", "kind", "thing", "facts")
    entries = {pk: (kind, thing, facts) for pk, kind, thing, facts in known}
    titles: dict[int, dict[str, str]] = {}
    folded: dict[int, dict[str, str]] = {}
    rows = Wording.objects.filter(entry__in=entries).values_list("entry", "language", "title", "folded")
    for pk, language, title, plain in rows:
        titles.setdefault(pk, {})[language] = title
        folded.setdefault(pk, {})[language] = plain
    asked = _plain_words(analysis.fold(question.text))
    weights = {kind: source.weight for kind, source in sources().items()}
    answers = []
    for number, one in enumerate(best):
        entry = entries.get(one.entry)
        if entry is None or one.entry not in titles:
            continue
        kind, thing, facts = entry
        score = one.score * weights.get(kind, 1.0)
        if number < LOOKED_AT:
            score *= _as_a_phrase(question, asked, folded[one.entry])
        is_partial = not full >> one.entry & 1
        answers.append(_Answer(one, kind, thing, facts, titles[one.entry], score, is_partial))
    answers[:LOOKED_AT] = sorted(answers[:LOOKED_AT], key=lambda answer: -answer.score)
    return answers


def _plain_words(folded: str) -> str:
    return " ".join(analysis.WORD.findall(folded))


def _as_a_phrase(question: Question, asked: str, titles: Mapping[str, str]) -> float:
    """More than one for a title that is the question, begins with it or has its words together."""
    telling = max(len(question.meanings), 1)
    best = 1.0
    for language, title in titles.items():
        words = _plain_words(title)
        if not words:
            continue
        own = 1.08 if language == question.language else 1.0
        if words == asked:
            own *= 1.6
        elif f" {asked} " in f" {words} ":
            own *= 1.25
        own *= 1 + 0.15 * min(telling / (words.count(" ") + 1), 1.0)
        best = max(best, own)
    return best


def _hits(
    answers: Sequence[_Answer], question: Question, found: Sequence[ranking.Reached], *, excerpts: bool
) -> list[Hit]:
    """Answers as they are shown; one query for the texts of excerpts."""
    shown = {answer.scored.entry: _shown_language(answer.titles, question.language) for answer in answers}
    meanings = [one.meaning for one in found]
    bodies: dict[int, str] = {}
    marked: tuple[frozenset[str], ...] = ()
    if excerpts:
        rows = Wording.objects.filter(entry__in=shown).values_list("entry", "language", "body")
        bodies = {entry: body for entry, language, body in rows if shown[entry] == language}
        marked = (_telling_terms(meanings), _all_terms(meanings), _terms_of_pieces(meanings))
    return [
        _hit(answer, shown[answer.scored.entry], bodies.get(answer.scored.entry, ""), meanings, marked)
        for answer in answers
    ]


def _shown_language(titles: Mapping[str, str], language: str) -> str:
    return next((code for code in (language, "fi", "en", "sv") if code in titles), next(iter(titles)))


def _hit(
    answer: _Answer, language: str, body: str, meanings: Sequence[Meaning], marked: tuple[frozenset[str], ...]
) -> Hit:
    text = answer.titles[language]
    title = [Piece(text)]
    beginning, _newline, rest = body.partition("\n")
    for asked in marked:
        title, shown = mark(text, asked, language), passage(beginning, asked, language)
        if any(piece.is_hit for piece in (*title, *shown)):
            break
        shown = passage(rest, asked, language)
        if any(piece.is_hit for piece in shown):
            break
    else:
        shown = passage(beginning, (), language)
    return Hit(
        answer.kind,
        answer.thing,
        language,
        answer.titles,
        title,
        shown,
        round(answer.score, 6),
        [why for meaning, level in zip(meanings, answer.scored.reached, strict=True) if (why := _why(meaning, level))],
        answer.facts,
        is_partial=answer.is_partial,
    )


def _telling_terms(meanings: Sequence[Meaning]) -> frozenset[str]:
    """What is marked in titles and passages: the words asked for, and one-word names of what they mean."""
    found = frozenset[str]()
    for meaning in meanings:
        found = found.union(meaning.own, meaning.others)
    return found


def _terms_of_pieces(meanings: Sequence[Meaning]) -> frozenset[str]:
    """The parts of compounds: marked where nothing else is."""
    return _telling_terms([piece for meaning in meanings for piece in meaning.pieces])


def _all_terms(meanings: Sequence[Meaning]) -> frozenset[str]:
    """Every term of the question in texts, the words of longer names too."""
    asked = (one for each in meanings for _weight, one in (*each.levels, *each.near) if one.column != "concepts")
    return frozenset(term for one in asked for terms in one.every for term in terms)


def _why(meaning: Meaning, level: float) -> str:
    """Why a thing was found, for one meaning; "" where it does not have it."""
    words = {"word": meaning.text, "concept": meaning.label}
    if not level:
        return ""
    if level in (TITLE, TITLE * PART):
        return _("“%(word)s” is in the title") % words
    if level in (CONCEPT, NARROWER):
        return _("Described with “%(concept)s”") % words
    if any(level == weight for weight, _asked in meaning.near):
        return _("Close in meaning to “%(word)s”") % words
    if not any(level == weight for weight, _asked in meaning.levels):
        return _("A part of “%(word)s” is in the text") % words
    if level in OWN_WORDS or not meaning.label:
        return _("“%(word)s” is in the text") % words
    return _("The text has another word for “%(concept)s”") % words


OWN_WORDS = {SUMMARY, SUMMARY * PART, OFTEN, BODY, BODY * PART}
