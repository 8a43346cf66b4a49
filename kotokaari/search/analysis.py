"""Text to terms, in Finnish, Swedish and English; the same for what is indexed and what is asked.

Indexed are surface form, base form and the parts of compounds; asked are surface and base form only,
so that *kielikahvila* does not find every *kahvila*, but *kahvila* finds *kielikahvila*.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import compounds
from .words import LANGUAGES, dictionary

VERSION = 3
# Stemmers and Voikko keep the word they work on in themselves: one thread at a time.
_one_at_a_time = threading.Lock()
WORD = re.compile(r"[^\W_]+(?:[-'’‐‑][^\W_]+)*")
JOINT = re.compile(r"[-'’‐‑]")
KEPT = set("åäö")
ORDINARY = KEPT | {chr(code) for code in range(128)}
LONGEST = 60
VOWELS = "aeiouyåäö"
CLITICS = ("kin", "kaan", "kään", "ko", "kö", "han", "hän", "pa", "pä")
STEM_MARK, PART_MARK, OFTEN_MARK = "zs", "zp", "zf"
OFTEN = 3  # as often in one text, a word is what the text is about
DOING = re.compile(r"^(.{3,}?)mi(?:nen|s(?:en|ta|tä|een|et|ia|iä|ien|ten|iin|[ei](?:[sl][tsl]?[aä]|lle|ksi|n[aä])))$")
POSSESSIVES = ("nsa", "nsä", "mme", "nne", "ni", "si")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = {
    "fi": _words(
        "ja tai sekä että on ei ovat ole kun jos myös niin kuin mutta joka jotka mikä mitä miten missä se ne hän he"
        " tämä nämä oma olla voi siitä sen joita jossa jonka minä me sinä te minun kuinka mistä mihin missä milloin"
        " kuka kenelle kenen miksi millainen millä millaista saada saamme saa saan saavat voimme voin voivat voidaan"
        " pitää pitäisi täytyy haluan haluaa haluamme haluavat tarvitaan tarvitsee tarvitsemme kanssa mukaan meidän"
        " meille minulle joku jotain jotka joille joilla ilman eli vai onko oli olisi tulee toisen toisten toista eri"
        " tehdä tehdään teemme tekee lisää kautta sille niille häntä heitä itse vielä vain"
    ),
    "sv": _words(
        "och eller att är inte som en ett den det de i på av för till med om hur vad var från han hon vi jag du ni"
        " man kan ska så också där när vilken vilka deras sin sitt sina få får vill vår våra vårt oss sig dem dig mig"
        " behöver behövs måste finns fanns gör göra har hade blir bli blev kunna skulle någon något några utan eller"
        " vem varför vilket mot hos vid under över inom bland varandra olika mera mer bara ut"
    ),
    "en": _words(
        "the a an and or of to in on for with is are be by at as it its this that these those from how what where"
        " which who i we you they he she do does can not get gets got need needs want wants our us my me your their them"
        " him her his have has had should could would must when why there into out about without each other another some"
        " any been being was were will if so than then also more just did"
    ),
}


@dataclass(frozen=True, slots=True)
class Analysed:
    """A word taken apart.

    ``own`` are the terms that count as this word, ``parts`` those of its parts, ``stems`` marked stems
    that a question tries as well: they are in the index for names and unknown words only. ``pieces`` are
    the base forms a compound is made of, in order.
    """

    surface: str
    base: str
    own: frozenset[str]
    parts: frozenset[str]
    stems: frozenset[str]
    pieces: tuple[str, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """What a question for this word looks for."""
        return self.own | self.stems

    @property
    def indexed(self) -> frozenset[str]:
        """Everything the word is found by."""
        return self.own | self.parts


def fold(text: str) -> str:
    """Lower case without accents, but for å, ä and ö, which are letters of their own."""
    folded = unicodedata.normalize("NFC", text.casefold())
    return folded if ORDINARY.issuperset(folded) else "".join(_bare(letter) for letter in folded)


@lru_cache(maxsize=5_000)
def _bare(letter: str) -> str:
    if letter.isascii() or letter in KEPT:
        return letter
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return bare.casefold() or letter


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The words of a text with their places; hyphenated words stay whole."""
    return WORD.finditer(text)


def is_stop_word(word: str, language: str) -> bool:
    """True for words that say nothing by themselves."""
    return word.casefold() in STOP_WORDS.get(language, ())


def terms_of(text: str, language: str) -> list[str]:
    """The terms a text is indexed by, each once. Texts in other languages keep their surface forms.

    Parts of compounds carry a mark, so that *kahvila* itself counts more than *kielikahvila*; words that
    come often are there a second time, marked so.
    """
    counts: dict[str, int] = {}
    parts: set[str] = set()
    silent = STOP_WORDS.get(language, frozenset())
    for word, times in Counter(WORD.findall(text)).items():
        if word.casefold() not in silent:
            taken = analyse(word, language)
            for term in taken.own:
                counts[term] = counts.get(term, 0) + times
            parts |= taken.parts
    often = (OFTEN_MARK + term for term, count in counts.items() if count >= OFTEN)
    return [*counts, *(PART_MARK + part for part in sorted(parts)), *sorted(often)]


@lru_cache(maxsize=50_000)
def analyse(word: str, language: str) -> Analysed:
    """Take one word apart."""
    pieces = [piece[:LONGEST] for piece in JOINT.split(word) if piece][:8]
    if len(pieces) > 1 and pieces[-1].casefold() == "s":
        pieces.pop()  # children's
    return _plain(pieces[0], language) if len(pieces) == 1 else _joined(pieces, language)


