"""Times: by which clock, who gets a place, who is told, and what calendars are given."""

import datetime
import threading
import time as clock
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from kotokaari.catalogue.public import withdraw_practice
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.exchange import actions, jobs, logic, times
from kotokaari.exchange.models import Booking, Offer
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import person_erased
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory

from .factories import a_booking, a_question, a_time, a_visitor, an_editor, some_times

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")
TYPED = {
    "kind": "visit",
    "title": "Come and see",
    "day": "2030-05-06",
    "begins": "14:00",
    "ends": "16:00",
    "zone": "Europe/Helsinki",
    "times": "1",
    "capacity": "4",
    "languages": ["fi", "en"],
    "where": "Secret Street 1",
}


def calendar_in(letter):
    """The calendar file of a letter, read back from what goes over the wire."""
    (part,) = [
        part for part in message_from_bytes(letter.message().as_bytes()).walk() if "calendar" in part.get_content_type()
    ]
    return Calendar.from_ical(part.get_payload(decode=True)), part


def event_of(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


# By which clock


def test_weeks_go_by_the_clock_on_the_wall_over_the_end_of_summer_time():
    begins = datetime.datetime(2027, 10, 25, 14)

    weeks = logic.weekly(begins, begins + datetime.timedelta(hours=2), HELSINKI, 2)

    assert [start.hour for start, _end in weeks] == [11, 12]
    assert [start.astimezone(HELSINKI).hour for start, _end in weeks] == [14, 14]
    assert weeks[1][0] - weeks[0][0] == datetime.timedelta(days=7, hours=1)


def test_an_hour_that_summer_time_leaps_over_does_not_exist():
    with pytest.raises(logic.NoSuchMoment):
        logic.moment(datetime.datetime(2027, 3, 28, 3, 30), HELSINKI)
    with pytest.raises(DomainError):
        some_times(begins=datetime.datetime(2027, 3, 21, 3, 30), times=2)
    assert not Offer.objects.exists()


def test_of_two_same_hours_the_first_is_meant():
    assert logic.moment(datetime.datetime(2027, 10, 31, 3, 30), HELSINKI).hour == 0


@pytest.mark.parametrize(
    ("month", "utc", "words"), [(1, 12, "Europe/Helsinki, UTC+2"), (7, 11, "Europe/Helsinki, UTC+3")]
)
def test_a_time_is_kept_in_utc_and_shown_by_its_own_clock(month, utc, words):
    offer = a_time(begins=datetime.datetime(2028, month, 12, 14))

    assert offer.starts_at == datetime.datetime(2028, month, 12, utc, tzinfo=datetime.UTC)
    row = times.row(offer)
    assert "14:00–16:00" in row.when
    assert (row.zone, row.own_when) == (words, "")


def test_a_reader_elsewhere_sees_their_own_clock_too(client):
    offer = a_time(begins=datetime.datetime(2028, 1, 12, 14))
    client.force_login(UserFactory(time_zone="Europe/Berlin"))

    text = client.get(offer.get_absolute_url()).content.decode()

    assert "14:00–16:00" in text
    assert "Your time: Wed 12 January 2028 at 13:00–15:00 (Europe/Berlin)" in text


def test_a_time_in_finnish_and_over_two_days():
    offer = a_time(begins=datetime.datetime(2028, 1, 12, 14), hours=22)

    with translation.override("fi"):
        assert times.when(offer) == "ke 12.1.2028 klo 14.00 – to 13.1.2028 klo 12.00"
    with translation.override("sv"):
        assert times.when(offer).startswith("ons 12.1.2028 kl. 14.00")


def test_a_time_abroad_is_offered_by_its_own_clock():
    offer = a_time(begins=datetime.datetime(2028, 7, 12, 9), zone="America/St_Johns")

    assert offer.starts_at.hour == 11
    assert times.zone_words(offer) == "America/St_Johns, UTC−2:30"


# Offering


def test_who_speaks_for_the_practice_offers_a_time_each_week(client, practice):
    client.force_login(an_editor(practice.owner))
    assert reverse("exchange:time-new", args=[practice.key]) in client.get(practice.get_absolute_url()).content.decode()

    response = client.post(reverse("exchange:time-new", args=[practice.key]), {**TYPED, "times": "3"})

    offers = list(Offer.objects.order_by("starts_at"))
    assert response.status_code == 302
    assert len(offers) == 3
    assert len({offer.series for offer in offers}) == 1
    assert offers[0].languages == "fi,en"
    assert offers[0].starts_at.astimezone(HELSINKI) == datetime.datetime(2030, 5, 6, 14, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    "wrong", [{"day": "2020-05-06"}, {"ends": "13:00"}, {"times": "99"}, {"zone": "Moon/Base"}, {"capacity": "0"}]
)
def test_what_makes_no_sense_is_refused_and_kept_in_the_form(client, practice, wrong):
    client.force_login(an_editor(practice.owner))

    response = client.post(reverse("exchange:time-new", args=[practice.key]), {**TYPED, **wrong})

    assert response.status_code == 200
    assert "Come and see" in response.content.decode()
    assert not Offer.objects.exists()


def test_strangers_offer_nothing(client, practice):
    client.force_login(an_editor(OrganisationFactory()))
    assert client.post(reverse("exchange:time-new", args=[practice.key]), TYPED).status_code == 403


# Booking


def test_who_books_has_a_place_and_is_told_where(client, practice, letters):
    host = an_editor(practice.owner, email="host@example.org")
    offer, visitor = a_time(practice, by=host), a_visitor(name="Vera Visitor", email="vera@example.org")
    client.force_login(visitor)
    assert "Secret Street" not in client.get(offer.get_absolute_url()).content.decode()

    with letters():
        organisation = visitor.memberships.get().organisation
        client.post(
            reverse("exchange:book", args=[offer.uuid]),
            {"organisation": organisation.pk, "people": "2", "note": "We come by train."},
        )

    offer.refresh_from_db()
    assert (offer.taken, offer.free) == (2, 2)
    assert "Secret Street" in client.get(offer.get_absolute_url()).content.decode()
    letter = {one.to[0]: one for one in mail.outbox}
    assert set(letter) == {"host@example.org", "vera@example.org"}
    assert "Vera Visitor" in letter["host@example.org"].body
    assert "We come by train." in letter["host@example.org"].body
    assert "vera@" not in letter["host@example.org"].message().as_string()
    assert "host@" not in letter["vera@example.org"].message().as_string()


def test_the_place_is_for_those_who_come(client, practice):
    offer = a_time(practice, capacity=1)
    first, waiting = a_visitor(), a_visitor()
    a_booking(offer, by=first)
    a_booking(offer, by=waiting)
    pages = {}
    for who, user in {"nobody": None, "first": first, "waiting": waiting, "host": an_editor(practice.owner)}.items():
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(offer.get_absolute_url()).content.decode()
        file = client.get(reverse("exchange:time-ics", args=[offer.uuid])).content.decode()
        feed = client.get(reverse("exchange:times-ics")).content.decode()
        pages[who] = ["Secret" in text for text in (page, file, feed)]

    assert pages == {
        "nobody": [False, False, False],
        "first": [True, True, False],
        "waiting": [False, False, False],
        "host": [True, True, False],
    }


def test_one_books_for_ones_own_organisation_once(client, practice):
    offer, visitor = a_time(practice), a_visitor()
    a_booking(offer, by=visitor)
    client.force_login(visitor)
    address = reverse("exchange:book", args=[offer.uuid])

    again = client.post(address, {"organisation": visitor.memberships.get().organisation_id, "people": "1"})
    others = client.post(address, {"organisation": OrganisationFactory().pk, "people": "1"})

    assert "has booked this time already" in again.content.decode()
    assert others.status_code == 200
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("why", ["past", "cancelled", "own", "too many"])
def test_what_cannot_be_booked_says_so(practice, why):
    host = an_editor(practice.owner)
    offer = a_time(practice, by=host)
    if why == "past":
        Offer.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=1))
    if why == "cancelled":
        actions.cancel_offer(offer, reason="Flu.", by=host)

    with pytest.raises(DomainError):
        a_booking(offer, by=host if why == "own" else None, people=5 if why == "too many" else 1)
    assert not Booking.objects.exists()


