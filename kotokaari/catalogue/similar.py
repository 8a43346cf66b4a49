"""Practices that resemble one: found by what they share, and always with the reason.

Two practices share *features*: themes, target groups, phases, kind and country. A shared feature weighs by
its rarity, idf = ln(1 + N/n) for n of N practices (Spärck Jones 1972, «A statistical interpretation of term
specificity», Journal of Documentation 28), times how much its sort of feature matters (``MATTERS``). Their
likeness by features is the weighted Jaccard coefficient (Ružička 1958): weight of what is shared over weight
of what either has. Their likeness by words is the cosine of their tf·idf vectors over the terms of title and
summary (Salton, Wong & Yang 1975, Communications of the ACM 18), rarity counted among the candidates, so that
words all of them use say nothing. Together: ``FEATURES`` parts of the first and ``WORDS`` of the second.

The candidates are the ``CANDIDATES`` practices with the greatest weight of shared themes and groups. They are
found in the catalogue's bit sets by best-first search: a set of practices is split by one feature after the
other, and the part with the best possible weight is looked at first; thus 200,000 practices cost a few
hundred bitwise operations, not 200,000 comparisons.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.people.public import Section, organisation_book, place_book
from kotokaari.search.public import analyse, is_stop_word, tokens
from kotokaari.search.public import members as numbers_in
from kotokaari.vocabulary.public import concept_book

from . import index as practices
from . import listing
from .models import Practice, Version

SHOWN = 5
CANDIDATES = 60
SPLITTING = 12  # features a search for candidates looks at: the weightiest
REASONS = 4
WORDS_SHOWN = 3
SHORTEST_WORD = 5
SAID_BY_FEW = 4  # a word is a reason when at most a quarter of the compared say it
FEATURES, WORDS = 0.75, 0.25
MATTERS = {"theme": 1.0, "group": 1.0, "phase": 0.5, "kind": 0.4, "country": 0.3}
LEADING = ("theme", "group")  # nothing is similar that shares neither

Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Features:
    """What a practice is compared by, and how it is named."""

    of: frozenset[Feature]
    title: TranslatedText
    summary: TranslatedText
    practice: int = 0
    parent: int | None = None
    key: str = ""
    owner: int = 0
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar practice and why it is one."""

    version: int
    score: float
    reasons: tuple[str, ...]
    about: Features


@dataclass(frozen=True, slots=True)
class Line:
    """A similar practice as the page shows it."""

    title: TranslatedText
    url: str
    who: str
    is_example: bool
    why: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A practice this one comes from."""

    title: TranslatedText
    url: str


def register() -> None:
    """Show similar practices on a practice's page."""
    from .registries import register_practice_section

    register_practice_section(section)


