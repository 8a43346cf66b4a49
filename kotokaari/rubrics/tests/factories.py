"""Rubrics to test with."""

import factory
from django.utils import timezone

from kotokaari.foundation.text import TranslatedText
from kotokaari.rubrics.models import Criterion, Gate, Rubric


def said(text: str) -> TranslatedText:
    """The same words in three languages."""
    return TranslatedText.of("en", text, fi=f"{text} (fi)", sv=f"{text} (sv)")


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    code = factory.Sequence(lambda n: f"criterion-{n}")
    order = factory.Sequence(lambda n: n)
    name = factory.LazyAttribute(lambda o: said(o.code))
    question = factory.LazyAttribute(lambda o: said(f"How {o.code} is it?"))
    plain_question = factory.LazyAttribute(lambda o: said(f"Is it {o.code}?"))


class GateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Gate

    code = factory.Sequence(lambda n: f"gate-{n}")
    order = factory.Sequence(lambda n: n)
    name = factory.LazyAttribute(lambda o: said(o.code))
    question = factory.LazyAttribute(lambda o: said(f"Does it have {o.code}?"))
    how_to_mend = factory.LazyAttribute(lambda o: said(f"Add {o.code}."))


class RubricFactory(factory.django.DjangoModelFactory):
    """A rubric in force with the criteria (by code) and gates one asks for."""

    class Meta:
        model = Rubric
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"rubric-{n}")
    number = 1
    state = Rubric.State.IN_FORCE
    digest = "0" * 64
    in_force_at = factory.LazyFunction(timezone.now)
    name = factory.LazyAttribute(lambda o: said(o.code))

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        for order, code in enumerate(extracted or ("goal-oriented", "context-sensitive")):
            CriterionFactory(rubric=self, code=code, order=order)

    @factory.post_generation
    def gates(self, create, extracted, **kwargs):
        for order, code in enumerate(extracted or ()):
            GateFactory(rubric=self, code=code, order=order)
