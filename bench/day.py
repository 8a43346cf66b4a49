"""A day with a thousand ideas: what its list and its desk cost; and groups of 30 and of 300 people, proven best.

``python -m bench.day groups PEOPLE GROUPS`` makes groups in a process of its own and prints what they cost.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from . import house, report
from .panel import cpu
from .server import serving

PEOPLE, GROUPS, THEMES, IDEAS = 30, 5, 5, 1_000
WORDS = ["aamukahvi", "puhelin", "tulkki", "kuvakortti", "vanhempi", "isä", "opettaja", "kirjasto", "harrastus", "bussi", "kotikäynti", "video", "ohje", "lomake", "ryhmä", "tapaaminen", "kerho", "neuvola", "koulu", "päiväkoti", "kieli", "ääniviesti", "kartta", "vihko", "kaveri", "retki", "ilta", "leipä", "laulu", "peli"]  # fmt: skip
ROUNDS = 7
# people, groups, themes, professional fields, municipalities, draws, seconds at most
SIZES: tuple[tuple[int, int, int, int, int, int, float | None], ...] = (
    (30, 5, 5, 3, 4, 7, 0.5),
    (300, 30, 5, 3, 4, 5, 5.0),
    (300, 30, 10, 6, 12, 1, None),
)
UNHURRIED = 120.0  # seconds by the clock: a busy machine is not to decide what is proven
LANGUAGES = (("fi",),) * 6 + (("fi", "en"),) * 3 + (("en",),)


def rows(environment: dict[str, str], say: Callable[[str], None]) -> list[dict]:
    """The figures of the ideas' pages in the house Django is set up for, and of the groups."""
    say(f"Filling a day with {PEOPLE} people and {IDEAS} ideas …")
    told = prepare()
    found = [
        report.plain(f"All ideas, {IDEAS} of them, to a participant: queries", told["ideas queries"], "queries", 8, "50 on a page"),
        report.plain("The same to those who run the day: queries", told["staff queries"], "queries", None, "with session and account"),
        report.plain(f"Desk with {PEOPLE} people and {IDEAS} ideas: queries", told["desk queries"], "queries", None, "with session and account; the state of the whole day"),
    ]  # fmt: skip
    say("Measuring the ideas of a day …")
    with serving(environment, "bench.wsgi:application") as server:
        asked = {
            "hand list": (server, told["participant"], f"/bench/ideas/{told['key']}?page=7"),
            "ideas": (server, told["participant"], f"{told['ideas']}?page=7"),
        }
        ms, _sizes = cpu(asked)
    found.insert(1, report.ratio("All ideas, a page of 50", ms, "ideas", "hand list", None))
    for size in SIZES:
        say(f"Making {size[1]} groups of {size[0]} people …")
        found += groups_told(*size)
    return found


def prepare() -> dict[str, Any]:
    """A day in this process's house: its addresses, who may read them, and how many queries each takes."""
    from django.urls import reverse
    from django.utils.translation import override

    day, who, user = fill()
    participant, staff = participant_cookie(day, who), house.cookie_of(user)
    with override("fi"):
        ideas, desk = (reverse(f"innovation:{name}", args=[day.key]) for name in ("ideas", "desk"))
    asked = {"ideas": (ideas, participant), "staff": (ideas, staff), "desk": (desk, staff)}
    counted = {f"{name} queries": queries(path, cookie) for name, (path, cookie) in asked.items()}
    return {"key": day.key, "ideas": ideas, "desk": desk, "participant": participant, "staff": staff, **counted}


