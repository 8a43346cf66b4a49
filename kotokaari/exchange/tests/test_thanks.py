"""Thanks: once an organisation, shown by choice, taken back at will."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kotokaari.exchange import actions
from kotokaari.exchange.models import Thanks
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import person_erased

from .factories import a_visitor, an_editor, some_thanks

pytestmark = pytest.mark.django_db


def test_an_organisation_says_thanks_from_the_practices_page(client, practice, letters):
    owner, guest = an_editor(practice.owner), a_visitor(name="Vera Visitor", email="vera@example.org")
    organisation = guest.memberships.get().organisation
    client.force_login(guest)
    address = reverse("exchange:thank", args=[practice.key])
    assert address in client.get(practice.get_absolute_url()).content.decode()

    with letters():
        client.post(address, {"organisation": organisation.pk, "text": "It helped us.", "is_open": "on"})

    client.logout()
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "It helped us." in page
    assert str(organisation) in page
    assert "Vera" not in page
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert "It helped us." in letter.body
    assert "vera@" not in letter.message().as_string()


def test_thanks_that_are_not_open_reach_the_owner_alone(client, practice):
    owner = an_editor(practice.owner)
    some_thanks(practice, text="Between us.", is_open=False)

    assert "Between us." not in client.get(practice.get_absolute_url()).content.decode()
    client.force_login(owner)
    assert "Between us." in client.get(reverse("home:work")).content.decode()


def test_thanks_are_said_once_and_anew_after_they_were_taken_back(client, practice):
    guest = a_visitor()
    thanks = some_thanks(practice, by=guest)
    with pytest.raises(DomainError):
        some_thanks(practice, by=guest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thanks.objects.create(practice=practice, organisation=thanks.organisation, person=guest, text="x")

    client.force_login(guest)
    client.post(reverse("exchange:thanks-withdraw", args=[thanks.uuid]))
    assert "It helped us." not in client.get(practice.get_absolute_url()).content.decode()
    some_thanks(practice, by=guest, text="Again.")
    assert "Again." in client.get(practice.get_absolute_url()).content.decode()


def test_nobody_thanks_oneself(practice):
    with pytest.raises(DomainError):
        some_thanks(practice, by=an_editor(practice.owner))


def test_the_owner_hides_thanks_with_a_reason_and_a_stranger_does_not(client, practice):
    thanks = some_thanks(practice)
    address = reverse("exchange:thanks-hide", args=[thanks.uuid])
    client.force_login(a_visitor())
    assert client.post(address, {"reason": "x"}).status_code == 403
    assert client.post(reverse("exchange:thanks-withdraw", args=[thanks.uuid])).status_code == 403

    client.force_login(an_editor(practice.owner))
    assert address in client.get(practice.get_absolute_url()).content.decode()
    client.post(address, {"reason": "It names a client."})

    assert "It helped us." not in client.get(practice.get_absolute_url()).content.decode()
    thanks.refresh_from_db()
    with pytest.raises(DomainError):
        actions.hide_thanks(thanks, reason="Again.", by=an_editor(practice.owner))


def test_the_page_costs_the_same_whatever_the_thanks(client, practice):
    client.force_login(a_visitor())
    client.get(practice.get_absolute_url())
    costs = []
    for number in (1, 3):
        while Thanks.objects.count() < number:
            some_thanks(practice, text=f"Thanks {Thanks.objects.count()}")
        client.get(reverse("home:front"))
        with CaptureQueriesContext(connection) as made:
            text = client.get(practice.get_absolute_url() + f"?{number}").content.decode()
        costs.append(len(made))
        assert all(f"Thanks {one}" in text for one in range(number))

    assert costs[0] == costs[1]


def test_who_leaves_takes_along_what_was_not_open(practice):
    guest = a_visitor()
    some_thanks(practice, by=guest, is_open=False)

    person_erased.send(sender=type(guest), user=guest)

    assert Thanks.objects.get().text == ""
