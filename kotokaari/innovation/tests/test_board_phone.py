import pytest
from django.core import signing

from kotokaari.innovation.joining.visitors import SALT, cookie_name

from .factories import a_day

pytestmark = pytest.mark.django_db


def known(client, day, participant=None):
    participant = participant or day.participants.first()
    client.cookies[cookie_name(day)] = signing.dumps(participant.key, salt=SALT)
    return participant


def test_the_page_of_a_participant(client):
    day = a_day()
    known(client, day)
    page = client.get(f"/en/day/{day.key}/")
    assert page.status_code == 200
