"""Word lists of three languages, kept as small files that are mapped into memory at first use.

simplemma's own dictionaries take 360 MB for Finnish when they are opened as they come. Packed into a
trie once (a few seconds, in a process of its own) and mapped from disk they take about 20 MB in all,
shared between the server's processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

LANGUAGES = ("fi", "sv", "en")


def folder() -> Path:
    """Where the packed lists lie."""
    from django.conf import settings

    return Path(settings.WORDS) / version("simplemma")


@lru_cache(maxsize=len(LANGUAGES))
def dictionary(language: str) -> Mapping[str, str]:
    """{inflected word: base form} of a language, read from disk as it is asked. Raises ValueError."""
    if language not in LANGUAGES:
        raise ValueError(f"no word list for {language!r}")
    from marisa_trie import BytesTrie  # type: ignore[import-not-found]
    from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieWrapDict

    path = folder() / f"{language}.dic"
    if not path.exists() and not _pack(language):
        from simplemma.strategies.dictionaries import StreamDictionaryFactory

        return StreamDictionaryFactory().get_dictionary(language)  # slower, but nothing has to be written
    return TrieWrapDict(BytesTrie().mmap(str(path)))


def prepare() -> None:
    """Pack every list that is not there yet, so that the first search need not wait for it."""
    for language in LANGUAGES:
        if not (folder() / f"{language}.dic").exists():
            _pack(language)


def _pack(language: str) -> bool:
    """Pack a list in a process of its own, so that its memory goes with it. False when that fails."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, fixed words
        [sys.executable, "-m", "kotokaari.search.words", language, str(folder())],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def pack(language: str, target: Path) -> None:
    """Write the packed list of a language into the folder ``target``; complete or not at all."""
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    target.mkdir(parents=True, exist_ok=True)
    draft = target / f".{language}.{os.getpid()}"
    TrieDictionaryFactory(disk_cache_dir=str(draft)).get_dictionary(language)
    (draft / f"{language}.dic").replace(target / f"{language}.dic")
    draft.rmdir()


if __name__ == "__main__":
    pack(sys.argv[1], Path(sys.argv[2]))
