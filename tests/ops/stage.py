"""People who will write while the server is killed: run by a desk (desk.py) inside an empty house."""

import json

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory


def set_up(people: int) -> None:
    """So many coordinators, each signed in, with an organisation and a published practice; printed as JSON."""
    print(json.dumps([_coordinator(number) for number in range(people)]))


def _coordinator(number):
    owner = OrganisationFactory()
    user = MembershipFactory(organisation=owner, role=Role.COORDINATOR).user
    practice = a_practice(owner=owner, by=user, source="fi", title=f"Kerho {number}")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"session": session.session_key, "owner": owner.pk, "key": practice.key}
