"""The dashboard of a panel: 250 submissions, three reviews each, six criteria; what it costs those who run the call.

What it is held against in the same run is the least this server and framework can answer to somebody signed in.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from datetime import timedelta

from . import house, report
from .alike import CRITERIA, MEMBERS, REASON, SHAPE, SUBMISSIONS, judgements
from .server import Client, Server, serving

ROUNDS, TIMES = 7, 8
PAGES = {"progress": "scores", "members": "members"}


def rows(environment: dict[str, str], say: Callable[[str], None]) -> list[dict]:
    """Fill the house that Django is set up for, and measure both tables of the dashboard."""
    say(f"Filling a panel with {SHAPE} …")
    told = prepare()
    say("Measuring the dashboard of the panel …")
    with serving(environment, "bench.wsgi:application") as server:
        asked = {"bare": "/bench/bare", **told["paths"]}
        ms, sizes = cpu({name: (server, told["cookie"], path) for name, path in asked.items()})
    found = []
    for name, words in PAGES.items():
        title = f"Chair's dashboard, {words}, {SHAPE}"
        note = "signed in, from the second page of a session on"
        found.append(report.plain(f"{title}: queries", told["queries"][name], "queries", 15, note))
        note = f"{ms['bare']:.2f} ms for the bare page, signed in; {sizes[name] / 1000:.0f} kB, all rows on one page"
        found.append(report.plain(f"{title}: CPU", ms[name], "ms", 150, note))
    return found


def prepare() -> dict:
    """A judged call in this process's house: the chair's cookie, both addresses, queries of each."""
    call, chair = fill()
    cookie = house.cookie_of(chair)
    paths = _paths(call)
    return {
        "cookie": cookie,
        "paths": paths,
        "queries": {name: house.queries_of(path, cookie) for name, path in paths.items()},
    }


def cpu(
    asked: dict[str, tuple[Server, str, str]], rounds: int = ROUNDS, times: int = TIMES
) -> tuple[dict[str, float], dict[str, int]]:
    """Median milliseconds of CPU and bytes of each page (its server, a cookie, a path), all taking turns."""
    clients = {name: Client(server.port, cookie) for name, (server, cookie, _path) in asked.items()}
    sizes = {name: len(clients[name].get(path)[0]) for name, (_server, _cookie, path) in asked.items()}
    found: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(rounds + 1):
        for name, (server, _cookie, path) in asked.items():
            before = server.cpu_seconds()
            for _time in range(times):
                clients[name].get(path)
            if turn:
                found[name].append((server.cpu_seconds() - before) * 1000 / times)
    return {name: statistics.median(values) for name, values in found.items()}, sizes


def _paths(call) -> dict[str, str]:
    from django.urls import reverse
    from django.utils.translation import override

    with override("en"):
        return {name: reverse(f"assessment:{name}", args=[call.key]) for name in PAGES}


def fill(submissions: int = SUBMISSIONS, members: int = MEMBERS):
    """A call in the middle of being judged: nine of ten assessments handed in. Returns it and its chair."""
    from django.db import transaction

    with transaction.atomic():
        return _fill(submissions, members)


def _fill(submissions: int, members: int):
    from django.utils import timezone

    from kotokaari.assessment.models import Assessment, Score, Timetable
    from kotokaari.foundation.text import TranslatedText
    from kotokaari.panel.models import Assignment, Declaration, Seat
    from kotokaari.submissions.models import Submission, SubmissionVersion

    call, chair, organisation = _call()
    now = timezone.now()
    Timetable.objects.create(call=call, due_on=timezone.localdate() + timedelta(days=5))
    seats = [Seat.objects.create(call=call, user=_person(f"Judge {n + 1}"), state="accepted") for n in range(members)]
    criteria = list(call.rubric.criteria.all())
    scores = []
    for number, reviews in judgements(submissions, members):
        title = TranslatedText.of(
            "fi", f"Käytäntö {number}: tukea arkeen ja työhön", sv=f"Praxis {number}", en=f"Practice {number}"
        )
        submission = Submission.objects.create(
            call=call, round=call.rounds.get(), number=number, organisation=organisation, record={"title": title.to_json()},
            eligibility="eligible", created_by=chair, is_example=True,
        )  # fmt: skip
        version = SubmissionVersion.objects.create(
            submission=submission, number=1, source_language="fi", title=title, record=submission.record,
            receipt=f"{submission.key}-1", digest="0" * 64, sent_at=now,
        )  # fmt: skip
        submission.current = version
        submission.save(update_fields=["current"])
        for member, done, levels in reviews:
            seat = seats[member]
            Declaration.objects.create(seat=seat, submission=submission, answer="none")
            assignment = Assignment.objects.create(submission=submission, seat=seat)
            assessment = Assessment.objects.create(
                assignment=assignment, version=version, state="handed_in" if done else "begun",
                handed_in_at=now if done else None,
            )  # fmt: skip
            scores += [
                Score(
                    assessment=assessment, criterion=criterion, level=level, cannot_judge=level is None, reason=REASON
                )
                for criterion, level in zip(criteria, levels, strict=True)
            ]
    Score.objects.bulk_create(scores, 1000)
    return call, chair


def _call():
    from django.utils import timezone

    from kotokaari.calls.models import Call, CallPerson, Round
    from kotokaari.foundation.text import TranslatedText
    from kotokaari.people.models import Organisation
    from kotokaari.rubrics.models import Criterion, Rubric

    now = timezone.now()
    name = TranslatedText.of(
        "en", "Example call of the bench", fi="Mittauksen esimerkkihaku", sv="Mätningens exempelutlysning"
    )
    rubric = Rubric.objects.create(code="bench", number=1, name=name)
    for order, code in enumerate(("goal", "context", "content", "effect", "general", "lasting")[:CRITERIA]):
        words = TranslatedText.of("en", f"Example criterion {code}")
        Criterion.objects.create(
            rubric=rubric, code=code, order=order, name=words, question=words, weight=1 + order % 2
        )
    Rubric.objects.filter(pk=rubric.pk).update(state="in_force", digest="0" * 64, in_force_at=now)
    organisation = Organisation.objects.create(code="bench-panel", name=name, type="association")
    call = Call.objects.create(
        name=name, organisation=organisation, rubric=rubric, state="published", published_at=now, languages=["fi"],
        is_example=True, judging_began_at=now,
    )  # fmt: skip
    Round.objects.create(call=call, number=1, opens_at=now - timedelta(days=60), closes_at=now - timedelta(days=20))
    chair = _person("The chair")
    CallPerson.objects.create(call=call, user=chair, part=CallPerson.Part.CHAIR)
    return call, chair, organisation


def _person(name: str):
    from kotokaari.people.models import User

    return User.objects.create(email=f"{name.replace(' ', '-').lower()}@bench.example", name=name)


def main() -> None:
    """Fill the house of this environment in a process of its own, and print what to ask it."""
    house.empty({})
    print(json.dumps(prepare()))


if __name__ == "__main__":
    main()
