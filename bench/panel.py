"""The dashboard of a panel: 250 submissions, three reviews each, six criteria; what it costs those who run the call.

What it is held against in the same run is the least this server and framework can answer to somebody signed in.
``python -m bench.panel`` measures it alone, in a house of its own.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta

from . import report
from .server import Client, serving

SUBMISSIONS, MEMBERS, REVIEWS, CRITERIA = 250, 24, 3, 6
ROUNDS, TIMES = 7, 8
SHAPE = f"{SUBMISSIONS} submissions × {REVIEWS} reviews × {CRITERIA} criteria"
PAGES = {"progress": "scores", "members": "members"}


def rows(environment: dict[str, str], say: Callable[[str], None]) -> list[dict]:
    """Fill the house that Django is set up for, and measure both tables of the dashboard."""
    from . import house

    say(f"Filling a panel with {SHAPE} …")
    call, chair = fill()
    cookie = house.cookie_of(chair)
    paths = _paths(call)
    queries = {name: _queries(path, cookie) for name, path in paths.items()}
    say("Measuring the dashboard of the panel …")
    with serving(environment, "bench.wsgi:application") as server:
        client = Client(server.port, cookie)
        asked = {"bare": "/bench/bare", **paths}
        sizes = {name: len(client.get(path)[0]) for name, path in asked.items()}
        found: dict[str, list[float]] = {name: [] for name in asked}
        for turn in range(ROUNDS + 1):
            for name, path in asked.items():
                before = server.cpu_seconds()
                for _time in range(TIMES):
                    client.get(path)
                if turn:
                    found[name].append((server.cpu_seconds() - before) * 1000 / TIMES)
    ms = {name: statistics.median(values) for name, values in found.items()}
    told = []
    for name, words in PAGES.items():
        title = f"Chair's dashboard, {words}, {SHAPE}"
        told.append(
            report.plain(
                f"{title}: queries", queries[name], "queries", 15, "signed in, from the second page of a session on"
            )
        )
        note = f"{ms['bare']:.2f} ms for the bare page, signed in; {sizes[name] / 1000:.0f} kB, all rows on one page"
        told.append(report.plain(f"{title}: CPU", ms[name], "ms", 150, note))
    return told


def _paths(call) -> dict[str, str]:
    from django.urls import reverse
    from django.utils.translation import override

    with override("en"):
        return {name: reverse(f"assessment:{name}", args=[call.key]) for name in PAGES}


def _queries(path: str, cookie: str) -> int:
    from django.conf import settings
    from django.db import connection
    from django.test import Client as TestClient
    from django.test.utils import CaptureQueriesContext

    client = TestClient(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.partition("=")[2]
    client.get(path)  # the first page of a session writes the session down
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def fill(submissions: int = SUBMISSIONS, members: int = MEMBERS, seed: int = 2016):
    """A call in the middle of being judged: nine of ten assessments handed in. Returns it and its chair."""
    from django.db import transaction

    with transaction.atomic():
        return _fill(submissions, members, random.Random(seed))


def _fill(submissions: int, members: int, chance: random.Random):
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
    severity = {seat.pk: chance.gauss(0, 0.5) for seat in seats}
    scores = []
    for number in range(1, submissions + 1):
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
        quality = chance.gauss(2.3, 0.7)
        for seat in chance.sample(seats, REVIEWS):
            Declaration.objects.create(seat=seat, submission=submission, answer="none")
            assignment = Assignment.objects.create(submission=submission, seat=seat)
            done = chance.random() < 0.9
            assessment = Assessment.objects.create(
                assignment=assignment, version=version, state="handed_in" if done else "begun",
                handed_in_at=now if done else None,
            )  # fmt: skip
            for criterion in criteria:
                cannot = chance.random() < 0.03
                level = min(4, max(0, round(chance.gauss(quality - severity[seat.pk], 0.6))))
                scores.append(
                    Score(assessment=assessment, criterion=criterion, level=None if cannot else level,
                          cannot_judge=cannot, reason="An example reason of a judge, a sentence long.")
                )  # fmt: skip
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


def main() -> int:
    """A house of its own, filled and measured. 1 when a bound is missed."""
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-panel-") as folder:
        environment = {
            "KOTOKAARI_DATA": folder,
            "KOTOKAARI_DATABASE_URL": f"sqlite:///{folder}/kotokaari.sqlite3",
            "KOTOKAARI_SECRET_KEY": "for-this-bench-only-for-this-bench-only-for-this-bench",
            "KOTOKAARI_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        os.environ.update(environment)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        found = rows(environment, lambda sentence: print(sentence, file=sys.stderr, flush=True))
        print(report.table(found))
    return 0 if all(report.holds(row) for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
