"""A day with secret parts, looked at by everybody from everywhere: nothing said in secret leads to a person.

Twelve people with telling names write in silence, choose and weigh in secret; some late, some take back, some are
refused. Then everybody goes to every address that the resolver knows: pages, files, interface, live log and state; and
every table, log line and the copy a backup makes is read. A new page is walked by itself, for it is in the resolver.
"""

import itertools
import json
import logging
import re
import secrets
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from kotokaari.foundation.keys import digest
from kotokaari.foundation.models import AuditEvent
from kotokaari.innovation.acting import boarding, ideas
from kotokaari.innovation.acting.choosing import last_results
from kotokaari.innovation.joining import codes
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Ballot, Epic, Group, Idea, IdeaFile, Seat, Weight
from kotokaari.innovation.preparing.actions import finish_day
from kotokaari.innovation.report import gathering
from kotokaari.innovation.tests.factories import a_day, act, fresh, ticket_of
from kotokaari.innovation.tests.test_board_pages import a_photo, as_participant
from kotokaari.live.following import pieces
from kotokaari.live.models import Act
from kotokaari.live.recording import since
from kotokaari.needs.tests.factories import a_survey
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import AdministratorFactory, MembershipFactory, UserFactory

from .links import apart, beside, rows, tells_order, texts, written
from .test_security_walk import client_of, pages

pytestmark = pytest.mark.django_db
MANY = 12
# Rooms whose addresses take a day, a survey, an epic, an idea or a theme; of the others what takes nothing is read.
ROOMS = {"innovation", "needs", "live"}
PERSONS = {
    "innovation_participant",
    "innovation_seat",
    "innovation_namedpair",
}  # tables of people, not of what they say
SECRET_ACTS = ("idea", "idea_edit", "idea_withdraw", "idea_undo", "idea_file", "choose", "weigh")


@dataclass
class Person:
    """Somebody who takes part, and everything by which she could be known."""

    row: object
    token: str
    marks: set[str] = field(default_factory=set)

    def names(self):
        """What a person would know her by."""
        return {self.row.name, self.row.email}

    def hidden(self):
        """What nobody at all is to be told."""
        return {self.row.key, self.row.token_digest, *self.marks} - {""}


