"""Rubrics to test with."""

import factory
from django.db import connection
from django.utils import timezone

from kotokaari.foundation.text import TranslatedText
from kotokaari.rubrics import content, guards
from kotokaari.rubrics.models import Criterion, Gate, Rubric


def said(text: str) -> TranslatedText:
    """The same words in three languages."""
    return TranslatedText.of("en", text, fi=f"{text} (fi)", sv=f"{text} (sv)")


class PartFactory(factory.django.DjangoModelFactory):
    """A part of a rubric, of one in force too: as if it had always been there."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        part = model_class(*args, **kwargs)
        if part.rubric.is_draft:
            part.save()
            return part
        guards.remove(connection)
        model_class.objects.bulk_create([part])
        rubric = Rubric.objects.get(pk=part.rubric_id)
        part.rubric.digest = content.digest(content.content_of(rubric))
        Rubric.objects.filter(pk=rubric.pk).update(digest=part.rubric.digest)
        guards.install(connection)
        return part


class CriterionFactory(PartFactory):
    class Meta:
        model = Criterion

    code = factory.Sequence(lambda n: f"criterion-{n}")
    order = factory.Sequence(lambda n: n)
    name = factory.LazyAttribute(lambda o: said(o.code))
    question = factory.LazyAttribute(lambda o: said(f"How {o.code} is it?"))
    plain_question = factory.LazyAttribute(lambda o: said(f"Is it {o.code}?"))
    levels = factory.LazyFunction(lambda: {str(level): said(f"Level {level}.").to_json() for level in range(5)})


class GateFactory(PartFactory):
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
    name = factory.LazyAttribute(lambda o: said(o.code))
    about = factory.LazyAttribute(lambda o: said(f"What {o.code} is for."))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Written as a draft; what came into force takes no criteria any more."""
        state = kwargs.pop("state")
        rubric = super()._create(model_class, *args, **kwargs)
        rubric.wanted_state = state
        return rubric

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        for order, code in enumerate(extracted or ("goal-oriented", "context-sensitive")):
            CriterionFactory(rubric=self, code=code, order=order)

    @factory.post_generation
    def gates(self, create, extracted, **kwargs):
        for order, code in enumerate(extracted or ()):
            GateFactory(rubric=self, code=code, order=order)

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        if instance.wanted_state != Rubric.State.DRAFT:
            instance.state, instance.in_force_at = instance.wanted_state, timezone.now()
            instance.digest = content.digest(content.content_of(Rubric.objects.get(pk=instance.pk)))
            instance.save()