def test_when_all_places_are_taken_one_stands_in_line_and_the_first_who_fits_moves_up(practice, letters):
    offer = a_time(practice, capacity=3)
    going = a_booking(offer, people=2)
    big, small = a_booking(offer, people=3), a_booking(offer, people=2, by=a_visitor(email="small@example.org"))
    last = a_booking(offer, people=1)
    assert [one.state for one in (going, big, small, last)] == ["booked", "waiting", "waiting", "booked"]

    with letters():
        actions.cancel_booking(going, reason="We are ill.", by=going.person)

    states = {one.pk: one.state for one in Booking.objects.all()}
    assert [states[one.pk] for one in (going, big, small, last)] == ["cancelled", "waiting", "booked", "booked"]
    offer.refresh_from_db()
    assert offer.taken == 3
    told = [letter for letter in mail.outbox if letter.to == ["small@example.org"]]
    assert len(told) == 1
    assert calendar_in(told[0])[0]["method"] == "REQUEST"


def test_the_database_itself_refuses_one_too_many(practice):
    offer = a_time(practice, capacity=1)
    a_booking(offer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.update(taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            offer=offer, organisation=Booking.objects.get().organisation, person=UserFactory(), state="waiting"
        )


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_never_get_more_places_than_there_are():
    offer = a_time(capacity=3)
    visitors = [a_visitor() for _one in range(8)]
    start, troubles = threading.Barrier(len(visitors)), []

    def book(visitor):
        start.wait()
        try:
            for _try in range(300):
                try:
                    return a_booking(Offer.objects.get(pk=offer.pk), by=visitor)
                except OperationalError as error:  # SQLite in memory does not wait for its turn as one on disk does
                    if "locked" not in str(error):
                        raise
                    clock.sleep(0.01)
        except Exception as error:
            troubles.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=book, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    offer.refresh_from_db()
    assert troubles == []
    states = sorted(Booking.objects.values_list("state", flat=True))
    assert states == ["booked"] * 3 + ["waiting"] * 5
    assert offer.taken == 3


# Cancelling and changing


@pytest.mark.parametrize("who", ["visitor", "colleague", "host"])
def test_either_side_calls_a_booking_off_with_a_sentence(client, practice, letters, who):
    host = an_editor(practice.owner, email="host@example.org")
    offer = a_time(practice, by=host)
    visitor = a_visitor(email="vera@example.org")
    booking = a_booking(offer, by=visitor)
    people = {"visitor": visitor, "colleague": an_editor(booking.organisation), "host": host}
    client.force_login(people[who])
    mail.outbox.clear()
    address = reverse("exchange:booking-cancel", args=[booking.uuid])

    assert client.post(address, {"reason": ""}).status_code == 200
    with letters():
        client.post(address, {"reason": "The train does not run."})

    booking.refresh_from_db()
    offer.refresh_from_db()
    assert (booking.state, booking.ended_by_host, offer.taken) == ("cancelled", who == "host", 0)
    letter = {one.to[0]: one for one in mail.outbox}
    assert calendar_in(letter["vera@example.org"])[0]["method"] == "CANCEL"
    told = "vera@example.org" if who == "host" else "host@example.org"
    assert "The train does not run." in letter[told].body


def test_who_was_called_off_by_the_host_reads_why_on_the_page_and_may_book_again(client, practice):
    host, visitor = an_editor(practice.owner), a_visitor()
    offer = a_time(practice, by=host)
    actions.cancel_booking(a_booking(offer, by=visitor), reason="The room is too small.", by=host)
    client.force_login(visitor)

    text = client.get(offer.get_absolute_url()).content.decode()
    assert "The room is too small." in text
    assert reverse("exchange:book", args=[offer.uuid]) in text
    a_booking(offer, by=visitor)
    assert "The room is too small." not in client.get(offer.get_absolute_url()).content.decode()


def test_a_stranger_does_not_know_a_booking(client, practice):
    booking = a_booking(a_time(practice))
    client.force_login(a_visitor())

    address = reverse("exchange:booking-cancel", args=[booking.uuid])
    assert client.post(address, {"reason": "Ha."}).status_code == 404


def test_a_cancelled_time_tells_everybody_and_leaves_the_lists(client, practice, letters):
    offer = a_time(practice, capacity=1)
    going, waiting = a_booking(offer, by=a_visitor(email="a@example.org")), a_booking(offer)
    host = an_editor(practice.owner)
    assert "Come and see" in client.get(practice.get_absolute_url()).content.decode()
    mail.outbox.clear()

    with letters():
        actions.cancel_offer(offer, reason="The hosts are ill.", by=host)

    assert {letter.to[0] for letter in mail.outbox} == {"a@example.org", waiting.person.email}
    assert all("The hosts are ill." in letter.body for letter in mail.outbox)
    assert "Come and see" not in client.get(practice.get_absolute_url()).content.decode()
    assert "Come and see" not in client.get(reverse("exchange:times")).content.decode()
    assert "The hosts are ill." in client.get(offer.get_absolute_url()).content.decode()
    with pytest.raises(DomainError):
        actions.cancel_booking(going, reason="Again.", by=going.person)


def test_who_comes_is_told_when_the_time_moves_and_not_otherwise(client, practice, letters):
    host = an_editor(practice.owner)
    offer = a_time(practice, by=host)
    booking = a_booking(offer)
    client.force_login(host)
    address = reverse("exchange:time-edit", args=[offer.uuid])
    form = client.get(address).context["form"]
    same = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    mail.outbox.clear()

    with letters():
        client.post(address, {**same, "price_note": "Free."})
    quiet = len(mail.outbox)
    with letters():
        client.post(address, {**same, "begins": "09:00", "ends": "11:00"})

    assert quiet == 0
    (letter,) = mail.outbox
    event = calendar_in(letter)[0].walk("VEVENT")[0]
    assert letter.to == [booking.person.email]
    assert event["uid"] == f"{booking.uuid}@127.0.0.1"
    assert event["sequence"] > 0
    assert event["dtstart"].dt.hour == 9


def test_more_places_go_to_those_in_line_and_fewer_than_taken_are_refused(practice):
    host = an_editor(practice.owner)
    offer = a_time(practice, by=host, capacity=2)
    going, waiting = a_booking(offer, people=2), a_booking(offer, people=2)
    local = [moment.astimezone(HELSINKI).replace(tzinfo=None) for moment in (offer.starts_at, offer.ends_at)]
    now = {"begins": local[0], "ends": local[1], "zone": offer.zone, "by": host}

    with pytest.raises(DomainError):
        actions.change_offer(offer, capacity=1, **now)
    actions.change_offer(offer, capacity=4, **now)

    waiting.refresh_from_db()
    going.refresh_from_db()
    assert (going.state, waiting.state) == ("booked", "booked")


# Calendars


def test_the_file_in_a_letter_is_an_invitation_to_that_person_alone(practice, letters):
    offer = a_time(practice, by=an_editor(practice.owner, email="host@example.org"))

    with letters():
        booking = a_booking(offer, by=a_visitor(email="vera@example.org"))

    letter = next(one for one in mail.outbox if one.to == ["vera@example.org"])
    calendar, part = calendar_in(letter)
    event = calendar.walk("VEVENT")[0]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "REQUEST")
    assert (calendar["method"], calendar["version"]) == ("REQUEST", "2.0")
    assert event["uid"] == f"{booking.uuid}@127.0.0.1"
    assert event["attendee"] == "mailto:vera@example.org"
    assert event["organizer"] == "mailto:kotokaari@localhost"
    assert event["location"] == "Secret Street 1"
    assert event["dtstart"].dt == offer.starts_at
    assert "host@" not in part.get_payload(decode=True).decode()


