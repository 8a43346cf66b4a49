"""Run the benchmarks: ``python -m bench`` (``make bench``). BENCH_PEERS=1 measures the peers too;
BENCH_THINGS=0 leaves search among very many things out, which takes most of the time. Words choose parts:
``python -m bench panel panel-peers``; parts are day, house, live, panel, search, peers and panel-peers.

Every figure comes from this run. Ratios compare CPU time of the server's processes, medians of interleaved
rounds; see docs/performance.md for what stands against what.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from . import assigning, calibrating, day, house, live, panel, report
from .server import Client, Server, serving

RESULTS = Path(__file__).parent / "results"
HOUSE, SETTINGS = "kotokaari.config.wsgi:application", "kotokaari.config.settings"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
MOST_SECONDS = 150  # of measuring: on a busy machine fewer rounds are made
PRACTICES = int(os.environ.get("BENCH_PRACTICES", "10000"))
PEERS, PEERS_TOO = ("peers", "panel-peers"), bool(os.environ.get("BENCH_PEERS"))
THINGS = int(os.environ.get("BENCH_THINGS", "200000"))  # in the index of search; 0 leaves search out
SIZES: dict[str, dict[str, int]] = {
    "house": {"practices": PRACTICES, "rounds": ROUNDS},
    "day": {"practices": 0, "rounds": day.ROUNDS},
    "live": {"practices": 0, "rounds": live.ROUNDS},
    "panel": {"practices": 0, "rounds": panel.ROUNDS},
    "search": {"practices": THINGS, "rounds": 3},
    "peers": {"practices": 0, "rounds": 5},
}


def say(sentence: str) -> None:
    """Tell the person who waits."""
    print(sentence, file=sys.stderr, flush=True)


def main(words: list[str]) -> int:
    """Fill a house, measure, write the results, print the table. 1 when a bound is missed, 2 for an unknown part."""
    parts = set(words) or {
        "day",
        "house",
        "live",
        "panel",
        *(["search"] if THINGS else []),
        *(PEERS if PEERS_TOO else []),
    }
    if unknown := parts - set(report.PARTS):
        say(f"There is no part {', '.join(sorted(unknown))}; parts are {', '.join(report.PARTS)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-") as folder:
        environment = house.environment_in(folder)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # modules compiled once, as an installation has them
        os.environ.setdefault("PYTHONPYCACHEPREFIX", f"{folder}/bytecode")
        if parts - set(PEERS):
            house.empty(environment)
        measures: dict[str, Callable[[], list[dict]]] = {
            "house": lambda: of_house(environment),
            "day": lambda: of_day(environment),
            "live": of_live,
            "panel": lambda: of_panel(environment),
            "search": of_search,
            "peers": lambda: of_peers(parts),
        }
        code = 0
        for name in ("house", "day", "live", "panel", "search", "peers"):
            if name in parts or (name == "peers" and parts & set(PEERS)):
                started, load = time.monotonic(), os.getloadavg()[0]
                rows = measures[name]()
                code = max(code, report.publish({**result_of(rows, started, load), **SIZES[name]}, RESULTS))
    return code


def of_house(environment: dict[str, str]) -> list[dict]:
    """Pages of ten thousand practices, the start and the memory of the server."""
    say(f"Filling a house with {PRACTICES} practices …")
    cookie, key = house.prepare(PRACTICES)
    rows = [house.queries(cookie)]
    with serving(environment, "bench.wsgi:application") as server:
        rows += costs(server, cookie, key)
    return rows + start_and_memory(environment)


def of_panel(environment: dict[str, str]) -> list[dict]:
    """The chair's dashboard, and the two commands."""
    rows = [*panel.rows(environment, say), *calibrating.rows(say), *assigning.measure(say)]
    return [{**row, "part": "panel"} for row in rows]


def of_day(environment: dict[str, str]) -> list[dict]:
    """An innovation day's ideas, and its groups."""
    return [{**row, "part": "day"} for row in day.rows(environment, say)]


def of_live() -> list[dict]:
    """Receipts, streams, and a broadcast beside a bare server's."""
    return [{**row, "part": "live"} for row in live.rows(say)]


def of_search() -> list[dict]:
    """Search among very many things."""
    from . import finding

    return finding.measure(THINGS, say)


def of_peers(parts: set[str]) -> list[dict]:
    """pretalx beside us."""
    from . import peers

    return peers.measure(say, tuple(part for part in PEERS if part in parts))


def result_of(rows: list[dict], started: float, load: float) -> dict:
    """The figures with when and where they were measured."""
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started, 1),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "rows": rows,
    }


Ask = Callable[[int], None]