class World:
    """The day, its people, and everybody who looks."""

    def __init__(self):
        self.host = UserFactory(name="Host Hertta")
        self.survey = a_survey(maker=self.host)
        self.day = a_day(
            phase="groups", people=MANY, facilitator=self.host, choosing="ranking", survey=self.survey,
            feedback=a_survey(maker=self.host, organisation=self.survey.organisation),
        )  # fmt: skip
        self.day.phases.filter(kind="ideas").update(is_silent=True)
        self.day.phases.filter(kind__in=("choose", "weigh")).update(is_secret=True)
        self._seat()
        self.people = [self._named(number, row) for number, row in enumerate(self.day.participants.order_by("pk"))]
        self.texts = [f"Whisper{number:02}seagull about housing" for number in range(MANY)]
        self.undone, self.refused, self.late = "Undone77heron words", "Refused88swan words", "Late99crane words"
        self.theme = self.day.themes.first()
        self.met, self.day_marks = {}, set()
        self.epic = Epic.objects.create(day=self.day, number=1, theme=self.theme, is_public=True)
        self.epic.texts.create(part="name", language="en", text="A tea room")
        self.clients = self._clients()
        self.words = self._words()
        self.pages = [(name, words) for name, words in pages() if self._concerns(name)]

    def _seat(self):
        """Ten in the first group, two in the second."""
        first, second = Group.objects.order_by("number")
        Group.objects.filter(pk=second.pk).update(name="Kvartetti", table="Ikkunapöytä")
        moved = Seat.objects.filter(group=second).order_by("pk")[2:]
        Seat.objects.filter(pk__in=[one.pk for one in moved]).update(group=first)

    def _named(self, number, row):
        token = codes.new_token()
        row.name, row.email = f"Nimi{number:02}kaisla", f"posti{number:02}kaisla@example.org"
        row.token_digest, row.profession = digest(token), ("teacher", "nurse")[number % 2]
        row.save()
        return Person(row, token)

    def _clients(self):
        organisation = self.day.organisation
        found = {
            "nobody": client_of(None),
            "facilitator": client_of(self.host),
            "house": client_of(AdministratorFactory()),
        }
        for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
            found[role] = client_of(MembershipFactory(organisation=organisation, role=role).user)
        for who, number in (("author", 0), ("another", 5)):
            found[who] = as_participant(client_of(None), self.people[number].row)
            found[who].get(self.at("innovation:here", self.day.key))  # gives the ticket
        found["facilitator"].get(self.at("innovation:desk", self.day.key))
        return found

    @staticmethod
    def at(page, *args, **kwargs):
        with translation.override("en"):
            return reverse(page, args=args or None, kwargs=kwargs or None)

    @staticmethod
    def _concerns(name):
        return not name.startswith(("account_", "mfa_", "socialaccount_"))

    def _words(self):
        day = self.day
        return {
            "slug": [day.slug],
            "code": [day.code, "needs"],
            "channel": [day.channel.uuid],
            "token": [self.people[0].token],
            "pk": [day.phases.get(kind="ideas").pk, day.themes.first().pk, self.people[0].row.pk],
            "number": [1],
            "language": ["en"],
            "question": ["what-else"],
        }

    def known(self, page):
        """The values of each word of an address in this room, with what the day has by now."""
        room = page.partition(":")[0]
        files = list(IdeaFile.objects.values_list("uuid", flat=True))
        keys = {"innovation": [self.day.key, self.epic.key], "needs": [self.survey.key]}
        return {**self.words, "key": keys.get(room, []), "uuid": files or [self.day.uuid]}

    def things(self):
        """(kind, uuid) of what the arc knows of the day."""
        yield from (("idea", idea.uuid) for idea in Idea.objects.filter(day=self.day)[:2])
        yield from (("epic", self.epic.uuid), ("survey", self.survey.uuid))

    def addresses(self, *, whole=True):
        """(page, address) of everything there is to read; ``whole``: with what other rooms show, and lists without a word."""
        for page, words in self.pages:
            room = page.partition(":")[0]
            if not whole and room not in ("innovation", "live"):
                continue
            if page == "identity":
                yield from (
                    (page, self.at(page, thing)) for thing in (self.day.uuid, *(one for _kind, one in self.things()))
                )
            elif words == ("kind", "uuid"):
                yield from ((page, self.at(page, *thing)) for thing in self.things() if room == "arc")
            elif not words or room in ROOMS:
                yield from self._filled(page, words)

    def _filled(self, page, words):
        known = self.known(page)
        for values in itertools.product(*(known.get(word, []) for word in words)):
            try:
                yield page, self.at(page, **dict(zip(words, values, strict=True)))
            except NoReverseMatch:
                continue

    def read(self, client, address):
        """The answer; nothing of it stays."""
        cache.clear()
        cookies = SimpleCookie(client.cookies)
        with transaction.atomic():
            answer = client.get(address)
            content = answer.getvalue()
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer, content

    def everything(self, *, general=False):
        """(who, page, address, kind, text) of every page and file, and of the stream of each ticket."""
        takes_none = {page for page, words in self.pages if not words}
        for page, address in self.addresses(whole=general):
            first = {
                who: self.read(self.clients[who], address)
                for who in ("house", "facilitator", "author")
                if who in self.clients
            }
            self.met.setdefault(page, set()).update(answer.status_code for answer, _content in first.values())
            if all(answer.status_code == 404 for answer, _content in first.values()):
                continue  # there is no such thing
            for who, client in self.clients.items():
                if page in takes_none and who not in (*first, "nobody"):
                    continue
                answer, content = first[who] if who in first else self.read(client, address)
                if answer.status_code == 200:
                    for kind, text in texts(content, answer.get("Content-Type", "")):
                        yield who, page, address, kind, text
        told = since(self.day.channel.uuid, 0)
        for who, person in (("another", self.people[5].row), ("facilitator", None)):
            ticket = ticket_of(self.day, person)
            yield who, "stream", "", "text", pieces(told, tuple(ticket.hears(one.audience) for one in told)).decode()

    # What is done

    def phase(self, kind):
        return self.day.phases.get(kind=kind)

    def open(self, kind):
        assert act(self.day, None, "open_phase", phase=self.phase(kind).pk).seq
        self.keep_marks()

    def close(self, kind):
        assert act(self.day, None, "close_phase", phase=self.phase(kind).pk).seq

    def keep_marks(self):
        """The marks that people have now: they must not be told later either."""
        self.day_marks |= {mark_of(person.row.key, fresh(self.day)) for person in self.people}
        for person in self.people:
            for of in (fresh(self.day), *self.day.phases.all()):
                person.marks.add(mark_of(person.row.key, of))

    def say(self, number, kind, **payload):
        return act(self.day, self.people[number].row, kind, **payload)

    def write(self):
        """Everybody writes in silence; one takes her words back, one is refused, one adds a photo."""
        self.open("ideas")
        for number, text in enumerate(self.texts):
            receipt = self.say(number, "idea", theme=self.theme.pk, text=text)
            assert receipt.seq
            if number == 0:
                self._photo(receipt.mine["idea"]["number"])
        undone = self.say(3, "idea", theme=self.theme.pk, text=self.undone).mine["idea"]["number"]
        assert self.say(3, "idea_withdraw", idea=str(undone)).seq
        assert self.say(4, "idea", theme=self.theme.pk, text=self.refused * 30).refused == "too_long"

    def _photo(self, number):
        photo = SimpleUploadedFile("Nimi00kaisla.jpg", a_photo())
        fields = {"act": "idea_file", "idea": number, "caption": "A drawing", "file": photo}
        assert self.clients["author"].post(self.at("innovation:idea-files", self.day.key), fields).status_code == 302

    def open_up(self):
        assert act(self.day, None, "reveal").seq
        first = Idea.objects.get(day=self.day, text=self.texts[1])
        assert self.say(2, "comment", idea=first.number, text="Said while it is secret").seq
        assert self.say(2, "react", idea=first.number, sign="good").seq
        self.close("ideas")
        assert self.say(6, "idea", theme=self.theme.pk, text=self.late).is_late
        assert self.say(7, "comment", idea=first.number, text="Said in the open").seq

    def choose(self):
        self.open("choose")
        numbers = list(
            Idea.objects.filter(day=self.day, state="standing").order_by("number").values_list("number", flat=True)
        )
        self.chosen = numbers
        for number in range(MANY):
            order = numbers[number:] + numbers[:number]
            assert self.say(number, "choose", theme=self.theme.pk, **self.ranked(order)).seq
        assert self.say(4, "choose", theme=self.theme.pk).seq  # takes it back
        same = {f"rank_{numbers[0]}": "1", f"rank_{numbers[1]}": "1"}
        assert self.say(5, "choose", theme=self.theme.pk, **same).refused == "same_place"

    @staticmethod
    def ranked(order):
        return {f"rank_{idea}": str(place) for place, idea in enumerate(order[:4], 1)}

    def weigh(self):
        self.close("choose")
        assert self.say(8, "choose", theme=self.theme.pk, **self.ranked(self.chosen)).is_late
        self._decide_ties()
        self.open("weigh")
        self.weighed = self.day.chosen.first().idea.number
        for number in range(MANY - 1):
            assert self.say(
                number, "weigh", idea=self.weighed, value=number % 5, impact=(number * 2) % 5, feasibility="3"
            ).seq

    def _decide_ties(self):
        """Whoever runs the day decides what stands equal."""
        for one in last_results(self.day):
            picked = [str(number) for number in one["tied"][: one["left"]]]
            decided = {"theme": one["theme"], "group": "", "ideas": picked, "reason": "Because"}
            assert not picked or act(self.day, None, "decide_tie", **decided).seq

    def finish(self):
        """Weighing closes, somebody is late, and the day is done."""
        self.close("weigh")
        assert self.say(9, "weigh", idea=self.weighed, value="1").is_late
        finish_day(fresh(self.day), by=self.host)

    @property
    def secrets(self):
        return [*self.texts, self.undone, self.late]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return World()


