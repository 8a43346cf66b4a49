"""Cells as texts: HTML taken away, white space put right, the language guessed where nobody says it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import is_stop_word

TAG = re.compile(r"<(?:/?(?:p|br|div|ul|ol|li|b|i|em|strong|a|span|h[1-6]|table|tr|td)\b)[^>]*>", re.IGNORECASE)
BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
LETTERS = {
    "fi": re.compile(r"ää|yy|öö|uu|ii|ssa\b|ssä\b|lla\b|llä\b|inen\b"),
    "sv": re.compile(r"å|ö[rv]|ck|sk|ning\b"),
}


def tidy_text(text: str, one_line: bool = False) -> str:
    """The words as a person would have typed them."""
    if "<" in text and TAG.search(text):
        import nh3

        text = nh3.clean(BREAK.sub("\n", text), tags=set())
        text = html.unescape(text)
    elif "&" in text and re.search(r"&(?:[a-z]{2,8}|#\d{1,5});", text):
        text = html.unescape(text)
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\u00a0", " ").replace("\x00", "")
    )
    if one_line:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def language_of(texts: Iterable[str]) -> tuple[str, int]:
    """The language these texts are probably in, and by how much; ("", 0) when nothing tells."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for text in texts:
        for word in WORD.findall(text[:2000].casefold()):
            for language in LANGUAGES:
                counts[language] += is_stop_word(word, language)
        for language, pattern in LETTERS.items():
            counts[language] += len(pattern.findall(text[:2000].casefold())) // 2
    first, second = sorted(counts.values(), reverse=True)[:2]
    best = max(counts, key=lambda language: counts[language])
    return (best, first - second) if first > second else ("", 0)