@pytest.mark.parametrize(("month", "offset"), [(1, 2), (7, 3)])
def test_a_file_for_a_calendar_names_its_time_zone_and_tells_the_same_moment(client, month, offset):
    offer = a_time(begins=datetime.datetime(2028, month, 12, 14))

    response = client.get(reverse("exchange:time-ics", args=[offer.uuid]))

    event = event_of(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["dtstart"].params["TZID"] == "Europe/Helsinki"
    assert event["dtstart"].dt.utcoffset() == datetime.timedelta(hours=offset)
    assert event["dtstart"].dt == offer.starts_at
    assert len(Calendar.from_ical(response.content).walk("VTIMEZONE")) == 1
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_a_feed_holds_an_organisations_own_times_and_the_cancelled_ones(client, practice):
    host = an_editor(practice.owner)
    a_time(practice, by=host, title="Coming")
    actions.cancel_offer(a_time(practice, by=host, title="Called off"), reason="Flu.", by=host)
    a_time(title="Elsewhere")

    response = client.get(reverse("exchange:organisation-ics", args=[practice.owner.code]))

    events = {
        str(event["summary"]): str(event["status"]) for event in Calendar.from_ical(response.content).walk("VEVENT")
    }
    assert events == {"Visit: Coming": "CONFIRMED", "Visit: Called off": "CANCELLED"}


def test_an_organisations_page_shows_its_times_and_the_feed(client, practice):
    address = practice.owner.get_absolute_url()
    feed = reverse("exchange:organisation-ics", args=[practice.owner.code])
    assert feed not in client.get(address).content.decode()

    a_time(practice)

    text = client.get(address).content.decode()
    assert "Come and see" in text
    assert feed in text


def test_a_withdrawn_practice_calls_its_times_off_and_closes_what_waits(practice, letters):
    booking = a_booking(a_time(practice), by=a_visitor(email="vera@example.org"))
    question = a_question(practice, by=UserFactory(email="ada@example.org"))
    mail.outbox.clear()

    with letters():
        withdraw_practice(practice, reason=TranslatedText.of("en", "It did harm."), by=an_editor(practice.owner))

    booking.refresh_from_db()
    question.refresh_from_db()
    assert (booking.state, question.state) == ("cancelled", "closed")
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert all(
        "The practice was withdrawn. It did harm." in told[who] for who in ("vera@example.org", "ada@example.org")
    )


def test_questions_and_times_have_permanent_addresses(client, practice):
    offer, question = a_time(practice), a_question(practice)
    headers = {"Accept-Language": "en"}

    assert client.get(f"/id/{offer.uuid}", headers=headers).headers["Location"] == offer.get_absolute_url()
    assert client.get(f"/id/{question.uuid}", headers=headers).status_code == 404
    client.force_login(question.asker)
    assert client.get(f"/id/{question.uuid}", headers=headers).headers["Location"] == question.get_absolute_url()


def test_a_feed_that_was_asked_for_costs_nothing_until_something_changes(client, practice):
    host = an_editor(practice.owner)
    address = reverse("exchange:organisation-ics", args=[practice.owner.code])
    a_time(practice, by=host, title="First")
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        again = client.get(address).content

    a_time(practice, by=host, title="Second")

    assert len(made) <= 3
    assert again.count(b"BEGIN:VEVENT") == 1
    assert client.get(address).content.count(b"BEGIN:VEVENT") == 2


# What is told the day before


def test_the_day_before_visitors_and_hosts_are_reminded_once(practice, letters):
    host = an_editor(practice.owner, email="host@example.org")
    offer = a_time(practice, by=host, in_days=10, hour=1, capacity=1)
    a_booking(offer, by=a_visitor(email="vera@example.org"))
    a_booking(offer)
    today = timezone.localdate()

    def night(days):
        mail.outbox.clear()
        with letters():
            said = jobs.remind_of_times(today + datetime.timedelta(days=days))
        return said, sorted(letter.to[0] for letter in mail.outbox)

    assert night(8) == ("", [])
    assert night(9) == ("1 visit reminded of", ["host@example.org", "vera@example.org"])
    assert night(9) == ("", [])


# Lists


def test_the_list_holds_what_is_to_come_of_public_practices(client, practice):
    a_time(practice, title="Coming")
    a_time(practice, title="Passed")
    Offer.objects.filter(title__icontains="Passed").update(starts_at=timezone.now() - datetime.timedelta(days=1))
    a_time(gone := a_practice(), title="Gone")
    gone.status = "withdrawn"
    gone.save()

    text = client.get(reverse("exchange:times")).content.decode()

    assert [title in text for title in ("Coming", "Passed", "Gone")] == [True, False, False]


def test_the_list_is_found_from_the_front_page_and_says_when_it_is_empty(client, practice):
    text = client.get(reverse("exchange:times")).content.decode()

    assert "No times to come just now" in text
    assert f'href="{reverse("exchange:times")}"' in client.get(reverse("home:front")).content.decode()


def test_the_list_can_be_narrowed(client, practice):
    a_time(practice, title="Walk", languages="fi")
    a_time(practice, title="Talk", kind="call", is_remote=True, languages="sv,en")
    address = reverse("exchange:times")

    found = {
        query: [title in client.get(address + query).content.decode() for title in ("Walk", "Talk")]
        for query in ("?kind=call", "?language=fi", "?language=sv", "?remote=on", "?kind=nonsense", "?kind=mentoring")
    }

    assert found == {
        "?kind=call": [False, True],
        "?language=fi": [True, False],
        "?language=sv": [False, True],
        "?remote=on": [False, True],
        "?kind=nonsense": [True, True],
        "?kind=mentoring": [False, False],
    }


@pytest.mark.parametrize("where", ["times", "practice", "work", "time"])
def test_lists_cost_the_same_whatever_their_length(client, practice, where):
    host = an_editor(practice.owner)
    PlaceFactory()
    client.force_login(host)
    costs = []

    for number in (1, 3):
        while Offer.objects.count() < number:
            first = a_time(practice, by=host, title=f"Time {Offer.objects.count()}")
            a_booking(Offer.objects.order_by("pk").first())
        address = {
            "times": reverse("exchange:times"),
            "practice": practice.get_absolute_url(),
            "work": reverse("home:work"),
            "time": Offer.objects.order_by("pk").first().get_absolute_url(),
        }[where]
        client.get(reverse("home:about"))
        with CaptureQueriesContext(connection) as made:
            text = client.get(address).content.decode()
        costs.append(len(made))
        assert first.title.source_text in text or where == "time"

    assert costs[0] == costs[1]


def test_who_leaves_is_called_off_and_forgotten(practice):
    offer, visitor = a_time(practice, capacity=1), a_visitor()
    a_booking(offer, by=visitor, note="Ring me.")
    waiting = a_booking(offer)

    person_erased.send(sender=type(visitor), user=visitor)

    waiting.refresh_from_db()
    assert waiting.state == "booked"
    mine = Booking.objects.get(person=visitor)
    assert (mine.state, mine.note) == ("cancelled", "")
