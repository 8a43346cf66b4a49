"""Taking compounds apart: *kotoutumiskoulutuksessa* → kotoutuminen, koulutus.

A first part is a word as it stands inside a compound (kieli-, perheen-, kotoutumis-, invandrar-); the
last part may be inflected. The split with the fewest parts wins, then the one with the longest last part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Known = Mapping[str, str]
SHORTEST_FIRST, SHORTEST_LAST, MOST_PARTS = 3, 4, 4
ADJECTIVE = re.compile(
    "^(.{2,}[aäoöuyei])is(?:en|ta|tä|een|et|ia|iä|ien|ten|iin|(?:e|i)(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä))$"
)
# What a splitter must not take for a part: endings that happen to be words, and mere particles.
NOT_A_PART = {
    "fi": {"sta", "stä", "lla", "llä", "ista", "istä", "issa", "issä", "inen", "isen", "isten", "minen", "misen",
           "tta", "ttä", "uus", "yys", "ton", "tön", "jan", "jat", "jien", "ien", "vat", "vät", "nen", "nut", "nyt",
           "kaan", "kään", "kin", "han", "hän", "ansa", "ensä", "isi", "ise", "alla", "alle", "alta", "ella", "elle", "essa"},
    "sv": {"are", "ande", "ende", "het", "heter", "heten", "ning", "ningen", "ningar", "lig", "liga", "ligt", "else",
           "aren", "arna", "orna", "erna", "ens", "ers", "ast", "aste", "ade", "des", "dets", "nas", "ing"},
    "en": set(),
}  # fmt: skip


def split(word: str, language: str, known: Known) -> list[str]:
    """Base forms of the parts of ``word``, in order; one part or none when it is no compound we know."""
    if language == "en" or len(word) < SHORTEST_FIRST + SHORTEST_LAST:
        return []
    for count in range(2, MOST_PARTS + 1):
        found = next(_splits(word, language, known, count), None)
        if found:
            return found
    return []


def _splits(word: str, language: str, known: Known, count: int) -> Iterator[list[str]]:
    """Splits of ``word`` into exactly ``count`` parts, longest last part first."""
    if count == 1:
        base = last_part(word, language, known)
        if base:
            yield [base]
        return
    for cut in range(SHORTEST_FIRST, len(word) - SHORTEST_LAST + 1):
        base = _first(word[:cut], language, known)
        if base:
            for rest in _splits(word[cut:], language, known, count - 1):
                yield [base, *rest]


def last_part(part: str, language: str, known: Known) -> str:
    """The base form of a word that stands last in a compound, or ""."""
    if len(part) < SHORTEST_LAST or part in NOT_A_PART[language]:
        return ""
    base = known.get(part) or (adjective(part, known) if language == "fi" else "")
    return "" if base in NOT_A_PART[language] else base


def adjective(word: str, known: Known) -> str:
    """*taustaisille* → taustainen: an inflected Finnish adjective made of a noun that is known, or ""."""
    found = ADJECTIVE.match(word)
    return found[1] + "inen" if found and (known.get(found[1] + "inen") or known.get(found[1]) == found[1]) else ""


def _first(part: str, language: str, known: Known) -> str:
    """The base form of a word that stands first in a compound, or ""."""
    if part in NOT_A_PART[language]:
        return ""
    for form in _first_forms(part, language):
        base = known.get(form)
        if base:
            return form if form.endswith("nen") else base
    return ""


def _first_forms(part: str, language: str) -> Iterator[str]:
    """The words that ``part`` may be when it stands first."""
    if language == "fi":
        if part.endswith("us") and len(part) > SHORTEST_FIRST:
            yield part  # harrastus-
        if part.endswith("s") and len(part) > SHORTEST_FIRST:
            yield part[:-1] + "nen"  # kotoutumis- → kotoutuminen
        yield part
        return
    if part.endswith("ar"):
        yield part + "e"  # invandrar- → invandrare
    yield part
    if part.endswith("s") and len(part) > SHORTEST_FIRST:
        yield part[:-1]  # integrations- → integration
    if part.endswith(("o", "u")):
        yield part[:-1] + "a"  # kvinno- → kvinna
    yield part + "a"  # skol- → skola