def _joined(pieces: list[str], language: str) -> Analysed:
    """A hyphenated word: found written together too, and by each of its pieces."""
    analysed = [_plain(piece, language) for piece in pieces]
    first = fold("".join(pieces[:-1]))
    together, base = first + fold(pieces[-1]), first + analysed[-1].base
    asked = frozenset({together, base, _stem_term(first + pieces[-1], language)})
    parts = frozenset[str]().union(*(piece.indexed for piece in analysed))
    stems = frozenset({_stem_term(first + pieces[-1], language)})
    return Analysed(together, base, asked, parts - asked, stems, tuple(piece.base for piece in analysed))


def _plain(word: str, language: str) -> Analysed:
    surface = fold(word)
    if language not in LANGUAGES or not any(letter.isalpha() for letter in word):
        return Analysed(surface, surface, frozenset({surface}), frozenset(), frozenset())
    bases, parts, pieces = _bases(word.casefold(), language)
    asked = {surface, *(fold(base) for base in bases)}
    stems = {_stem_term(word, language)}
    if not bases or (word[0].isupper() and language == "fi"):
        asked |= stems  # names and words no list knows: Vantaalla
    base = fold(bases[0]) if bases else surface
    folded_parts = frozenset(fold(part) for part in parts) - asked
    return Analysed(surface, base, frozenset(asked), folded_parts, frozenset(stems), tuple(pieces))


def _stem_term(word: str, language: str) -> str:
    """A stem as a term that cannot be mistaken for a word."""
    stemmed = fold(stem(word.casefold(), language) if language in LANGUAGES else word)
    if language == "fi":
        if len(stemmed) > 3 and stemmed[-1] in VOWELS:
            stemmed = stemmed.rstrip(VOWELS)  # Kemi, Kemissä; Vantaa, Vantaalla
        if stemmed.endswith("ng"):
            stemmed = stemmed[:-1] + "k"  # Helsingissä, Helsinki
    return STEM_MARK + stemmed


def _bases(word: str, language: str) -> tuple[list[str], set[str], list[str]]:
    """Base forms of a word (best first), what it is found by if it is a compound, and its parts in order."""
    known = dictionary(language)
    forms = list(dict.fromkeys(_forms(word, language)))
    form = next((form for form in forms if known.get(form)), "")
    bases = [known[form]] if form else []
    if language == "fi" and (noun := _noun_of_doing(word, known)):
        bases.insert(0, noun)
    split = compounds.split(bases[0] if bases else "", language, known)
    if not bases:
        splits = ((form, compounds.split(form, language, known)) for form in forms)
        form, split = next((found for found in splits if found[1]), ("", []))
        bases = [_whole(form, split, language, known)] if split else []
    if language == "fi" and not bases and (base := compounds.adjective(word, known)):
        bases = [base]
    parts = _joins(split)
    if language == "fi":
        _add_voikko(word, bases, parts)
    elif bases:
        bases.append(stem(bases[0], language))
    return list(dict.fromkeys(bases)), parts, split if len(split) > 1 else []


def _noun_of_doing(word: str, known: compounds.Known) -> str:
    """*kotoutumisen* → kotoutuminen; the word list gives the verb or nothing."""
    found = DOING.match(word)
    return found[1] + "minen" if found and known.get(found[1] + "minen") else ""


def _forms(word: str, language: str) -> Iterator[str]:
    """The word, then in Finnish without the little words that hang on its end."""
    yield word
    if language != "fi":
        return
    shorter = next((word[: -len(end)] for end in CLITICS if word.endswith(end) and len(word) - len(end) > 3), "")
    if shorter:
        yield shorter
    for form in (word, shorter):
        for end in POSSESSIVES:
            if form.endswith(end) and len(form) - len(end) > 3:
                rest = form[: -len(end)]
                yield rest
                yield rest + "n"  # kielensä → kielen


def _whole(form: str, split: list[str], language: str, known: compounds.Known) -> str:
    """The base form of a compound: its first parts as they stand, its last part as a base form."""
    for cut in range(compounds.SHORTEST_FIRST, len(form)):
        if compounds.last_part(form[cut:], language, known) == split[-1]:
            return form[:cut] + split[-1]
    return form


def _joins(parts: list[str]) -> set[str]:
    """The parts, and neighbouring parts together: kieli, kahvila, toiminta, kielikahvila, kahvilatoiminta."""
    found = set(parts)
    for start in range(len(parts)):
        for end in range(start + 2, len(parts) + 1):
            if (start, end) != (0, len(parts)):
                found.add("".join(parts[start:end]))
    return found


@lru_cache(maxsize=len(LANGUAGES))
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer({"fi": "finnish", "sv": "swedish", "en": "english"}[language])


def stem(word: str, language: str) -> str:
    """Snowball's stem: for words no list knows."""
    with _one_at_a_time:
        return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=1)
def voikko() -> Any:
    """The Finnish morphology of the machine, or None. An optional extra: found at run time."""
    try:
        import libvoikko  # type: ignore[import-not-found]

        return libvoikko.Voikko("fi")
    except Exception:  # missing package, missing system library, missing dictionary: each is an absence
        return None


def _add_voikko(word: str, bases: list[str], parts: set[str]) -> None:
    """Add what Voikko says of a Finnish word, where there is Voikko."""
    analyser = voikko()
    with _one_at_a_time:
        readings = analyser.analyze(word) if analyser else ()
    for reading in readings:
        base = reading.get("BASEFORM", "").replace("=", "").casefold()
        if base and base not in bases:
            bases.append(base)
        for part in re.findall(r"\+([^+()]+)\(", reading.get("WORDBASES", "")):
            parts.add(part.replace("=", "").casefold())


def fingerprint() -> str:
    """Changes when the same text would give other terms."""
    return f"{VERSION}{'v' if voikko() else ''}"