def fill() -> tuple[Any, Any, Any]:
    """A day in the part of ideas, with a thousand of them; signs, comments and ways from one to another."""
    from django.db import transaction

    from kotokaari.innovation.models import Comment, Idea, IdeaEdge, Reaction
    from kotokaari.innovation.tests.factories import a_day, facilitator_of

    with transaction.atomic():
        day = a_day(themes=THEMES, people=PEOPLE, groups=GROUPS)
        themes = list(day.themes.all())
        groups = list(day.rounds.get().groups.all())
        dice = random.Random(5)
        Idea.objects.bulk_create(
            Idea(
                day=day, number=at, theme=themes[at % THEMES], group=groups[at % GROUPS], text=" ".join(dice.sample(WORDS, 9)),
                seq=at, mark=f"{at % PEOPLE}",
            )
            for at in range(1, IDEAS + 1)
        )  # fmt: skip
        made = list(day.ideas.order_by("number"))
        Reaction.objects.bulk_create(
            Reaction(idea=idea, sign="good", mark=f"{one}") for idea in made[::2] for one in range(idea.number % 7)
        )
        Comment.objects.bulk_create(Comment(idea=idea, text="Hyvä: kokeillaan!", mark="1") for idea in made[::5])
        pairs = zip(made[::20], made[1::20], strict=True)
        IdeaEdge.objects.bulk_create(IdeaEdge(type="refine", new=new, old=old) for old, new in pairs)
        return day, day.participants.order_by("pk")[0], facilitator_of(day)


def participant_cookie(day: Any, who: Any) -> str:
    """What makes a browser this participant's."""
    from django.core import signing

    from kotokaari.innovation.joining.visitors import SALT, cookie_name

    return f"{cookie_name(day)}={signing.dumps(who.key, salt=SALT)}"


def queries(path: str, cookie: str) -> int:
    """Queries of a page, from its second reading on."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    name, _equals, value = cookie.partition("=")
    client.cookies[name] = value
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def groups_told(people: int, groups: int, themes: int, fields: int, towns: int, draws: int, bound: float) -> list[dict]:
    """The slowest of some days drawn by lot, and how much of it the bare solver takes."""
    words = [str(number) for number in (people, groups, themes, fields, towns, draws)]
    command = [sys.executable, "-m", "bench.day", "groups", *words]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    slowest = max(told, key=lambda one: one["cpu"])
    title = f"{people} people in {groups} groups, {themes} themes, {fields} fields, {towns} municipalities"
    note = (
        f"slowest of {draws} drawn by lot, {slowest['clock']:.2f} s by the clock; "
        f"median {statistics.median(one['cpu'] for one in told):.2f} s"
    )
    against = statistics.median(one["cpu"] / one["solver"] for one in told)
    shares = f"median; HiGHS alone, its arrays ready, {slowest['solver']:.2f} s of the slowest's {slowest['cpu']:.2f} s"
    proven = sum(one["status"] == "optimal" for one in told)
    return [
        report.plain(f"{title}, CPU", slowest["cpu"], "s", bound, note),
        report.plain(f"{title}: proven best", proven, f"of {draws}", draws if bound else None, most=False),
        report.plain(f"{title}, against the bare solver", against, "×", None, shares),
    ]


def make_groups(people: int, groups: int, themes: int, fields: int, towns: int, draws: int) -> list[dict[str, Any]]:
    """What groups of people drawn by lot cost, with what the solver takes of it."""
    from scipy import optimize

    from kotokaari.innovation.logic.grouping import group

    bare, spent = optimize.milp, [0.0]

    def timed(*words: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return bare(*words, **named)
        finally:
            spent[0] += time.process_time() - began

    optimize.milp = timed
    found = []
    group(drawn(0, 12, 2, 2, 2), 2)  # so that everything is read in
    for seed in range(1, draws + 1):
        everybody = drawn(seed, people, themes, fields, towns)
        spent[0] = 0.0
        began, clock = time.process_time(), time.perf_counter()
        made = group(everybody, groups, seconds=UNHURRIED)
        cost = {"cpu": time.process_time() - began, "clock": time.perf_counter() - clock, "solver": spent[0]}
        found.append({**cost, "status": made.status})
    return found


def drawn(seed: int, people: int, themes: int, fields: int, towns: int) -> list[Any]:
    """People with three wishes each; most understand Finnish."""
    from kotokaari.innovation.logic.grouping import Person

    dice = random.Random(seed)
    names = [f"theme {number}" for number in range(themes)]
    return [
        Person(
            number,
            f"field {dice.randrange(fields)}",
            f"town {dice.randrange(towns)}",
            frozenset(dice.choice(LANGUAGES)),
            tuple(dice.sample(names, min(3, themes))),
        )
        for number in range(people)
    ]


if __name__ == "__main__":
    print(json.dumps(make_groups(*(int(word) for word in sys.argv[2:]))))
