"""Adoptions to test with, made by the same actions a person uses. What you do not say is plain."""

import datetime

import factory

from kotokaari.adoption import actions
from kotokaari.adoption.models import Adoption
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory


def text(words, language="en"):
    """Words as a translated text."""
    return TranslatedText.of(language, words)


def worker(organisation, role=Role.COORDINATOR, **person):
    """Somebody who works in an organisation."""
    user = UserFactory(**person)
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user


class AdoptionFactory(factory.Factory):
    """An organisation that uses a practice: ``AdoptionFactory(practice=…, organisation=…, status="in_use")``.

    Say ``version`` for another version than the current, ``on`` for another day than 2 March 2026.
    Other fields of the model (people_reached, cost, is_open…) can be said too.
    """

    class Meta:
        model = Adoption

    status = "in_use"
    on = datetime.date(2026, 3, 2)

    @classmethod
    def _create(cls, model_class, *args, practice=None, version=None, organisation=None, by=None, reason=None, **facts):
        version = version or (practice or a_practice()).current
        organisation = organisation or OrganisationFactory()
        begin = {name: facts.pop(name) for name in ("status", "on", "place", "purpose", "source") if name in facts}
        begin |= {name: facts.pop(name) for name in ("is_open", "is_example") if name in facts}
        if begin["status"] == "stopped" and reason is None:
            reason = text("The money ended.")
        adoption = actions.start_adoption(
            version, organisation=organisation, by=by or worker(organisation), reason=reason, **begin
        )
        for name, value in facts.items():
            setattr(adoption, name, value)
        adoption.save()
        return adoption


class AdaptationFactory(factory.Factory):
    """Something an adopter does otherwise: ``AdaptationFactory(adoption=…, nature="shortening")``."""

    class Meta:
        model = Adoption

    what = "content"
    nature = "tailoring"
    text = factory.Sequence(lambda n: TranslatedText.of("en", f"We do part {n} otherwise"))

    @classmethod
    def _create(cls, model_class, *args, adoption=None, by=None, **answers):
        adoption = adoption or AdoptionFactory()
        return actions.add_adaptation(adoption, by=by or adoption.created_by, **answers)


class OutcomeFactory(factory.Factory):
    """What came of it: ``OutcomeFactory(adoption=…, value=12, people=30)``."""

    class Meta:
        model = Adoption

    indicator = factory.Sequence(lambda n: TranslatedText.of("en", f"Indicator {n}"))
    direction = "positive"

    @classmethod
    def _create(cls, model_class, *args, adoption=None, by=None, **facts):
        adoption = adoption or AdoptionFactory()
        return actions.add_outcome(adoption, by=by or adoption.created_by, **facts)


class LessonFactory(factory.Factory):
    """What was learned: ``LessonFactory(adoption=…, kind="advice")``."""

    class Meta:
        model = Adoption

    kind = "worked"
    text = factory.Sequence(lambda n: TranslatedText.of("en", f"Lesson {n}"))

    @classmethod
    def _create(cls, model_class, *args, adoption=None, by=None, **facts):
        adoption = adoption or AdoptionFactory()
        return actions.add_lesson(adoption, by=by or adoption.created_by, **facts)


class OwnersWordFactory(factory.Factory):
    """What the owner says: ``OwnersWordFactory(adoption=…, kind="confirms")``."""

    class Meta:
        model = Adoption

    kind = "confirms"
    text = factory.Sequence(lambda n: TranslatedText.of("en", f"Word {n}"))

    @classmethod
    def _create(cls, model_class, *args, adoption=None, by=None, **facts):
        adoption = adoption or AdoptionFactory()
        return actions.say_owners_word(adoption, by=by or UserFactory(), **facts)
