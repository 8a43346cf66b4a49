"""Run by pretalx's own Python: an event with a released schedule of so many sessions, through its models."""

# ruff: noqa: E402

import datetime as dt
import sys

import django

django.setup()

from django.db import transaction
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from pretalx.event.models import Event
from pretalx.event.utils import create_organiser_with_team
from pretalx.person.models import SpeakerProfile, User
from pretalx.schedule.models import Room
from pretalx.submission.models import Submission, Track

count = int(sys.argv[1])
words = [
    "kieli",
    "kahvila",
    "ryhmä",
    "ohjaaja",
    "perhe",
    "työpaikka",
    "koulu",
    "neuvonta",
    "kunta",
    "yhdistys",
    "keskustelu",
    "polku",
]
admin = User.objects.create_superuser(email="admin@example.org", password="bench-only", name="Admin", locale="en")
organiser, team = create_organiser_with_team(name="Bench", slug="benchorg", users=[admin])
start = now().replace(hour=8, minute=0, second=0, microsecond=0)
with scopes_disabled():
    event = Event.objects.create(
        name="Bench",
        slug="bench",
        organiser=organiser,
        is_public=True,
        date_from=start.date(),
        date_to=start.date() + dt.timedelta(days=4),
        timezone="Europe/Helsinki",
        email="bench@example.org",
        locale_array="en",
        locale="en",
    )
with transaction.atomic(), scope(event=event):
    event.build_initial_data()
    team.limit_events.add(event)
    tracks = [Track.objects.create(event=event, name=f"Theme {n}", color="#336699") for n in range(5)]
    rooms = [Room.objects.create(event=event, name=f"Room {n}", position=n) for n in range(10)]
    kind = event.submission_types.first()
    for n in range(count):
        speaker = User.objects.create_user(email=f"p{n}@example.org", name=f"Person {n}", locale="en")
        SpeakerProfile.objects.create(user=speaker, event=event, biography="Works in integration.")
        session = Submission.objects.create(
            event=event,
            title=f"{words[n % 12]} {words[n // 12 % 12]} {n}".capitalize(),
            submission_type=kind,
            track=tracks[n % 5],
            abstract=" ".join(words[(n + k) % 12] for k in range(30)),
            description=" ".join(words[(n + k) % 12] for k in range(120)),
            content_locale="en",
        )
        session.speakers.add(speaker)
        session.accept(person=admin)
        session.confirm(person=admin)
        slot = session.slots.filter(schedule=event.wip_schedule).first()
        slot.room = rooms[n % 10]
        slot.start = start + dt.timedelta(days=(n // 10) // 20, minutes=30 * ((n // 10) % 20))
        slot.end = slot.start + dt.timedelta(minutes=30)
        slot.save()
    event.wip_schedule.freeze(name="1.0", user=admin, notify_speakers=False)
    print(event.current_schedule.talks.filter(is_visible=True).count())