def costs(server: Server, cookie: str, key: str) -> list[dict]:
    """Milliseconds of CPU a request costs, and the ratios that have bounds."""
    nobody, somebody = Client(server.port), Client(server.port, cookie)
    list_path, practice_path = house_paths(key)
    _body, headers = nobody.get(list_path)
    tag = headers["etag"]
    # Pages from the fourth on: the first three of a list are kept whole until data changes.
    page = lambda turn: 4 + turn % 10  # noqa: E731
    seen = iter(range(10_000_000))
    asks: dict[str, tuple[int, Ask]] = {
        "bare": (200, lambda n: nobody.get("/bench/bare")),
        "bare, no middleware": (200, lambda n: nobody.get("/none/bench/bare")),
        "hand list": (25, lambda n: nobody.get(f"/bench/list?page={page(n)}")),
        "hand list, no middleware": (25, lambda n: nobody.get(f"/none/bench/list?page={page(n)}")),
        "hand list, signed in": (25, lambda n: somebody.get(f"/bench/list?page={page(n)}")),
        "list": (25, lambda n: nobody.get(f"{list_path}?page={page(n)}&seen={next(seen)}")),
        "list, no middleware": (25, lambda n: nobody.get(f"/none{list_path}?page={page(n)}")),
        "list, signed in": (25, lambda n: somebody.get(f"{list_path}?page={page(n)}")),
        "first page of the list, signed in": (50, lambda n: somebody.get(list_path)),
        "served again": (200, lambda n: nobody.get(list_path)),
        "304": (200, lambda n: nobody.get(list_path, expect=304, **{"If-None-Match": tag})),
        "hand practice": (25, lambda n: nobody.get(f"/bench/practice/{key}")),
        "practice": (25, lambda n: nobody.get(f"{practice_path}?seen={next(seen)}")),
        "practice, signed in": (25, lambda n: somebody.get(practice_path)),
    }
    say(f"Measuring {len(asks)} pages in {ROUNDS} rounds …")
    ms = measure(server, asks)
    return [
        report.ratio("List of 25, anonymous, not kept", ms, "list", "hand list", 1.5),
        report.ratio("List of 25, signed in", ms, "list, signed in", "hand list, signed in", 1.5),
        report.ratio("List of 25, views alone", ms, "list, no middleware", "hand list, no middleware", 1.5),
        report.ratio(
            "First page of the list, signed in", ms, "first page of the list, signed in", "hand list, signed in", 1.5
        ),
        report.ratio("Anonymous page served again", ms, "served again", "bare", 2),
        report.ratio("Unchanged page as 304", ms, "304", "bare", 2),
        report.ratio(
            "Anonymous page served again, against no middleware", ms, "served again", "bare, no middleware", None
        ),
        report.ratio("Practice page, anonymous, not kept", ms, "practice", "hand practice", None),
        report.ratio("Practice page, signed in", ms, "practice, signed in", "hand practice", None),
    ]


def house_paths(key: str) -> tuple[str, str]:
    """The Finnish addresses of the list and of one practice."""
    from django.utils.translation import override

    from kotokaari.catalogue.models import Practice

    with override("fi"):
        from django.urls import reverse

        return reverse("catalogue:list"), Practice.objects.select_related("current").get(key=key).get_absolute_url()


def measure(server: Server, asks: dict[str, tuple[int, Ask]]) -> dict[str, float]:
    """Median milliseconds of CPU a request, all kinds taking turns in every round; the first round warms up."""
    found: dict[str, list[float]] = {name: [] for name in asks}
    until = time.monotonic() + MOST_SECONDS
    for turn in range(ROUNDS + 1):
        if turn > 3 and time.monotonic() > until:
            break
        for name, (times, ask) in asks.items():
            before = server.cpu_seconds()
            for number in range(times):
                ask(turn * 31 + number)
            if turn:
                found[name].append((server.cpu_seconds() - before) * 1000 / times)
    return {name: statistics.median(values) for name, values in found.items()}


def start_and_memory(environment: dict[str, str]) -> list[dict]:
    """How long until /health/ready says yes, and what the house takes when nobody comes."""
    say("Starting from cold …")
    walls, cpus, memories = [], [], []
    for _turn in range(5):
        begun = time.monotonic()
        with serving(environment, HOUSE, settings=SETTINGS) as server:
            walls.append(time.monotonic() - begun)
            cpus.append(server.cpu_seconds())
            Client(server.port).get("/fi/")
            time.sleep(1)
            memories.append(server.memory())
    wall = statistics.median(walls)
    rss, pss = (statistics.median(memory[name] for memory in memories) for name in ("rss", "pss"))
    return [
        report.plain(
            "Cold start to /health/ready",
            wall,
            "s",
            3,
            f"{statistics.median(cpus):.2f} s of CPU, fastest {min(walls):.2f} s",
        ),
        report.plain(
            "Idle memory of all processes, after the list was read once",
            rss,
            "MB",
            200,
            f"{pss:.0f} MB with shared pages counted once",
        ),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
