"""Conflicts the house can see by itself: own organisation, co-author, funder, shared project.

Found from what stands in the data, written down as a recusal with its source, and open to be lifted by those who
run the call. What was lifted once is not found again, unless another kind of tie is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from kotokaari.catalogue.public import Grant, Practice
from kotokaari.foundation.fields import read
from kotokaari.people.public import Membership, Organisation, Role, User, name_key
from kotokaari.submissions.public import Author, Recusal, Submission, recuse

from .models import Expert, Seat

Kind = Recusal.Kind


@dataclass(slots=True)
class Ties:
    """Whom a submission is tied to, by key; funders that are no organisation here by name, ready to compare."""

    organisations: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    project: set[int] = field(default_factory=set)
    funders: set[int] = field(default_factory=set)
    funder_names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Belongs:
    """Where a person works or has worked; and the names of those organisations, ready to compare."""

    organisations: dict[int, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict the data knows."""

    submission: Submission
    user: User
    kind: str
    note: str = ""


def find(submissions: Sequence[Submission], users: Sequence[User]) -> list[Found]:
    """The conflicts between these submissions and these people. About a dozen queries, however many."""
    if not submissions or not users:
        return []
    ties, persons = ties_of(submissions), belongs_of(users, submissions[0].call.organisation_id)
    found = []
    for submission in submissions:
        tie = ties[submission.pk]
        for user in users:
            kind, note = _between(tie, user.pk, persons[user.pk])
            if kind:
                found.append(Found(submission, user, kind, note))
    return found


def _between(tie: Ties, user: int, person: Belongs) -> tuple[str, str]:
    if user in tie.people:
        return Kind.CO_AUTHOR, ""
    own = set(person.organisations)
    if shared := own & tie.organisations:
        return Kind.OWN_ORGANISATION, person.organisations[min(shared)]
    if shared := own & tie.funders:
        return Kind.FUNDER, person.organisations[min(shared)]
    if names := person.names & tie.funder_names:
        return Kind.FUNDER, min(names)
    if shared := own & tie.project:
        return Kind.PROJECT, person.organisations[min(shared)]
    return "", ""


def belongs_of(users: Iterable[User], call_organisation: int) -> dict[int, Belongs]:
    """Present and past organisations of people. To be a panel expert of the call's own organisation is no tie to it."""
    keys = [user.pk for user in users]
    found = {key: Belongs() for key in keys}
    memberships = Membership.objects.filter(user__in=keys).select_related("organisation")
    for membership in memberships:
        if membership.role == Role.EXPERT and membership.organisation_id == call_organisation:
            continue
        _belongs(found[membership.user_id], membership.organisation)
    for expert in Expert.objects.filter(user__in=keys, organisation__isnull=False).select_related("organisation"):
        if expert.organisation is not None:
            _belongs(found[expert.user_id], expert.organisation)
    return found


def _belongs(person: Belongs, organisation: Organisation) -> None:
    person.organisations[organisation.pk] = str(read(organisation.name))
    person.names |= {name_key(rendering.text) for rendering in organisation.name.renderings.values()} - {""}


def ties_of(submissions: Sequence[Submission]) -> dict[int, Ties]:
    """Whom each submission is tied to."""
    ties: dict[int, Ties] = {submission.pk: Ties() for submission in submissions}
    _people(ties, submissions)
    _practices(ties, submissions)
    for submission in submissions:
        ties[submission.pk].organisations.add(submission.organisation_id)
    _families(ties)
    return ties


def _people(ties: dict[int, Ties], submissions: Sequence[Submission]) -> None:
    """Authors of it, past ones too, and of what was sent in an earlier round."""
    later: dict[int, list[int]] = defaultdict(list)
    for submission in submissions:
        later[submission.pk].append(submission.pk)
        if submission.earlier_id:
            later[submission.earlier_id].append(submission.pk)
    for key, user in Author.objects.filter(submission__in=later).values_list("submission_id", "user_id"):
        for one in later[key]:
            ties[one].people.add(user)


