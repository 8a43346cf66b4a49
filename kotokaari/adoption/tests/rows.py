"""Adoptions to read in tests, as rows: what they say is what the test gives."""

import datetime
from decimal import Decimal

from kotokaari.adoption.models import Adaptation, Adoption, Lesson, Outcome, OwnersWord, Situation, Step
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory

TODAY = datetime.date(2026, 3, 1)


def en(text):
    return TranslatedText.of("en", text)


def a_region(code="fi-maakunta:19", name="Lapland"):
    country = PlaceFactory(code="fi", level="country", name_en="Finland")
    return PlaceFactory(code=code, level="region", name_fi=name, name_sv=name, name_en=name, within=country)


def a_town(code="fi:240", name="Kemi", region=None):
    return PlaceFactory(code=code, name_fi=name, name_sv=name, name_en=name, within=region or a_region())


def an_adopter(name="Kemi", place=None, size="", area="", **fields):
    organisation = OrganisationFactory(fi=name, sv=name, en=name, place=place, **fields)
    if size or area:
        Situation.objects.create(organisation=organisation, size=size, area=area)
    return organisation


def an_adoption(practice=None, organisation=None, status="in_use", steps=(), **fields):
    practice = practice or a_practice()
    adoption = Adoption.objects.create(
        practice=practice,
        version=fields.pop("version", None) or practice.current,
        organisation=organisation or an_adopter(),
        status=status,
        status_on=fields.pop("status_on", TODAY),
        **fields,
    )
    for on, what, *reason in steps:
        Step.objects.create(adoption=adoption, on=on, status=what, reason=en(reason[0]) if reason else en(""))
    return adoption


def an_adaptation(adoption, text="In the library.", what="context", nature="setting", **fields):
    return Adaptation.objects.create(adoption=adoption, text=en(text), what=what, nature=nature, **fields)


def an_outcome(adoption, indicator="Dares to speak", value="71", baseline="38", **fields):
    return Outcome.objects.create(
        adoption=adoption,
        indicator=en(indicator),
        value=None if value is None else Decimal(value),
        baseline=None if baseline is None else Decimal(baseline),
        **{"unit": "%", "people": 42, "direction": "positive", **fields},
    )


def a_lesson(adoption, text="Begin small.", kind="advice"):
    return Lesson.objects.create(adoption=adoption, kind=kind, text=en(text))


def a_word(adoption, text="We went to see it.", kind="confirms"):
    return OwnersWord.objects.create(adoption=adoption, kind=kind, text=en(text))


def told_whole(practice, name, place=None):
    """An adoption with one of everything."""
    adoption = an_adoption(
        practice,
        an_adopter(name, place, size="5000_19999", area="rural"),
        steps=[(datetime.date(2025, 1, 1), "piloting"), (TODAY, "in_use")],
        as_described="adapted",
    )
    an_adaptation(adoption)
    an_outcome(adoption)
    a_lesson(adoption)
    a_word(adoption)
    return adoption
