"""Commands of the search room."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from kotokaari.foundation.commandline import Commands, print_json, progress
from kotokaari.foundation.errors import BadInput

LANGUAGES = ("fi", "sv", "en")


def register(commands: Commands) -> None:
    """`kotokaari search QUERY` and `kotokaari search rebuild`."""
    command: ArgumentParser = commands.add(
        "search",
        "find practices, concepts and more as a reader would; `search rebuild` brings the index up to date",
        example="search kielikahvila --lang fi --limit 5 --json",
        run=search,
    )
    command.add_argument("query", nargs="+", metavar="QUERY", help="what to look for, or `rebuild` alone")
    command.add_argument("--lang", choices=LANGUAGES, help="language of the question and of the answer (fi)")
    command.add_argument("--kind", action="append", metavar="KIND", help="only things of this kind; may be repeated")
    command.add_argument("--limit", type=int, default=10, metavar="N", help="how many results (10)")
    command.add_argument("--json", action="store_true", help="the answer as one JSON object")


def search(options: Namespace) -> None:
    """Answer the question, or rebuild. Raises BadInput."""
    if options.query == ["rebuild"] and options.lang is None:
        rebuild(options)
        return
    if not 1 <= options.limit <= 1000:
        raise BadInput(f"--limit: {options.limit} should be a number from 1 to 1000.")
    from django.utils import translation

    with translation.override(options.lang or "fi"):
        answer = answer_to(" ".join(options.query), options.lang or "fi", options.kind, options.limit)
    if options.json:
        print_json(answer)
        return
    for result in answer["results"]:
        title = result["title"].get(answer["lang"]) or next(iter(result["title"].values()))
        print(f"{title}\n  {result['url']}\n  {'; '.join(result['why'])}")
    progress(f"{answer['total']} found.")


def answer_to(query: str, language: str, kinds: list[str] | None, limit: int) -> dict[str, Any]:
    """The answer as docs of the command promise it: what is public, addresses in the language of the question."""
    from django.conf import settings

    from .public import find
    from .showing import nodes_of

    hits = find(query, language, kinds=kinds, limit=limit)
    nodes = nodes_of(None, hits.results)
    results = [
        {
            "id": str(hit.uuid),
            "kind": hit.kind,
            "title": hit.titles,
            "url": settings.BASE_URL + nodes[hit.uuid].url
            if hit.uuid in nodes
            else f"{settings.BASE_URL}/id/{hit.uuid}",
            "score": hit.score,
            "why": hit.why,
        }
        for hit in hits.results
    ]
    return {"query": query, "lang": language, "total": hits.total, "results": results}


def rebuild(options: Namespace) -> None:
    """Bring the index up to date; again and again goes on where it stopped."""
    from .public import prepare
    from .public import rebuild as rebuild_index

    progress("Word lists …")
    prepare()
    done = rebuild_index(progress)
    if options.json:
        print_json({"written": done.written, "unchanged": done.unchanged, "removed": done.removed})
    else:
        progress(f"{done.written} entries written, {done.unchanged} as before, {done.removed} removed.")
