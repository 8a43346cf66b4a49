"""Practices to test with, made by the same actions a person uses. What you do not say is plain."""

import factory

from kotokaari.catalogue import actions, logic
from kotokaari.catalogue.models import Contact, Practice, Project
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory
from kotokaari.vocabulary.public import Concept, Label, Scheme

THEME, GROUP, PHASE = "language-learning", "immigrant", "initial-phase"


def concept(code: str = THEME, kind: str = "theme", **labels: str) -> Concept:
    """A concept of the house vocabulary, made when it is not there."""
    scheme, _made = Scheme.objects.get_or_create(code="kotokaari", defaults={"is_house": True})
    if not scheme.is_house:
        scheme.is_house = True
        scheme.save()
    found, made = Concept.objects.get_or_create(scheme=scheme, code=code, defaults={"kind": kind})
    if made:
        for language, text in (labels or {"en": code.replace("-", " ")}).items():
            Label.objects.create(concept=found, language=language, role="pref", text=text, folded=text.lower())
    return found


def words(count: int, word: str = "word") -> str:
    """A text of so many words."""
    return " ".join([word] * count)


def a_record(title: str = "A club for talking", source: str = "en", **fields):
    """A record that can be published, in one language, with what it names in place."""
    concept(THEME), concept(GROUP, "target_group"), concept(PHASE, "phase")
    PlaceFactory(code="fi:179", name_fi="Jyväskylä", name_sv="Jyväskylä", name_en="Jyväskylä")
    plain = {
        "title": {source: title},
        "summary": {source: f"{title}: people meet and talk. " + words(30)},
        "kind": "operating_model",
        "themes": [THEME],
        "target_groups": [GROUP],
        "phases": [PHASE],
        "places": ["fi:179"],
        "solution": {source: "A host, a table and time. " + words(30)},
        **fields,
    }
    return logic.record_from_data(plain, source)


def a_draft(*, owner=None, by=None, title="A club for talking", source="en", record=None, **fields):
    """A practice with a draft that could be published."""
    record = a_record(title, source, **fields) if record is None else record
    return actions.create_practice(
        owner or OrganisationFactory(), by=by or UserFactory(), record=record, source_language=source
    )


def draft_of(practice):
    """The draft of a practice."""
    return practice.versions.get(state="draft")


def a_practice(*, status="published", by=None, note="First.", **draft):
    """A published practice; with ``status`` also ended, archived or withdrawn."""
    by = by or UserFactory()
    practice = a_draft(by=by, **draft)
    actions.publish(draft_of(practice), by=by, change_note=TranslatedText.of("en", note))
    moves = {
        "ended": actions.end_practice,
        "archived": actions.archive_practice,
        "withdrawn": actions.withdraw_practice,
    }
    if status in moves:
        moves[status](practice, reason=TranslatedText.of("en", "It came to its end."), by=by)
    practice.refresh_from_db()
    return practice


class PracticeFactory(factory.Factory):
    """A published practice: ``PracticeFactory(title=…, source="en", owner=…, status=…, <record fields>)``."""

    class Meta:
        model = Practice

    title = factory.Sequence(lambda n: f"A club for talking {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return a_practice(**kwargs)


class DraftFactory(PracticeFactory):
    """A practice that has only a draft."""

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return a_draft(**kwargs)


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Project

    code = factory.Sequence(lambda n: f"project-{n}")
    name = factory.Sequence(lambda n: TranslatedText.of("en", f"Project {n}"))


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    user = factory.SubFactory(UserFactory)
    role = factory.LazyFunction(lambda: TranslatedText.of("en", "Knows the everyday"))