def section(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """The similar practices of a public practice; None when there are none and it comes from nowhere."""
    if practice.status not in Practice.PUBLIC or practice.current_id is None:
        return None
    language = (get_language() or "fi")[:2]
    key = ("similar practices", practice.current_id, language, timezone.localdate())
    lines, kin = cached(key, lambda: (_lines(practice, language), origin(practice)))
    if not lines and kin is None:
        return None
    return Section(_("Similar practices"), "catalogue/_similar.html", {"lines": lines, "kin": kin}, order=80)


def _lines(practice: Practice, language: str) -> list[Line]:
    prefix, owners = reverse("catalogue:list"), organisation_book().by_key
    made = []
    for one in similar_to(practice, language):
        about = one.about
        address = f"{prefix}{listing.slug(about.title.read(language).text)}-{about.key}/"
        why = capfirst("; ".join(one.reasons)) + "."
        made.append(Line(about.title, address, owners[about.owner].name(language), about.is_example, why))
    return made


def origin(practice: Practice) -> Kin | None:
    """The practice this one was adapted from, when everybody may read it."""
    source = practice.adapted_from
    if source is None or source.practice.status not in Practice.PUBLIC:
        return None
    return Kin(source.title, source.practice.get_absolute_url())


def similar_to(practice: Practice, language: str) -> list[Similar]:
    """The most similar published practices, the best first; never itself nor those it comes from.

    One query whatever the number of practices, besides those of the index and one for each generation it comes from.
    """
    whole = practices.index()
    bit, version = whole.bit_of.get(practice.uuid), practice.current
    if bit is None or version is None:
        return []
    own, older = features_of(version), _older_kin(practice)
    leading = {feature: weight(whole, feature) for feature in own.of if feature[0] in LEADING}
    among = whole.having("status", [Practice.Status.PUBLISHED]) & ~(1 << bit)
    bits = best(whole, leading, among, CANDIDATES + len(older))
    others = features([whole.versions[bit] for bit in bits])
    return _ranked(
        whole,
        own,
        {key: one for key, one in others.items() if one.practice not in older},
        practice.pk,
        language,
    )


def _older_kin(practice: Practice) -> set[int]:
    """The practices this one comes from, at any distance."""
    found, source = set[int](), practice.adapted_from
    while source is not None and source.practice_id not in found:
        found.add(source.practice_id)
        source = source.practice.adapted_from
    return found


# Features


def features_of(version: Version) -> Features:
    """What a version at hand is compared by. No query."""
    concepts = {facet: version.record.get(name) for name, facet in practices.CONCEPT_FACETS.items()}
    return Features(_concepts(concepts) | _plain(version.pk, version.kind), version.title, version.summary)


def features(versions: Sequence[int]) -> dict[int, Features]:
    """What these versions are compared by. One query."""
    rows = (
        Version.objects.filter(pk__in=versions)
        .order_by()
        .values_list(
            "pk",
            "kind",
            "title",
            "summary",
            "practice_id",
            "practice__adapted_from__practice_id",
            "practice__key",
            "practice__owner_id",
            "practice__is_example",
            *(f"record__{name}" for name in practices.CONCEPT_FACETS),
        )
    )
    return {
        pk: Features(
            _concepts(dict(zip(practices.CONCEPT_FACETS.values(), rest[7:], strict=True))) | _plain(pk, kind), *rest[:7]
        )
        for pk, kind, *rest in rows
    }


def _concepts(codes: Mapping[str, Sequence[str] | None]) -> frozenset[Feature]:
    """Concepts by facet, with those that are broader."""
    book = concept_book()
    entries = ((facet, book.get(code)) for facet, found in codes.items() for code in found or ())
    return frozenset(
        (facet, broader) for facet, entry in entries if entry for broader in practices.with_broader(book, entry.id)
    )


def _plain(version: int, kind: str) -> set[Feature]:
    """Kind and countries of a public version."""
    places = place_book()
    found = {("kind", kind)} if kind else set()
    for place in practices.index().places.get(version, ()):
        found.add(("country", places.around(places.by_key[place].code)[-1]))
    return found


def weight(whole: practices.Index, feature: Feature) -> float:
    """How much it says that two practices share this."""
    return MATTERS[feature[0]] * math.log(1 + len(whole.versions) / max(_having(whole, feature), 1))


def _having(whole: practices.Index, feature: Feature) -> int:
    """How many practices have a feature."""
    sort, value = feature
    return whole.having("region" if sort == "country" else sort, [value]).bit_count()


def best(whole: practices.Index, weights: Mapping[Feature, float], among: int, wanted: int) -> list[int]:
    """The practices of ``among`` with the greatest sum of weights of what they have, at least one of them.

    Best-first: ``heap`` holds sets of practices with the weight they surely have and the most they can come to.
    """
    steps = sorted(weights, key=lambda feature: (-weights[feature], feature))[:SPLITTING]
    left = [sum(weights[step] for step in steps[depth:]) for depth in range(len(steps) + 1)]
    number = count()
    heap: list[tuple[float, int, float, int, int]] = [(-left[0], next(number), 0.0, 0, among)]
    found: list[int] = []
    while heap and len(found) < wanted:
        _bound, _order, sure, depth, members = heapq.heappop(heap)
        if depth == len(steps):
            if sure:
                found.extend(_first(members, wanted - len(found)))
            continue
        having = members & whole.having(steps[depth][0], [steps[depth][1]])
        for part, gained in ((having, weights[steps[depth]]), (members ^ having, 0.0)):
            if part:
                most = sure + gained + left[depth + 1]
                heapq.heappush(heap, (-most, next(number), sure + gained, depth + 1, part))
    return found


def _first(members: int, wanted: int) -> Iterator[int]:
    for _number, bit in zip(range(wanted), numbers_in(members), strict=False):
        yield bit


# Words


def terms(of: Features, language: str) -> Counter[str]:
    """How often each base form stands in title (counted twice) and summary."""
    found: Counter[str] = Counter()
    for text, times in ((of.title, 2), (of.summary, 1)):
        for token in tokens(text.text(language)):
            word = token[0]
            base = "" if is_stop_word(word, language) else analyse(word, language).base
            if len(base) >= SHORTEST_WORD and not base.isdigit():
                found[base] += times
    return found


def common_language(own: Features, other: Features, language: str) -> str:
    """The language to compare two practices' words in: the reader's, else one both can be read in, else ""."""
    for code in dict.fromkeys((language, *LANGUAGES)):
        if own.summary.text(code).strip() and other.summary.text(code).strip():
            return code
    return ""


class Vocabulary:
    """Terms of several practices in one language, with their rarity."""

    def __init__(self, counts: dict[int, Counter[str]]) -> None:
        self.counts = counts
        said_by: Counter[str] = Counter(term for terms in counts.values() for term in terms)
        self.idf = {term: math.log(len(counts) / number) for term, number in said_by.items()}

    def cosine(self, one: int, other: int) -> tuple[float, list[str]]:
        """How alike two of them are by words, from 0 to 1, and the shared words, the weightiest first."""
        first, second = self.counts[one], self.counts[other]
        shared = {term: first[term] * second[term] * self.idf[term] ** 2 for term in first.keys() & second.keys()}
        lengths = self.length(one) * self.length(other)
        rare = math.log(SAID_BY_FEW)
        words = [term for term in sorted(shared, key=lambda term: (-shared[term], term)) if self.idf[term] >= rare]
        return (sum(shared.values()) / lengths if lengths else 0.0), words

    def length(self, one: int) -> float:
        """The length of a practice's vector."""
        return math.sqrt(sum((number * self.idf[term]) ** 2 for term, number in self.counts[one].items()))


OWN = 0  # the practice itself among the counted


def _vocabularies(own: Features, others: Mapping[int, Features], language: str) -> dict[int, Vocabulary]:
    """For each candidate the vocabulary of the language it is compared in."""
    in_language: dict[str, list[int]] = {}
    for version, other in others.items():
        in_language.setdefault(common_language(own, other, language), []).append(version)
    found = {}
    for code, versions in in_language.items():
        if code:
            counts = {OWN: terms(own, code)} | {version: terms(others[version], code) for version in versions}
            found.update(dict.fromkeys(versions, Vocabulary(counts)))
    return found


# Together


def _ranked(
    whole: practices.Index, own: Features, others: Mapping[int, Features], practice: int, language: str
) -> list[Similar]:
    weights = {feature: weight(whole, feature) for one in (own, *others.values()) for feature in one.of}
    vocabularies = _vocabularies(own, others, language)
    found = []
    for version, other in others.items():
        vocabulary = vocabularies.get(version)
        by_words, words = vocabulary.cosine(OWN, version) if vocabulary else (0.0, [])
        score = FEATURES * jaccard(own.of, other.of, weights) + WORDS * by_words
        why = reasons(whole, own.of & other.of, weights, words, language)
        if other.parent == practice:
            why.insert(0, _("adapted from this practice"))
        found.append(Similar(version, score, tuple(why[:REASONS]), other))
    return heapq.nsmallest(SHOWN, found, key=lambda one: (-one.score, -one.version))


def jaccard(one: frozenset[Feature], other: frozenset[Feature], weights: Mapping[Feature, float]) -> float:
    """The weight of what both have over the weight of what either has: 0 nothing in common, 1 the same."""
    either = sum(weights[feature] for feature in one | other)
    return sum(weights[feature] for feature in one & other) / either if either else 0.0


def reasons(
    whole: practices.Index,
    shared: frozenset[Feature],
    weights: Mapping[Feature, float],
    words: Sequence[str],
    language: str,
) -> list[str]:
    """Why two practices are similar, in words, the weightiest first. What most practices have is no reason."""
    telling = _narrowest(shared)
    rare = [feature for feature in telling if 2 * _having(whole, feature) < len(whole.versions)]
    if not any(sort in LEADING for sort, _value in rare):
        rare += [feature for feature in telling if feature[0] in LEADING]
    by_sort: dict[str, list[str]] = {}
    for sort, value in sorted(rare, key=lambda feature: (-weights[feature], feature)):
        by_sort.setdefault(sort, []).append(value)
    heavy = sorted(by_sort, key=lambda sort: -sum(weights[sort, value] for value in by_sort[sort]))
    found = [_reason(sort, by_sort[sort], language) for sort in heavy]
    if words:
        found.insert(2, _("also speaks of: %(words)s") % {"words": ", ".join(words[:WORDS_SHOWN])})
    return found


def _narrowest(shared: frozenset[Feature]) -> list[Feature]:
    """The shared features without those that another, narrower one implies."""
    book = concept_book()
    implied = {
        (sort, code)
        for sort, value in shared
        if (entry := book.get(value))
        for code in practices.with_broader(book, entry.id)
        if code != value
    }
    return [feature for feature in shared if feature not in implied]


def _reason(sort: str, values: Sequence[str], language: str) -> str:
    names = {"names": ", ".join(_name(sort, value, language) for value in values)}
    if sort == "theme":
        return ngettext("same theme: %(names)s", "same themes: %(names)s", len(values)) % names
    if sort == "group":
        return _("also for: %(names)s") % names
    if sort == "phase":
        return ngettext("same phase: %(names)s", "same phases: %(names)s", len(values)) % names
    if sort == "kind":
        return _("same kind: %(names)s") % names
    return _("same country: %(names)s") % names


def _name(sort: str, value: str, language: str) -> str:
    if sort == "country":
        return place_book().name(value, language)
    if sort == "kind":
        words: dict[tuple[str, Any], str] = listing.choice_words(language)
        label = words.get(("kind", value), value)
        return label[:1].lower() + label[1:]
    return concept_book().label(value, language)
