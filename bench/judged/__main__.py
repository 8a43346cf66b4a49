"""Judge the search of this house and two plain ones: ``python -m bench.judged``.

It makes a house of its own in a temporary folder, and prints nDCG@10 and recall@10 for all queries and for
each kind. ``--misses`` also names the queries that this house answers worst.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable

from . import KINDS, by_kind, judgements, queries
from .metrics import ndcg_at_10, recall_at_10

Find = Callable[[str, str], list[str]]
MEASURES = (("nDCG@10", ndcg_at_10), ("recall@10", recall_at_10))


def main() -> None:
    """Fill a house, ask every query in each way, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.judged", description=__doc__)
    parser.add_argument("--json", action="store_true", help="the means as one JSON object instead of a table")
    parser.add_argument("--misses", action="store_true", help="name the queries this house answers worst")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kotokaari-judged-") as folder:
        _settle_in(folder)
        ways = _ways()
        answers = {name: {query.id: find(query.text, query.lang) for query in queries()} for name, find in ways.items()}
    if asked.json:
        print(json.dumps({f"{name}|{title}": one for (name, title), one in means_of(answers).items()}))
        return
    print_table(answers)
    if asked.misses:
        print_misses(answers["Kotokaari"])


def _settle_in(folder: str) -> None:
    os.environ |= {
        "KOTOKAARI_DATA": folder,
        "KOTOKAARI_DATABASE_URL": f"sqlite:///{folder}/kotokaari.sqlite3",
        "KOTOKAARI_SECRET_KEY": "for-this-bench-only-for-this-bench-only-for-this-bench",
        "KOTOKAARI_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "kotokaari.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _ways() -> dict[str, Find]:
    from kotokaari.catalogue.in_search import documents_for
    from kotokaari.search import public as search

    from . import baselines
    from .load import fill

    names = fill()
    documents = list(documents_for(list(names)))

    def ours(query: str, language: str) -> list[str]:
        hits = search.find(query, language, kinds=["practice"], limit=10)
        return [names[hit.uuid] for hit in hits.results]

    return {
        "Kotokaari": ours,
        "FTS5": baselines.Baseline(documents, names, baselines.plain).find,
        "FTS5, Snowball": baselines.Baseline(documents, names, baselines.stems).find,
    }


def means_of(answers: dict[str, dict[str, list[str]]]) -> dict[tuple[str, str], dict[str, float]]:
    """{(way of finding, measure): {kind of query: mean}}."""
    grades = judgements()
    return {
        (name, title): by_kind({id: measure(found, grades[id]) for id, found in one.items()})
        for name, one in answers.items()
        for title, measure in MEASURES
    }


def print_table(answers: dict[str, dict[str, list[str]]]) -> None:
    """One row a kind of query, one column a way of finding and measure."""
    asked, means = queries(), means_of(answers)
    numbers = {"all": len(asked), **{kind: sum(query.kind == kind for query in asked) for kind in KINDS}}
    print(f"{'':14}{'':>4}" + "".join(f"{name:^22}" for name in answers))
    print(f"{'':12}{'n':>4}  " + "".join(f"{title:>11}" for _name, title in means))
    for kind, number in numbers.items():
        print(f"{kind:12}{number:>4}  " + "".join(f"{one[kind]:>11.3f}" for one in means.values()))


def print_misses(answers: dict[str, list[str]]) -> None:
    """The queries whose nDCG@10 is under a half, worst first."""
    grades = judgements()
    scored = [(ndcg_at_10(answers[query.id], grades[query.id]), query) for query in queries()]
    for score, query in sorted(scored, key=lambda pair: pair[0]):
        if score < 0.5:
            print(f"{score:.2f} {query.id} {query.kind:12}{query.lang}  {query.text}  → {answers[query.id][:3]}")


if __name__ == "__main__":
    main()