# What is looked for


def found_in_answers(world, *, hidden=(), gone=(), general=False):
    """Links in everything that anybody can read. ``hidden``: words for their author alone; ``gone``: for nobody."""
    found, own = [], {"author": world.texts[0], "another": world.texts[5]}
    keys = {key: person for person in world.people for key in person.hidden()}
    for who, page, address, kind, text in world.everything(general=general):
        where = f"{page} as {who} ({address})"
        found += [f"{where}: {key} of {keys[key].row.name}" for key in keys if key in text]
        for secret in gone:
            if secret in text:
                found.append(f"{where}: {secret}")
        for secret in hidden:
            if secret in text and secret != own.get(who):
                found.append(f"{where}: {secret} is told")
        names = {name: person for person in world.people for name in person.names()} | {
            "Kvartetti": None,
            "Ikkunapöytä": None,
        }
        for secret, part in beside(kind, text, world.secrets):
            found += [f"{where}: {name} beside {secret} in {part[:300]}" for name in names if name in part]
    return found


def found_in_rows(world, *, open_now):
    """Links in the tables. ``open_now``: marks of an open phase stand in rows, and lead nowhere without the house's key."""
    found = []
    known = {value: person for person in world.people for value in (person.hidden() | person.names())}
    days = world.day_marks  # of what is said in the open
    for table, row in rows():
        text = json.dumps(row, default=str, ensure_ascii=False)
        if table in PERSONS or table.startswith("django_session"):
            continue
        is_secret = any(secret in text for secret in world.secrets) or table in (
            "innovation_ballot",
            "innovation_weight",
        )
        is_secret = is_secret or (table == "live_act" and row["kind"] in SECRET_ACTS)
        for value, person in known.items():
            is_own_mark = open_now and row.get("mark") == value and value not in days
            if value in text and not is_own_mark and (is_secret or value not in days):
                found.append(f"{table}: {value} of {person.row.name} in {text[:200]}")
        if world.refused in text:
            found.append(f"{table}: what was refused")
        if is_secret and any(name.startswith(("participant", "user", "added_by")) and row[name] for name in row):
            found.append(f"{table}: a column of people")
    return found


