"""Filling an empty house with the demo region."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from kotokaari.adoption import public as adoption
from kotokaari.arc import public as arc
from kotokaari.catalogue import public as catalogue
from kotokaari.foundation import mail
from kotokaari.innovation import public as innovation
from kotokaari.needs import public as needs
from kotokaari.people import public as people
from kotokaari.rubrics import public as rubrics
from kotokaari.search import public as search
from kotokaari.vocabulary import public as vocabulary

from . import read
from .adopting import make_adoptions
from .calling import open_a_call
from .innovating import innovate
from .judging import judge
from .life import live_a_little
from .read import text
from .surveying import ask, ask_now
from .talking import make_neighbours, offer_times, say_thanks, talk

DEMO_PASSWORD = "kotokaari-demo-2026"
# E-mail, name, organisation, role, administrator of the house. Invented people.
LOG_INS = (
    ("coordinator@example.org", "Kaisa Koordinaattori", "city-of-vantaa", people.Role.COORDINATOR, False),
    ("specialist@example.org", "Sofia Specialist", "keha", people.Role.SPECIALIST, False),
    ("facilitator@example.org", "Fanni Fasilitaattori", "taskmill", people.Role.FACILITATOR, False),
    ("expert@example.org", "Elias Expert", "jamk", people.Role.EXPERT, False),
    ("council@example.org", "Ville Valtuutettu", "vantaa-city-council", people.Role.DECISION_MAKER, False),
    ("admin@example.org", "Anna Admin", "city-of-jyvaskyla", people.Role.ADMINISTRATOR, True),
)
ORGANISATIONS = ("organisations.json", "organisations-b.json", "organisations-c.json")
Say = Callable[[str], None]


def load_demo(say: Say = print) -> bool:
    """Fill an empty house, all or nothing; False when it already holds practices. ``say`` hears of progress."""
    if catalogue.Practice.objects.exists():
        return False
    with mail.silence(), transaction.atomic(), search.all_at_once():
        Demo(say).build()
    return True


class Demo:
    """What has been made so far, by the names the files use."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.organisations: dict[str, people.Organisation] = {}
        self.users: dict[str, people.User] = {}
        self.projects: dict[str, catalogue.Project] = {}
        self.practices: dict[str, catalogue.Practice] = {}
        self.things: dict[str, arc.Elsewhere] = {}
        self.ends: dict[str, tuple[str, UUID]] = {}

    def build(self) -> None:
        """Everything, from the words up to the links."""
        self.say("words and law")
        vocabulary.load_house_vocabulary(by=None)
        rubrics.load_house_rubrics(by=None)
        self.say("places")
        people.load_house_places()
        self.say("organisations")
        self.make_organisations()
        self.make_people()
        self.say("projects")
        self.make_projects()
        self.say("practices")
        self.make_practices()
        self.end_organisations()
        self.make_situations()
        self.say("things kept elsewhere")
        self.make_things()
        self.say("adoptions")
        self.users |= make_neighbours(self.organisations)
        make_adoptions(self.practices, self.organisations, self.users)
        self.say("questions, visits and thanks")
        talk(self.practices, self.users)
        offer_times(self.practices, self.users)
        say_thanks(self.practices, self.users)
        self.say("a call and its panel")
        judge(self.organisations, self.users)
        open_a_call(self.organisations, self.users)
        self.say("a survey and its themes")
        survey = ask(self.organisations, self.users)
        self.say("an innovation day and its epics")
        self.note_aito(survey, innovate(survey, self.organisations, self.users))
        ask_now(survey.organisation, by=self.users["coordinator"])
        self.say("arcs")
        self.tie_everything()
        self.say("a little life")
        live_a_little(self.practices, self.users)

    def make_organisations(self) -> None:
        """Organisations, whole before part."""
        waiting = [entry for file in ORGANISATIONS for entry in read.entries(file)]
        while waiting:
            ready = [entry for entry in waiting if not entry.get("parent") or entry["parent"] in self.organisations]
            if not ready:
                raise ValueError(f"no such parent: {waiting[0]['parent']}")
            for entry in ready:
                self.organisations[entry["id"]] = self.make_organisation(entry)
            waiting = [entry for entry in waiting if entry not in ready]

    def end_organisations(self) -> None:
        """Those that have ended, once their practices and projects stand."""
        for entry in read.entries("organisations.json"):
            if entry.get("valid_to"):
                self.end_organisation(entry)

    def make_organisation(self, entry: dict[str, Any]) -> people.Organisation:
        """One organisation as its file says."""
        begins = entry.get("valid_from")
        return people.create_organisation(
            code=entry["id"],
            name=text(entry["name"]),
            type=entry["type"],
            about=text(entry.get("about")),
            place=people.Place.objects.filter(code=entry.get("place") or "").first(),
            parent=self.organisations.get(entry.get("parent") or ""),
            country=entry.get("country") or "FI",
            website=entry.get("website") or "",
            valid_from=datetime.date.fromisoformat(begins) if begins else None,
            source=(entry.get("source") or "")[:300],
            name_is_likely=entry.get("ocr_note") or "",
            by=None,
        )

    def end_organisation(self, entry: dict[str, Any]) -> None:
        """Give an organisation its last day and those that carry on."""
        successors = [
            (self.organisations[one["organisation"]], text(one.get("note"))) for one in entry.get("successors") or ()
        ]
        day = datetime.date.fromisoformat(entry["valid_to"])
        people.end_organisation(self.organisations[entry["id"]], on=day, successors=successors, by=None)

    def make_people(self) -> None:
        """A log-in for each role, all with one password; never made outside the demo."""
        for email, name, organisation, role, runs_the_house in LOG_INS:
            user = people.create_person(
                email=email,
                name=name,
                password=DEMO_PASSWORD,
                is_administrator=runs_the_house,
                is_example=True,
                by=None,
            )
            people.grant_role(self.organisations[organisation], user, role=role, by=None)
            self.users[email.partition("@")[0]] = user

    def make_projects(self) -> None:
        """Projects, whole before part, with the money that is known."""
        for entry in sorted(read.entries("projects.json"), key=lambda one: bool(one.get("parent"))):
            project = catalogue.create_project(
                code=entry["id"],
                name=text(entry["name"]),
                aim=text(entry["aim"]),
                owner=self.organisations.get(entry.get("owner") or ""),
                parent=self.projects.get(entry.get("parent") or ""),
                participants=[self.organisations[name] for name in entry.get("participants") or ()],
                starts=str(entry.get("starts") or ""),
                ends=str(entry.get("ends") or ""),
                website=entry.get("website") or "",
                source=(entry.get("source") or "")[:300],
                by=None,
            )
            self.projects[entry["id"]] = project
            for grant in entry.get("grants") or ():
                self.make_grant(project, grant)

    def make_grant(self, project: catalogue.Project, grant: dict[str, Any]) -> None:
        """Money of a project."""
        catalogue.fund_project(
            project,
            funder=text(grant["funder"]),
            programme=text(grant.get("programme")),
            code=grant.get("code") or "",
            amount=Decimal(str(grant["amount"])) if grant.get("amount") is not None else None,
            currency=grant.get("currency") or "EUR",
            year_from=int(grant["year_from"]) if grant.get("year_from") else None,
            year_to=int(grant["year_to"]) if grant.get("year_to") else None,
            note=text(grant.get("note")),
            source=(grant.get("source") or "")[:300],
            by=None,
        )

    def make_practices(self) -> None:
        """Practices, published by the actions a person uses, then their partners and projects."""
        for entry in read.practices():
            practice = catalogue.create_practice(
                self.organisations[entry["owner"]],
                record=catalogue.record_from_data(entry["record"], source="fi"),
                example_fields=entry.get("example_fields") or (),
                sources=[{**source, "title": text(source["title"]).to_json()} for source in entry.get("sources") or ()],
                is_example=bool(entry.get("example")),
                by=None,
            )
            catalogue.publish(practice.versions.get(), by=None)
            practice.refresh_from_db()
            partners = [
                (self.organisations[one["organisation"]], text(one.get("role"))) for one in entry.get("partners") or ()
            ]
            catalogue.set_partners(practice, partners=partners, by=None)
            projects = [self.projects[name] for name in entry.get("projects") or ()]
            catalogue.set_projects(practice, projects=projects, by=None)
            if entry.get("status") == "ended":
                catalogue.end_practice(practice, reason=text(entry["ended_reason"]), by=None)
            self.practices[entry["key"]] = practice

    def make_situations(self) -> None:
        """How organisations describe themselves. Every figure is invented and marked so."""
        for entry in read.entries("situations.json"):
            answers = {name: value for name, value in entry.items() if name != "organisation"}
            organisation = self.organisations[entry["organisation"]]
            adoption.describe_situation(organisation, answers=answers, is_example=True, by=None)

    def make_things(self) -> None:
        """Things on the arc that are kept elsewhere or have no room of their own yet."""
        for entry in self.thing_entries():
            organisation = self.organisations.get(entry.get("organisation") or "")
            self.things[entry["id"]] = arc.note_elsewhere(
                station=entry["station"],
                title=text(entry["title"]),
                note=text(entry.get("note")),
                source=(entry.get("source") or "")[:300],
                url=entry.get("url") or "",
                date=str(entry.get("date") or ""),
                organisation=organisation.uuid if organisation else None,
                is_example=bool(entry.get("example")),
            )

    def note_aito(self, survey: needs.Survey, day: innovation.Day) -> None:
        """What the files call the survey, the day and its epics."""
        self.ends |= {"aito-survey": ("survey", survey.uuid), "aito-day": ("innovation-day", day.uuid)}
        self.ends |= {f"aito-epic-{epic.number}": ("epic", epic.uuid) for epic in day.epics.all()}

    @staticmethod
    def thing_entries() -> list[dict[str, Any]]:
        """The entries of both files of things."""
        return [entry for file in ("things-a.json", "things-b.json") for entry in read.entries(file)]

    def tie_everything(self) -> None:
        """The links that practices and things name."""
        for entry in (*read.practices(), *self.thing_entries()):
            own = self.end_of(entry.get("key") or entry["id"])
            for link in entry.get("links") or ():
                first, second = (own, self.end_of(link["to"])) if "to" in link else (self.end_of(link["from"]), own)
                arc.tie(first=first, type=link["type"], second=second)

    def end_of(self, name: str) -> tuple[str, UUID]:
        """The end of a link that a file calls ``name``. Raises KeyError for a name nobody has."""
        if name in self.practices:
            return ("practice", self.practices[name].uuid)
        if name in self.projects:
            return ("project", self.projects[name].uuid)
        if name in self.ends:
            return self.ends[name]
        thing = self.things[name]
        return (f"elsewhere:{thing.station}", thing.uuid)
