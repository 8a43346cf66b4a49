"""The commands that let people in."""

import io
import sys

import pytest
from django.core import mail

from kotokaari import cli
from kotokaari.people.models import Role, User

from .factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
GOOD = "a lake in November"


@pytest.fixture
def typed(monkeypatch):
    """What is sent to the command on standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def run(capsys, *words):
    code = cli.main(list(words))
    return code, capsys.readouterr().err.strip()


def test_the_first_administrator_can_sign_in(capsys, typed, client):
    typed(f"{GOOD}\n")

    assert run(capsys, "createadmin", "Aino@Example.org", "--name", "Aino")[0] == 0

    person = User.objects.get(email="aino@example.org")
    assert person.is_administrator
    assert person.check_password(GOOD)


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("aino", GOOD, "aino is no e-mail address."),
        ("aino@example.org", "short", "This password is too short."),
        ("taken@example.org", GOOD, "taken@example.org has an account already."),
    ],
)
def test_what_cannot_be_an_administrator_is_said(capsys, typed, email, password, said):
    UserFactory(email="taken@example.org")
    typed(f"{password}\n")

    code, words = run(capsys, "createadmin", email)

    assert code == 2
    assert said in words
    assert User.objects.count() == 1


def test_an_invitation_goes_out_by_mail(capsys, django_capture_on_commit_callbacks):
    UserFactory(is_administrator=True)
    organisation = OrganisationFactory()

    with django_capture_on_commit_callbacks(execute=True):
        code, said = run(
            capsys, "invite", "eino@example.org", "--organisation", organisation.code, "--role", "coordinator"
        )

    assert (code, "went to eino@example.org" in said) == (0, True)
    assert mail.outbox[0].to == ["eino@example.org"]
    assert organisation.invitations.get().role == Role.COORDINATOR


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--organisation", "nowhere"], "No organisation has the code nowhere"),
        (["--organisation", "town", "--role", "king"], "choose one of member, coordinator"),
        (["--organisation", "town"], "Nobody runs this house yet"),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_why(capsys, words, said):
    OrganisationFactory(code="town")

    code, told = run(capsys, "invite", "eino@example.org", *words)

    assert code == 2
    assert said in told