def found_in_order(world):
    """Columns of rows said in secret that tell in which order they came."""
    found = []
    every = [row for table, row in rows() if table == "innovation_idea"]
    said = [next(row for row in every if row["text"] == text) for text in world.texts]
    for column in said[0]:
        values = [row[column] for row in said]
        if column != "text" and tells_order(values):
            found.append(f"innovation_idea.{column} tells the order")
        if column.endswith("_at") and len({str(value) for value in values}) > 1:
            found.append(f"innovation_idea.{column} tells when")
    return found


def found_in_ballots(world):
    """The same of ballots and weights: their order, and whose they are."""
    found = []
    ballots = [row for table, row in rows() if table == "innovation_ballot"]
    choices = {
        json.dumps(json.loads(row["choice"]) if isinstance(row["choice"], str) else row["choice"]): row
        for row in ballots
    }
    order = [json.dumps((world.chosen[number:] + world.chosen[:number])[:4]) for number in range(MANY) if number != 4]
    came = [choices[choice]["id"] for choice in order]
    if tells_order(came):
        found.append("innovation_ballot.id tells the order")
    if any(row["mark"] or row["group_id"] for row in ballots):
        found.append("innovation_ballot tells whose")
    return found


# The walk


@pytest.mark.slow
def test_nothing_said_in_secret_leads_to_a_person(world, caplog):
    with caplog.at_level(logging.DEBUG):
        world.write()
        gone = [world.undone, world.refused]
        found = found_in_answers(world, hidden=world.texts, gone=gone)
        found += found_in_rows(world, open_now=True) + found_in_order(world)
        world.open_up()
        world.choose()
        found += found_in_answers(world, gone=gone) + found_in_rows(world, open_now=True)
        world.weigh()
        world.finish()
        found += found_in_answers(world, gone=gone, general=True) + found_in_rows(world, open_now=False)
        found += found_in_order(world) + found_in_ballots(world)

    assert not found, "\n".join(sorted(set(found)))
    assert_everything_was_read(world)
    log, trail = caplog.text, json.dumps(list(AuditEvent.objects.values()), default=str)
    assert "innovation:desk" in log
    assert "innovation day finished" in trail
    for person in world.people:
        assert not [one for one in (person.hidden() | person.names() | {person.token}) if one in log + trail]
    assert not [words for words in [*world.secrets, world.refused] if words in log + trail]


