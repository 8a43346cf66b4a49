"""Run by pretalx's own Python, through its models: an event with a released schedule, and events with reviews.

``python -m bench.peers_fill schedule 1000`` prints how many sessions are public; ``python -m bench.peers_fill reviews``
prints the addresses of two review dashboards, the cookie of somebody who runs both events, and queries of each.
"""

# ruff: noqa: E402

import datetime as dt
import json
import sys

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from pretalx.event.models import Event
from pretalx.event.utils import create_organiser_with_team
from pretalx.person.models import SpeakerProfile, User
from pretalx.schedule.models import Room
from pretalx.submission.models import Review, ReviewScore, ReviewScoreCategory, Submission, Track

from .alike import CRITERIA, LEVELS, MEMBERS, REASON, WORDS, judgements

START = now().replace(hour=8, minute=0, second=0, microsecond=0)


def make_event(slug, organiser, team):
    """An event with what pretalx gives each new one."""
    with scopes_disabled():
        event = Event.objects.create(
            name=slug.capitalize(),
            slug=slug,
            organiser=organiser,
            is_public=True,
            date_from=START.date(),
            date_to=START.date() + dt.timedelta(days=4),
            timezone="Europe/Helsinki",
            email="bench@example.org",
            locale_array="en",
            locale="en",
        )
    with scope(event=event):
        event.build_initial_data()
        team.limit_events.add(event)
    return event


def submit(event, number, **more):
    """A submission with somebody who speaks."""
    speaker = User.objects.create_user(email=f"{event.slug}-{number}@example.org", name=f"Person {number}", locale="en")
    SpeakerProfile.objects.create(user=speaker, event=event, biography="Works in integration.")
    session = Submission.objects.create(
        event=event,
        title=f"{words(number, 1)} {words(number // 12, 1)} {number}".capitalize(),
        submission_type=event.submission_types.first(),
        abstract=words(number, 30),
        description=words(number, 120),
        content_locale="en",
        **more,
    )
    session.speakers.add(speaker)
    return session


def words(first, count):
    """So many words in a row."""
    return " ".join(WORDS[(first + n) % 12] for n in range(count))


def schedule(count):
    """So many accepted sessions in a released schedule."""
    admin = User.objects.create_superuser(email="admin@example.org", password="bench-only", name="Admin", locale="en")
    event = make_event("bench", *create_organiser_with_team(name="Bench", slug="benchorg", users=[admin]))
    with transaction.atomic(), scope(event=event):
        tracks = [Track.objects.create(event=event, name=f"Theme {n}", color="#336699") for n in range(5)]
        rooms = [Room.objects.create(event=event, name=f"Room {n}", position=n) for n in range(10)]
        for n in range(count):
            session = submit(event, n, track=tracks[n % 5])
            session.accept(person=admin)
            session.confirm(person=admin)
            slot = session.slots.filter(schedule=event.wip_schedule).first()
            slot.room = rooms[n % 10]
            slot.start = START + dt.timedelta(days=(n // 10) // 20, minutes=30 * ((n // 10) % 20))
            slot.end = slot.start + dt.timedelta(minutes=30)
            slot.save()
        event.wip_schedule.freeze(name="1.0", user=admin, notify_speakers=False)
        print(event.current_schedule.talks.filter(is_visible=True).count())


def reviews():
    """Two events of the same reviews: criteria that make one total, as pretalx has them, and criteria with columns."""
    chair = User.objects.create_user(email="chair@example.org", name="The chair", locale="en")
    organiser, team = create_organiser_with_team(name="Judging", slug="judgingorg", users=[chair])
    team.can_change_submissions = True
    team.save()
    reviewers = [
        User.objects.create_user(email=f"judge{n}@example.org", name=f"Judge {n}", locale="en") for n in range(MEMBERS)
    ]
    paths = {}
    for slug, in_columns in (("total", False), ("columns", True)):
        event = make_event(slug, organiser, team)
        with transaction.atomic(), scope(event=event):
            judge(event, reviewers, in_columns)
        paths[slug] = f"/orga/event/{slug}/reviews/"
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(chair, backend="django.contrib.auth.backends.ModelBackend")
    told = {"paths": paths, "queries": {}, "rows": {}}
    for slug, path in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers)
        told["queries"][slug] = len(captured)
        told["rows"][slug] = answer.content.count(b"<tr") - answer.content.partition(b"<tbody")[0].count(b"<tr")
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps({**told, "cookie": f"{name}={client.cookies[name].value}"}))


def judge(event, reviewers, in_columns):
    """Six criteria of five levels; each submission with its reviews. ``in_columns``: five have a column each."""
    event.score_categories.all().delete()
    levels = []
    for n in range(CRITERIA):
        category = ReviewScoreCategory.objects.create(event=event, name=f"Criterion {n}", weight=1 + n % 2)
        levels.append([ReviewScore.objects.create(category=category, value=value) for value in range(LEVELS)])
        if in_columns and n:
            category.is_independent = True
            category.save()
    for number, its_reviews in judgements():
        session = submit(event, number)
        for member, done, found in its_reviews:
            session.assigned_reviewers.add(reviewers[member])
            if done:
                review = Review.objects.create(submission=session, user=reviewers[member], text=REASON)
                scores = [of[level] for of, level in zip(levels, found, strict=True) if level is not None]
                review.scores.set(scores)
                review.save()


if __name__ == "__main__":
    schedule(int(sys.argv[2])) if sys.argv[1] == "schedule" else reviews()
