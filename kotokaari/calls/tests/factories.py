"""Calls to test with: open now, for two weeks, unless said otherwise."""

from datetime import timedelta

import factory
from django.utils import timezone

from kotokaari.calls.models import Call, CallPerson, Question, Round
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import RubricFactory, said


class CallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Call

    name = factory.Sequence(lambda n: said(f"Call {n}"))
    organisation = factory.SubFactory(OrganisationFactory)
    rubric = factory.SubFactory(RubricFactory)
    state = Call.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    languages = factory.LazyFunction(lambda: ["fi", "sv", "en"])


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Round

    call = factory.SubFactory(CallFactory)
    number = 1
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


FIELDS = ("title", "summary", "kind", "themes", "target_groups", "places", "solution", "started_on")


def a_call(
    *, coordinator=None, chair=None, fields=FIELDS, opens_in=timedelta(days=-1), closes_in=timedelta(days=14), **more
) -> Call:
    """A published call with one round and questions about these fields of the record (title, summary … required)."""
    call = CallFactory(**more)
    now = timezone.now()
    RoundFactory(call=call, opens_at=now + opens_in, closes_at=now + closes_in)
    for order, name in enumerate(fields):
        Question.objects.create(
            call=call, code=name.replace("_", "-"), field=name, order=order, is_required=name in ("title", "summary")
        )
    CallPerson.objects.create(call=call, user=coordinator or UserFactory(), part=CallPerson.Part.COORDINATOR)
    CallPerson.objects.create(call=call, user=chair or UserFactory(), part=CallPerson.Part.CHAIR)
    return call


def own_question(call: Call, code: str = "why-now", type: str = Question.Type.TEXT, **more) -> Question:
    """A question of the call's own."""
    return Question.objects.create(call=call, code=code, type=type, order=100, label=said(code), **more)


def runs(call: Call, part: str):
    """The person who runs the call in this part."""
    return call.people.get(part=part).user