def assert_everything_was_read(world):
    """No page of the room was left out, nor met by nobody: a new one that wants a new word is told of here."""
    ours = {name for name, _words in pages() if name.partition(":")[0] in ("innovation", "live")}
    met = {page for page, answers in world.met.items() if answers - {404}}
    assert ours - met == set()


@pytest.mark.django_db(transaction=True)  # a copy is made of what is committed
def test_a_copy_of_the_database_made_afterwards_has_no_mark_and_no_secret(world, tmp_path):
    """Of SQLite, which copies pages and not rows, as a backup does; PostgreSQL's dump has the rows that are walked."""
    if connection.vendor != "sqlite":
        pytest.skip("a dump of rows")
    world.write()
    world.open_up()
    world.choose()
    phase, before = world.phase("choose"), copied(tmp_path)
    marks = [mark_of(person.row.key, phase) for person in world.people if person is not world.people[4]]
    secret = bytes(phase.secret)
    assert secret in before
    assert all(mark.encode() in before for mark in marks)
    world.weigh()
    world.finish()
    after = copied(tmp_path)

    assert world.texts[0].encode() in after
    assert secret not in after
    assert not [
        mark for person in world.people for mark in person.marks - {""} if mark.encode() in after and mark in marks
    ]


def copied(folder):
    file = folder / f"{secrets.token_hex(4)}.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.close()
    return file.read_bytes()


FIGURES = re.compile(r"(?<![\w.,:-])\d+(?:[.,]\d+)?(?![\w:-])")


def seen_by_others(world):
    """The figures in everything that others than the author read: of pages, what is written on them."""
    for who in ("house", Role.COORDINATOR, Role.ADMINISTRATOR):
        world.clients.pop(who, None)
    figures = {}
    for who, page, _address, kind, text in world.everything():
        if who != "author":
            figures.setdefault((who, page), set()).update(
                FIGURES.findall(written(text) if kind == "html" else apart(text))
            )
    return figures


def moved_by_one_person(world):
    """Figures that others read elsewhere when one person chooses and weighs another way: (what, who, page, figure)."""
    world.write()
    world.open_up()
    world.choose()
    moved = []

    def look(kind, *ways):
        sequences, seen = set(), []
        for said in ways:
            receipt = world.say(0, kind, **said)
            sequences |= {str(number) for number in range(receipt.seq - 2, receipt.seq + 2)}
            seen.append(seen_by_others(world))
        for where in seen[0]:
            moved.extend((kind, *where, one) for one in (seen[0][where] ^ seen[1][where]) - sequences)

    order = world.chosen
    look("choose", *({"theme": world.theme.pk, **world.ranked(one)} for one in (order, order[::-1])))
    world.weigh()
    scales = ("value", "impact", "feasibility")
    look("weigh", *({"idea": world.weighed, **dict.fromkeys(scales, level)} for level in "40"))
    return moved


@pytest.mark.slow
def test_what_others_read_does_not_depend_on_how_somebody_chose_or_weighed(world):
    """No figure on any page moves when one person's secret does: neither in the choice nor in the weighing."""
    world.pages = [
        (page, words) for page, words in world.pages if words and page.partition(":")[0] in ("innovation", "live")
    ]

    assert moved_by_one_person(world) == []


