"""Letters about a change to one's account."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from .factories import UserFactory

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 3, 1, 7, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("language", "when"),
    [("fi", "1.3.2026 9.05"), ("sv", "1.3.2026 9.05"), ("en", "1 March 2026 9:05")],
)
def test_a_letter_tells_when_a_password_was_changed(client, mailoutbox, monkeypatch, language, when):
    user = UserFactory(password="a long enough password", language=language)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)

    words = {
        "oldpassword": "a long enough password",
        "password1": "yet another long one",
        "password2": "yet another long one",
    }
    client.post(reverse("account_change_password"), words)

    (letter,) = mailoutbox
    assert letter.to == [user.email]
    assert f" {when}\n" in letter.body
