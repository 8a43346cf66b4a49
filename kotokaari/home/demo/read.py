"""The demo's files, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from kotokaari.foundation.text import TranslatedText


def entries(name: str) -> list[dict[str, Any]]:
    """A file of the demo as a list of objects."""
    data: list[dict[str, Any]] = json.loads(files(__package__).joinpath("data", name).read_text("utf-8"))
    return data


def parts(name: str) -> dict[str, list[dict[str, Any]]]:
    """A file of the demo that holds several lists, by their names."""
    data: dict[str, list[dict[str, Any]]] = json.loads(files(__package__).joinpath("data", name).read_text("utf-8"))
    return data


def one(name: str) -> dict[str, Any]:
    """A file of the demo that is one object."""
    data: dict[str, Any] = json.loads(files(__package__).joinpath("data", name).read_text("utf-8"))
    return data


def practices() -> list[dict[str, Any]]:
    """Every practice of the demo, in the order of their keys."""
    folder = files(__package__).joinpath("data", "practices")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return [json.loads(file.read_text("utf-8")) for file in found]


def text(words: Mapping[str, str] | None) -> TranslatedText:
    """``{"fi", "sv", "en"}`` as one text, Finnish the source."""
    if not words:
        return TranslatedText()
    source = "fi" if words.get("fi") else next(iter(words))
    others = {language: value for language, value in words.items() if language != source and value}
    return TranslatedText.of(source, words[source], **others)