def test_the_walk_finds_a_figure_that_moves_with_one_person(world, monkeypatch):
    world.pages = [(page, words) for page, words in world.pages if page == "innovation:report"]
    monkeypatch.setattr(gathering, "_means", lambda day: {row.idea_id: [f"{row.value},5"] * 3 for row in rows_of(day)})

    def rows_of(day):
        return Weight.objects.filter(idea__day=day, mark=mark_of(world.people[0].row.key, world.phase("weigh")))

    assert {one[:3] for one in moved_by_one_person(world)} == {("weigh", "facilitator", "innovation:report")}


# And would it find one?


def with_mark_of_the_day(world):
    Idea.objects.filter(text=world.texts[2]).update(mark=mark_of(world.people[2].row.key, fresh(world.day)))


def with_an_author(world):
    channel = fresh(world.day).channel
    author = mark_of(world.people[2].row.key, fresh(world.day))
    Act.objects.create(channel=channel, seq=9999, op=uuid4(), kind="choose", author=author)


def with_a_name_in_the_trail(world):
    AuditEvent.objects.create(
        action="chose", target_kind="idea", target="1", details={"who": world.people[3].row.email}
    )


def with_words_of_a_refusal(world):
    AuditEvent.objects.create(action="refused", target_kind="idea", target="1", target_label=world.refused)


def with_a_key_in_what_is_kept(world):
    channel = fresh(world.day).channel
    payload = {"by": world.people[1].row.key}
    Act.objects.create(channel=channel, seq=9999, op=uuid4(), kind="idea", payload=payload)


@pytest.mark.parametrize(
    "plant",
    [
        with_mark_of_the_day,
        with_an_author,
        with_a_name_in_the_trail,
        with_words_of_a_refusal,
        with_a_key_in_what_is_kept,
    ],
)
def test_the_walk_finds_a_link_that_is_put_into_a_row(world, plant):
    world.write()
    assert found_in_rows(world, open_now=True) == []
    plant(world)

    assert found_in_rows(world, open_now=True)


def test_the_walk_finds_rows_that_tell_their_order_or_moment(world, monkeypatch):
    numbers = itertools.count(1)
    monkeypatch.setattr(ideas, "random_id", lambda: next(numbers))
    world.write()
    assert found_in_order(world) == ["innovation_idea.id tells the order"]
    for number, text in enumerate(world.texts):
        Idea.objects.filter(text=text).update(made_at=world.day.created_at + timedelta(seconds=number))

    assert "innovation_idea.made_at tells when" in found_in_order(world)


def test_the_walk_finds_ballots_in_the_order_of_coming(world, monkeypatch):
    world.write()
    world.open_up()
    world.choose()
    monkeypatch.setattr("random.SystemRandom.shuffle", lambda _self, rows: None)
    world.weigh()

    assert found_in_ballots(world) == ["innovation_ballot.id tells the order"]
    Ballot.objects.update(group=Group.objects.first())
    assert "innovation_ballot tells whose" in found_in_ballots(world)


@pytest.mark.parametrize("what", ["name", "email", "key"])
def test_the_walk_finds_who_is_told_beside_an_idea(world, monkeypatch, what):
    world.pages = [(page, words) for page, words in world.pages if page in ("innovation:here", "live:state")]
    world.write()
    world.open_up()
    assert found_in_answers(world) == []
    plain = boarding.plain
    by = getattr(world.people[1].row, what)
    monkeypatch.setattr(boarding, "plain", lambda idea: {**plain(idea), "text": f"{idea.text} {by}"})

    found = found_in_answers(world)
    assert [one for one in found if one.startswith("innovation:here as another")]
    assert [one for one in found if one.startswith("live:state as facilitator")]


@pytest.mark.parametrize("told", [True, False])
def test_the_walk_finds_words_that_were_to_be_hidden(world, monkeypatch, told):
    world.pages = [(page, words) for page, words in world.pages if page == "live:state"]
    world.write()
    if told:
        monkeypatch.setattr(ideas, "own_marks", lambda telling: set(Idea.objects.values_list("mark", flat=True)))

    assert bool(found_in_answers(world, hidden=world.texts)) == told
