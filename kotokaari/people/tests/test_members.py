import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.actions.invitations import (
    AlreadyHasAccount,
    AlreadyInvited,
    InvitationClosed,
    accept_invitation,
    invite,
    join_by_invitation,
    resend_invitation,
    withdraw_invitation,
)
from kotokaari.people.actions.memberships import AlreadyMember, LastAdministrator, end_membership, grant_role
from kotokaari.people.models import Invitation, Role
from kotokaari.people.public import has_role

from .factories import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date.today() - datetime.timedelta(days=1)


@pytest.fixture
def owner():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def ask(owner, django_capture_on_commit_callbacks):
    def ask_somebody(email="new@example.org", role=Role.COORDINATOR, language="sv"):
        with django_capture_on_commit_callbacks(execute=True):
            return invite(owner.organisation, email=email, role=role, language=language, by=owner.user)

    return ask_somebody


def link():
    return re.search(r"/([\w-]{40,})/", mail.outbox[-1].body)[1]


def test_a_role_is_given_once_and_ends_today(owner):
    person = UserFactory()

    membership = grant_role(owner.organisation, person, role=Role.EXPERT, by=owner.user)

    assert has_role(person, owner.organisation, Role.EXPERT)
    with pytest.raises(AlreadyMember):
        grant_role(owner.organisation, person, role=Role.EXPERT, by=owner.user)
    end_membership(membership, by=owner.user)
    assert not has_role(person, owner.organisation)
    assert AuditEvent.objects.get(action="role ended").details == {"user": str(person.uuid), "role": "panel_expert"}


def test_nobody_joins_what_has_ended():
    with pytest.raises(DomainError):
        grant_role(OrganisationFactory(valid_to=YESTERDAY), UserFactory(), role=Role.MEMBER, by=None)


def test_the_last_administrator_cannot_leave(owner):
    with pytest.raises(LastAdministrator):
        end_membership(owner, by=owner.user)

    MembershipFactory(organisation=owner.organisation, role=Role.ADMINISTRATOR)
    end_membership(owner, by=owner.user)
    assert not has_role(owner.user, owner.organisation)


def test_an_administrator_who_cannot_sign_in_does_not_count(owner):
    MembershipFactory(organisation=owner.organisation, role=Role.ADMINISTRATOR, user__is_active=False)

    with pytest.raises(LastAdministrator):
        end_membership(owner, by=owner.user)


def test_an_invitation_is_a_letter_in_the_language_of_the_invited(ask):
    invitation = ask(language="en")

    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert "Invitation to Kotokaari" in letter.subject
    assert "/en/" in letter.body
    assert Invitation.hashed(link()) == invitation.token_hash
    assert link() not in invitation.token_hash


def test_an_invitation_works_once(ask, owner):
    invitation, person = ask(), UserFactory()

    accept_invitation(invitation, by=person)

    assert has_role(person, owner.organisation, Role.COORDINATOR)
    with pytest.raises(InvitationClosed):
        accept_invitation(invitation, by=UserFactory())


def test_an_invitation_makes_an_account_with_a_confirmed_address(ask, owner):
    person = join_by_invitation(ask(), name="Nova", password=PASSWORD, language="sv")

    assert has_role(person, owner.organisation, Role.COORDINATOR)
    assert person.emailaddress_set.get().verified
    assert person.check_password(PASSWORD)


def test_an_address_with_an_account_signs_in_instead(ask):
    UserFactory(email="new@example.org")

    with pytest.raises(AlreadyHasAccount):
        join_by_invitation(ask(), name="Nova", password=PASSWORD, language="sv")


def test_an_invitation_runs_out(ask):
    invitation = ask()
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    with pytest.raises(InvitationClosed):
        accept_invitation(invitation, by=UserFactory())


def test_a_withdrawn_invitation_is_closed(ask, owner):
    invitation = withdraw_invitation(ask(), by=owner.user)

    with pytest.raises(InvitationClosed):
        accept_invitation(invitation, by=UserFactory())
    with pytest.raises(InvitationClosed):
        withdraw_invitation(invitation, by=owner.user)
    with pytest.raises(InvitationClosed):
        resend_invitation(invitation, by=owner.user)


def test_sending_again_makes_a_new_link(ask, owner, django_capture_on_commit_callbacks):
    invitation = ask()
    first = link()

    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(invitation, by=owner.user)

    assert not Invitation.objects.filter(token_hash=Invitation.hashed(first)).exists()
    assert Invitation.objects.filter(token_hash=Invitation.hashed(link())).exists()


def test_nobody_is_asked_twice_or_for_what_they_have(ask, owner):
    ask()

    with pytest.raises(AlreadyInvited):
        ask(email="NEW@example.org")
    with pytest.raises(AlreadyMember):
        ask(email=owner.user.email, role=Role.ADMINISTRATOR)
