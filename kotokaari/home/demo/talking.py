"""What people of the demo say to one another: questions and answers. The people are invented and cannot sign in."""

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


def _ask(practice: Practice, entry: dict[str, Any], users: Mapping[str, people.User]) -> exchange.Question:
    asker = users[entry["by"]]
    question = exchange.ask_owner(
        practice,
        subject=entry["subject"],
        text=entry["text"],
        language=entry["language"],
        organisation=people.organisations_for(asker).first(),
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
