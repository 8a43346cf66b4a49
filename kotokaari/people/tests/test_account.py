import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from kotokaari.foundation.models import AuditEvent
from kotokaari.people.actions.account import LastOfTheHouse, erase_person
from kotokaari.people.models import Invitation, Role, User
from kotokaari.people.pages import browser_name
from kotokaari.people.public import person_erased, register_export
from kotokaari.people.registries import _exports

from .factories import PASSWORD, AdministratorFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = UserFactory(email="me@example.org", name="Me Myself")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def test_a_profile_is_changed_and_shown_in_its_language(signed_in, person):
    data = {"name": "Minä", "language": "fi", "time_zone": "Europe/Stockholm", "mail_rhythm": "weekly"}

    response = signed_in.post("/en/my-account/", data)

    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone, person.mail_rhythm) == tuple(data.values())
    assert response.url.startswith("/fi/")


def test_a_time_zone_that_does_not_exist_is_refused(signed_in):
    data = {"name": "", "language": "fi", "time_zone": "Moon/Sea", "mail_rhythm": "weekly"}

    assert b"Moon/Sea" in signed_in.post("/en/my-account/", data).content


def test_sessions_are_listed_and_ended_one_by_one(signed_in, person):
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0")
    other.force_login(person)
    other.get("/en/my-account/")
    signed_in.get("/en/my-account/")
    session = UserSession.objects.get(user_agent__contains="Firefox")

    assert b"Firefox, Windows" in signed_in.get("/en/my-account/sessions/").content
    signed_in.post(reverse("people:session-end", args=[session.pk]))

    assert other.get("/en/my-account/").status_code == 302
    assert signed_in.get("/en/my-account/").status_code == 200


def test_all_other_sessions_end_together(signed_in, person):
    others = [Client(), Client()]
    for other in others:
        other.force_login(person)
        other.get("/en/my-account/")
    signed_in.get("/en/my-account/")

    signed_in.post(reverse("people:sessions-end-others"))

    assert [other.get("/en/my-account/").status_code for other in others] == [302, 302]
    assert signed_in.get("/en/my-account/").status_code == 200


def test_nobody_ends_the_session_of_another(signed_in):
    stranger = Client()
    stranger.force_login(UserFactory())
    stranger.get("/en/my-account/")
    session = UserSession.objects.exclude(user__email="me@example.org").get()

    assert signed_in.post(reverse("people:session-end", args=[session.pk])).status_code == 404
    assert stranger.get("/en/my-account/").status_code == 200


def test_own_data_is_everything_including_what_the_rooms_add(signed_in, person):
    MembershipFactory(user=person, role=Role.COORDINATOR)
    register_export("notes", lambda user: [f"for {user.email}"])

    response = signed_in.post(reverse("people:data-download"))

    _exports.pop("notes")
    data = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert data["profile"]["email"] == "me@example.org"
    assert data["roles"][0]["role"] == "coordinator"
    assert data["notes"] == ["for me@example.org"]
    assert {"email_addresses", "sessions", "what_i_did", "second_factors", "other_logins"} <= data.keys()


def test_own_data_can_be_had_a_few_times_an_hour(signed_in):
    codes = [signed_in.post(reverse("people:data-download")).status_code for _ in range(7)]

    assert codes == [200] * 5 + [302] * 2


def test_erasure_leaves_nothing_personal(person):
    MembershipFactory(user=person)
    SocialAccount.objects.create(user=person, provider="oidc", uid="1")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    organisation, later = OrganisationFactory(), datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    Invitation.objects.create(organisation=organisation, email=person.email, token_hash="x", expires_at=later)
    browser = Client()
    browser.force_login(person)
    browser.get("/en/my-account/")
    heard = []
    person_erased.connect(lambda user, **_: heard.append(user.email), weak=False, dispatch_uid="test")

    erase_person(person, by=person)

    person_erased.disconnect(dispatch_uid="test")
    person.refresh_from_db()
    assert heard == ["me@example.org"]
    assert (person.name, person.is_active, person.has_usable_password()) == ("", False, False)
    assert person.email == f"{person.uuid}@erased.invalid"
    for model in (EmailAddress, SocialAccount, Authenticator, UserSession, Invitation, Session):
        assert not model.objects.exists(), model
    assert not person.memberships.filter(until=None).exists()
    assert "Me Myself" not in str(list(AuditEvent.objects.values_list("target_label", "details")))
    assert browser.get("/en/my-account/").status_code == 302


def test_erasure_asks_for_the_password(signed_in, person):
    assert b"not right" in signed_in.post("/en/my-account/erase/", {"proof": "guess"}).content
    assert User.objects.filter(email="me@example.org").exists()

    signed_in.post("/en/my-account/erase/", {"proof": PASSWORD})

    assert not User.objects.filter(email="me@example.org").exists()


def test_who_has_no_password_types_the_address(client):
    user = UserFactory(password=None)
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    client.post("/en/my-account/erase/", {"proof": user.email.upper()})

    user.refresh_from_db()
    assert user.erased_at


def test_the_last_who_runs_the_house_stays():
    administrator = AdministratorFactory()

    with pytest.raises(LastOfTheHouse):
        erase_person(administrator, by=administrator)
    AdministratorFactory()
    erase_person(administrator, by=administrator)


def test_erasure_warns_who_leaves_an_organisation_alone(signed_in, person):
    organisation = MembershipFactory(user=person, role=Role.ADMINISTRATOR).organisation

    assert organisation.name.text("en") in signed_in.get("/en/my-account/erase/").content.decode()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_browsers_have_names_people_know(agent, name):
    assert browser_name(agent) == name