def _practices(ties: dict[int, Ties], submissions: Sequence[Submission]) -> None:
    """Owner, partners, contacts, projects and funders of the practice it is about."""
    about: dict[int, list[Ties]] = defaultdict(list)
    for submission in submissions:
        if submission.practice_id:
            about[submission.practice_id].append(ties[submission.pk])
    if not about:
        return
    practices = Practice.objects.filter(pk__in=about).prefetch_related("partners", "contacts", "projects__participants")
    grants = _funders(about)
    for practice in practices:
        projects = list(practice.projects.all())
        for tie in about[practice.pk]:
            tie.organisations |= {practice.owner_id, *(partner.organisation_id for partner in practice.partners.all())}
            tie.people |= {contact.user_id for contact in practice.contacts.all()}
            tie.funders |= grants[practice.pk].organisations
            tie.funder_names |= grants[practice.pk].names
            for project in projects:
                tie.project |= {one.pk for one in project.participants.all()}
                tie.project |= {project.owner_id} - {None}  # type: ignore[arg-type]


@dataclass(slots=True)
class Payers:
    """Who paid: organisations by key, others by name."""

    organisations: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def _funders(about: Iterable[int]) -> dict[int, Payers]:
    """Who paid for each practice: its own grants and those of its projects. Only a funder unknown here goes by name."""
    found: dict[int, Payers] = defaultdict(Payers)
    keys = list(about)
    who = ("funder_organisation", "funder")
    own = Grant.objects.filter(practice__in=keys).values_list("practice_id", *who)
    shared = Grant.objects.filter(project__practices__in=keys).values_list("project__practices", *who)
    for key, organisation, funder in [*own, *shared]:
        if organisation is not None:
            found[key].organisations.add(organisation)
        else:
            found[key].names |= {name_key(rendering.text) for rendering in funder.renderings.values()} - {""}
    return found


def _families(ties: dict[int, Ties]) -> None:
    """An organisation stands with what it is part of, and with its own units; a funder with its units only."""
    keys = {key for tie in ties.values() for key in tie.organisations | tie.funders}
    family: dict[int, set[int]] = defaultdict(set)
    units: dict[int, set[int]] = defaultdict(set)
    for key, parent in Organisation.objects.filter(Q(pk__in=keys) | Q(parent__in=keys)).values_list("pk", "parent"):
        if parent is not None:
            family[key].add(parent)
            family[parent].add(key)
            units[parent].add(key)
    for tie in ties.values():
        tie.organisations |= {kin for key in list(tie.organisations) for kin in family[key]}
        tie.funders |= {unit for key in list(tie.funders) for unit in units[key]}


def recuse_the_tied(submissions: Sequence[Submission], users: Sequence[User], *, by: User | None = None) -> int:
    """Recuse people from what the data ties them to; gives how many. What was lifted stays lifted, for its kind."""
    return _write(find(submissions, users), by)


def recuse_authors_who_run(submissions: Sequence[Submission]) -> int:
    """Recuse those who run a call, or the house, from what they write or wrote themselves; gives how many."""
    found = []
    for submission in submissions:
        authors = Author.objects.filter(submission__in=[submission.pk, submission.earlier_id]).values("user")
        run = Q(runs_calls__call=submission.call_id) | Q(is_administrator=True)
        own = User.objects.filter(run, pk__in=authors, is_active=True).distinct()
        found += [Found(submission, user, Kind.CO_AUTHOR) for user in own]
    return _write(found, None)


def _write(found: Sequence[Found], by: User | None) -> int:
    if not found:
        return 0
    known = Recusal.objects.filter(submission__in=[one.submission.pk for one in found])
    settled = set(known.filter(lifted_at__isnull=True).values_list("submission_id", "user_id"))
    derived = known.filter(lifted_at__isnull=False, source=Recusal.Source.DERIVED)
    lifted = set(derived.values_list("submission_id", "user_id", "kind"))
    new = [
        one
        for one in found
        if (one.submission.pk, one.user.pk) not in settled and (one.submission.pk, one.user.pk, one.kind) not in lifted
    ]
    for one in new:
        recuse(one.submission, user=one.user, kind=one.kind, source=Recusal.Source.DERIVED, by=by, note=one.note)
    return len(new)


def look_at_seats(seats: Iterable[Seat]) -> int:
    """Recuse the people of these seats from what their calls hold and the data ties them to; gives how many."""
    by_call: dict[int, list[User]] = defaultdict(list)
    for seat in seats:
        by_call[seat.call_id].append(seat.user)
    sent: dict[int, list[Submission]] = defaultdict(list)
    for submission in Submission.objects.standing().filter(call__in=by_call).select_related("call"):
        sent[submission.call_id].append(submission)
    return sum(recuse_the_tied(sent[call], users) for call, users in by_call.items())
