"""Search as a part of the benchmarks: how well it finds, how quick it is among very many things, how quick imports are."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import report

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
IMPORTED = 10_000


def measure(things: int, say: Callable[[str], None]) -> list[dict]:
    """The rows of the part «search»."""
    say("Judging searches …")
    rows = quality()
    for engine, name in ENGINES.items():
        if engine == "postgresql" and not _has_postgresql():
            say("PostgreSQL is not installed: its figures are left out.")
            continue
        say(f"Search among {things} things on {name} …")
        rows += speed(_run([*_on(engine), "bench.search", str(things)]), name)
        say(f"Importing {IMPORTED} rows on {name} …")
        rows.append(importing(engine, name))
    return [{**row, "part": "search"} for row in rows]


def quality() -> list[dict]:
    """nDCG@10 and recall@10 on the judged set, beside plain FTS5 and FTS5 with Snowball."""
    means = _run([*_on("sqlite"), "bench.judged", "--json"])
    rows = []
    for kind in means["Kotokaari|nDCG@10"]:
        of = {way: {title: means[f"{way}|{title}"][kind] for title in ("nDCG@10", "recall@10")} for way in WAYS}
        ours, snowball = of["Kotokaari"], of["FTS5, Snowball"]
        note = f"recall@10 {ours['recall@10']:.3f}; FTS5 {of['FTS5']['nDCG@10']:.3f}, with Snowball {snowball['nDCG@10']:.3f}"
        rows.append(report.plain(f"nDCG@10, {kind} queries", ours["nDCG@10"], "", None, note))
        if kind == "cross":
            ahead = ours["nDCG@10"] - snowball["nDCG@10"]
            rows.append(report.plain("nDCG@10 above Snowball across languages", ahead, "", 0.25, most=False))
    return rows


WAYS = ("Kotokaari", "FTS5", "FTS5, Snowball")


def speed(found: dict[str, Any], name: str) -> list[dict]:
    """The figures of one database as rows."""
    note = f"median {found['search_p50']} ms, asked for the first time {found['first_p95']} ms"
    against = f"{found['search_p95']} ms against {found['bare_p95']} ms"
    saving = found["saving_with_index_p50"] - found["saving_without_p50"]
    return [
        report.plain(f"{name}: search with facets, p95", found["search_p95"], "ms", 60, note),
        report.plain(
            f"{name}: against the bare engine's p95", found["search_p95"] / found["bare_p95"], "×", 2, against
        ),
        report.plain(f"{name}: suggestions, p95", found["suggest_p95"], "ms", 20, f"median {found['suggest_p50']} ms"),
        report.plain(f"{name}: saving with indexing above saving without", saving, "ms", 15, "medians"),
        report.plain(f"{name}: first search of a process reads the sets", found["shelf_ms"], "ms", None),
    ]


def importing(engine: str, name: str) -> dict:
    """Rows a second of `kotokaari import practices`, indexing included."""
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-import-") as folder:
        table = Path(folder) / "practices.csv"
        _write_table(table)
        script = [*_on(engine), "bench.importing", str(table)]
        found = _run(script, KOTOKAARI_DATA=folder)
    note = f"{found['read']} rows in {found['seconds']:.1f} s, {found['created']} created"
    return report.plain(
        f"{name}: import, rows a second", found["created"] / found["seconds"], "rows/s", 500, note, most=False
    )


def _write_table(table: Path) -> None:
    from .search import sentences

    texts = sentences()["fi"]
    with table.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "title_fi", "summary_fi", "municipality", "organisation"])
        for number in range(IMPORTED):
            words = [texts[(number * step + step) % len(texts)] for step in (1, 3, 7)]
            place = ("Kemi", "Vantaa", "Turku")[number % 3]
            writer.writerow([f"row-{number}", f"{words[0][:90]} {number}", ". ".join(words), place, "Portaali"])


def _on(engine: str) -> list[str]:
    command = [sys.executable, "-m"]
    return command if engine == "sqlite" else [sys.executable, "tools/testpg.py", *command]


def _has_postgresql() -> bool:
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def _run(command: list[str], **settings: str) -> dict[str, Any]:
    """One JSON object that a command prints, in an environment without this run's house."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KOTOKAARI_", "DJANGO_"))}
    if words := os.environ.get("KOTOKAARI_WORDS"):
        clean["KOTOKAARI_WORDS"] = words
    done = subprocess.run(command, env={**clean, **settings}, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
