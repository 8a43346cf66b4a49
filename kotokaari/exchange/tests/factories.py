"""Questions and times to test with, made by the same actions a person uses."""

from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.exchange import actions
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, UserFactory


def an_editor(organisation, **person):
    """A coordinator of an organisation."""
    user = UserFactory(**person)
    MembershipFactory(user=user, organisation=organisation, role=Role.COORDINATOR)
    return user


def a_question(practice=None, *, by=None, subject="How many hosts?", text="We plan a group.", **fields):
    """A question to the owner of a practice."""
    fields = {"language": "en", "organisation": None, "is_open": True, "shows_name": True, **fields}
    return actions.ask_owner(practice or a_practice(), subject=subject, text=text, by=by or UserFactory(), **fields)


def an_answer(question, *, by=None, text="Two are enough.", shows_name=True, language="en", **more):
    """The owner answers."""
    by = by or an_editor(question.practice.owner)
    actions.write_message(question, text=text, language=language, shows_name=shows_name, by=by, **more)
    question.refresh_from_db()
    return question
