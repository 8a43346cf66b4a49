"""Questions and times to test with, made by the same actions a person uses."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.exchange import actions
from kotokaari.foundation.text import TranslatedText
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


def a_time(practice=None, *, by=None, in_days=30, hour=14, hours=2, title="Come and see", **fields):
    """A time to visit, by the clock in Helsinki unless ``zone`` says otherwise."""
    return some_times(practice, by=by, in_days=in_days, hour=hour, hours=hours, title=title, **fields)[0]


def some_times(practice=None, *, by=None, in_days=30, hour=14, hours=2, title="Come and see", **fields):
    """One time a week, ``times`` weeks."""
    practice = practice or a_practice()
    begins = fields.pop("begins", None) or datetime.combine(timezone.localdate() + timedelta(days=in_days), time(hour))
    fields = {"zone": "Europe/Helsinki", "kind": "visit", "capacity": 4, "where": "Secret Street 1", **fields}
    return actions.offer_times(
        practice,
        organisation=fields.pop("organisation", practice.owner),
        by=by or an_editor(practice.owner),
        begins=begins,
        ends=begins + timedelta(hours=hours),
        title=TranslatedText.of("en", title),
        **fields,
    )


def a_visitor(**person):
    """Somebody with an organisation of their own."""
    return MembershipFactory(user=UserFactory(**person)).user


def a_booking(offer, *, by=None, people=1, note=""):
    """A place, or a turn in the line."""
    by = by or a_visitor()
    organisation = by.memberships.get().organisation
    return actions.book_time(offer, organisation=organisation, people=people, note=note, by=by)


def some_thanks(practice=None, *, by=None, text="It helped us.", is_open=True):
    """Thanks of an organisation."""
    by = by or a_visitor()
    organisation = by.memberships.get().organisation
    return actions.say_thanks(
        practice or a_practice(), text=text, language="en", organisation=organisation, is_open=is_open, by=by
    )
