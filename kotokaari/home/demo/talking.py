"""What people of the demo say and offer to one another. They are invented, and those who come from elsewhere cannot sign in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kotokaari.catalogue.public import Practice
from kotokaari.exchange import public as exchange
from kotokaari.people import public as people

from . import read

FILE = "exchange.json"
FIRST_HOUR = datetime.time(10)


def make_neighbours(organisations: Mapping[str, people.Organisation]) -> dict[str, people.User]:
    """Invented coordinators of other organisations, without a password."""
    found = {}
    for entry in read.parts(FILE)["people"]:
        user = people.create_person(
            email=f"{entry['id']}@example.org",
            name=entry["name"],
            password=None,
            language=entry["language"],
            is_example=True,
            by=None,
        )
        people.grant_role(organisations[entry["organisation"]], user, role=people.Role.COORDINATOR, by=None)
        found[entry["id"]] = user
    return found


def talk(practices: Mapping[str, Practice], users: Mapping[str, people.User]) -> None:
    """Every question with what was written in it, so many days ago as the file says."""
    for entry in read.parts(FILE)["questions"]:
        question = _ask(practices[entry["practice"]], entry, users)
        _date(question, entry)


def offer_times(practices: Mapping[str, Practice], users: Mapping[str, people.User]) -> None:
    """Times to visit and to be mentored, so many days ahead as the file says, with those who have booked them."""
    places = people.Place.objects.in_bulk(field_name="code")
    for entry in read.parts(FILE)["visits"]:
        host = users[entry["by"]]
        day = _weekday(timezone.localdate() + datetime.timedelta(days=entry["days"]))
        begins = datetime.datetime.combine(day, FIRST_HOUR)
        (offer,) = exchange.offer_times(
            practices[entry["practice"]],
            organisation=_organisation_of(host),
            begins=begins,
            ends=begins + datetime.timedelta(hours=entry["hours"]),
            zone="Europe/Helsinki",
            kind=entry["kind"],
            title=read.text(entry["title"]),
            about=read.text(entry["note"]),
            is_remote=entry["code"] is None,
            place=places.get(entry["code"]),
            where=entry["place"]["fi"] if entry["code"] else "",
            capacity=entry["seats"],
            languages=",".join(entry["languages"]),
            is_example=True,
            by=host,
        )
        for one in entry["bookings"]:
            visitor = users[one["by"]]
            exchange.book_time(
                offer, organisation=_organisation_of(visitor), people=one["people"], note=one["note"], by=visitor
            )


def _weekday(day: datetime.date) -> datetime.date:
    """The day, or the Monday after it: nobody visits a school on a Sunday."""
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def say_thanks(practices: Mapping[str, Practice], users: Mapping[str, people.User]) -> None:
    """Thanks of organisations to those whose practice they use."""
    for entry in read.parts(FILE)["thanks"]:
        user = users[entry["by"]]
        thanks = exchange.say_thanks(
            practices[entry["practice"]],
            text=entry["text"],
            language=entry["language"],
            organisation=_organisation_of(user),
            is_open=True,
            is_example=True,
            by=user,
        )
        said = timezone.now() - datetime.timedelta(days=entry["days"])
        exchange.Thanks.objects.filter(pk=thanks.pk).update(said_at=said)


def _organisation_of(user: people.User) -> people.Organisation:
    return people.organisations_for(user).get()


def _ask(practice: Practice, entry: dict[str, Any], users: Mapping[str, people.User]) -> exchange.Question:
    asker = users[entry["by"]]
    question = exchange.ask_owner(
        practice,
        subject=entry["subject"],
        text=entry["text"],
        language=entry["language"],
        organisation=_organisation_of(asker),
        is_open=entry["is_open"],
        shows_name=entry["shows_name"],
        is_example=True,
        by=asker,
    )
    for message in entry["messages"]:
        exchange.write_message(
            question,
            text=message["text"],
            language=message["language"],
            shows_name=True,
            by=users[message["by"]],
        )
    return question


def _date(question: exchange.Question, entry: dict[str, Any]) -> None:
    """Write days of the past where the actions wrote now."""
    ago = [entry["days"], *(message["days"] for message in entry["messages"])]
    moments = [timezone.now() - datetime.timedelta(days=days) for days in ago]
    for message, moment in zip(question.messages.all(), moments, strict=True):
        exchange.Message.objects.filter(pk=message.pk).update(written_at=moment)
    times = {"asked_at": moments[0], "waiting_since": moments[0], "changed_at": moments[-1]}
    if len(moments) > 1:
        times["answered_at"] = moments[1]
    exchange.Question.objects.filter(pk=question.pk).update(**times)
