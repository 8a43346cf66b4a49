"""Innovation days to test with: going on, in the phase one asks for, with people in groups."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone

from kotokaari.innovation import marks
from kotokaari.innovation.acting.handler import KIND
from kotokaari.innovation.models import Day, DayPerson, DayTheme, Group, GroupRound, Participant, Phase, Seat
from kotokaari.live.models import Channel
from kotokaari.live.recording import record
from kotokaari.live.registry import Incoming, Ticket
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import said


class DayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Day

    name = factory.Sequence(lambda n: said(f"Day {n}"))
    organisation = factory.SubFactory(OrganisationFactory)
    channel = factory.LazyFunction(lambda: Channel.objects.create(kind=KIND))
    state = Day.State.RUNNING
    languages = factory.LazyFunction(lambda: ["fi", "sv"])
    secret = factory.LazyFunction(marks.new_secret)


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    day = factory.SubFactory(DayFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    token_digest = factory.LazyFunction(lambda: uuid4().hex)
    profession = factory.Iterator(["teacher", "nurse", "social worker"])
    languages = factory.LazyFunction(lambda: ["fi"])
    state = Participant.State.HERE


KINDS = ("welcome", "groups", "ideas", "choose", "weigh", "epics", "feedback")


def a_day(*, facilitator=None, phase: str = "ideas", themes: int = 2, people: int = 6, groups: int = 2, **more) -> Day:
    """A day in this phase (those before it closed, those after it to come), its people seated in announced groups."""
    day = DayFactory(**more)
    DayPerson.objects.create(day=day, user=facilitator or UserFactory())
    for number in range(themes):
        DayTheme.objects.create(day=day, order=number, name=said(f"Theme {number}"))
    now = timezone.now()
    for order, kind in enumerate(KINDS):
        came = order <= KINDS.index(phase)
        Phase.objects.create(
            day=day,
            order=order,
            kind=kind,
            name=said(kind),
            opened_at=now - timedelta(minutes=30) if came else None,
            ends_at=now + timedelta(minutes=30) if kind == phase else None,
            closed_at=now - timedelta(minutes=5) if came and kind != phase else None,
        )
    made = [
        Group.objects.create(round=round_, number=number + 1)
        for round_ in [GroupRound.objects.create(day=day, announced_at=now)]
        for number in range(groups)
    ]
    for number in range(people):
        Seat.objects.create(group=made[number % groups], participant=ParticipantFactory(day=day))
    return day


def facilitator_of(day: Day):
    """The person who runs the day."""
    return day.people.get().user


def ticket_of(day: Day, who=None) -> Ticket:
    """The ticket of a participant, of a user who runs the day, or (None) of the day's facilitator."""
    if isinstance(who, Participant):
        return Ticket(day.channel.uuid, who.key, frozenset({f"person:{who.key}"}))
    return Ticket(day.channel.uuid, f"staff:{(who or facilitator_of(day)).uuid}", is_staff=True)


def act(day: Day, who, kind: str, op=None, **payload):
    """Somebody does something on the day; the receipt."""
    return record(day.channel.uuid, [(ticket_of(day, who), Incoming(op or uuid4(), kind, payload))])[0]


def fresh(thing):
    """The same thing, read anew."""
    return type(thing).objects.get(pk=thing.pk)
