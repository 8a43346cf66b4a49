"""What one can ask about people, organisations and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from kotokaari.foundation.models import AuditEvent

from .books import OrganisationEntry, folded, organisation_book, place_book, sort_key
from .models import Invitation, Membership, Organisation, Place, Succession, User
from .roles import current_memberships

# Organisations


@dataclass(frozen=True, slots=True)
class OrganisationSearch:
    """What a reader of the list has chosen."""

    words: str = ""
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The organisations that fit, and how many each further choice would give."""

    organisations: list[OrganisationEntry]
    types: Counter[str]
    places: Counter[str]
    ended: int


def find_organisations(search: OrganisationSearch, language: str) -> Found:
    """The organisations that fit, by name, with counts. From memory: no query of its own."""
    inside = {part for code in search.places for part in place_book().within(code)}
    words = folded(search.words).split()
    named = [o for o in organisation_book().by_key.values() if all(word in o.words for word in words)]

    def fits(entry: OrganisationEntry, *, type: bool = True, place: bool = True, ended: bool = True) -> bool:
        return (
            (not type or not search.types or entry.type in search.types)
            and (not place or not search.places or entry.place in inside)
            and (not ended or search.ended or not entry.has_ended)
        )

    return Found(
        organisations=sorted((o for o in named if fits(o)), key=lambda o: sort_key(o.name(language))),
        types=Counter(o.type for o in named if fits(o, type=False)),
        places=_place_counts(o.place for o in named if fits(o, place=False)),
        ended=sum(o.has_ended for o in named if fits(o, ended=False)),
    )


def _place_counts(codes: Iterable[str]) -> Counter[str]:
    """How many stand in each place, those inside it counted too."""
    counts: Counter[str] = Counter()
    for code, number in Counter(code for code in codes if code).items():
        for outer in place_book().around(code):
            counts[outer] += number
    return counts


def organisation_for(user: Any, code: str) -> Organisation:
    """The organisation with everything its page names, or 404. Five queries at most, however large."""
    successions = Succession.objects.select_related("new", "old")
    units = Organisation.objects.order_by("code")
    organisations = Organisation.objects.select_related("place", "parent").prefetch_related(
        Prefetch("successions", successions), Prefetch("precedents", successions), Prefetch("units", units)
    )
    return get_object_or_404(organisations, code=code)


def plain_organisation_for(user: Any, code: str) -> Organisation:
    """The organisation alone, or 404."""
    return get_object_or_404(Organisation, code=code)


# Members and invitations


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Present memberships, people by name."""
    return (
        current_memberships()
        .filter(organisation=organisation)
        .select_related("user", "organisation")
        .order_by("user__name", "role")
    )


def membership_for(user: User, organisation: Organisation, pk: int) -> Membership:
    """A present membership of the organisation, or 404."""
    memberships = current_memberships().select_related("user", "organisation")
    return get_object_or_404(memberships, pk=pk, organisation=organisation)


def memberships_of(user: User) -> QuerySet[Membership]:
    """The user's present roles."""
    return current_memberships().filter(user=user).select_related("organisation").order_by("organisation__code", "role")


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted or withdrawn, the newest first; those that ran out included."""
    return organisation.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")


def invitation_for(organisation: Organisation, uuid: Any) -> Invitation:
    """One of the organisation's invitations, or 404."""
    return get_object_or_404(organisation.invitations, uuid=uuid)


def invitation_by_token(token: str) -> Invitation:
    """The invitation a link belongs to, open or not; 404 for a link that never was."""
    return get_object_or_404(
        Invitation.objects.select_related("organisation", "invited_by"), token_hash=Invitation.hashed(token)
    )


# Places


def place_for(user: Any, code: str) -> Place:
    """The place with what it lies in, or 404."""
    return get_object_or_404(Place.objects.select_related("within__within", "county"), code=code)


# One's own


def sessions_of(user: User) -> list[UserSession]:
    """The user's open sessions, the latest first; those that have run out are cleared away on the way."""
    sessions = UserSession.objects.purge_and_list(user)
    return sorted(sessions, key=lambda session: session.last_seen_at, reverse=True)


def session_for(user: User, pk: int) -> UserSession:
    """One of the user's own sessions, or 404."""
    return get_object_or_404(UserSession, pk=pk, user=user)


def own_data(user: User, parts: dict[str, Callable[[User], Any]]) -> dict[str, Any]:
    """Everything kept about the user as plain data: what this room keeps, and what the rooms above add."""
    return {
        "profile": _profile(user),
        "email_addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "other_logins": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined", "last_login")
        ),
        "second_factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "sessions": list(
            UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "roles": [
            {
                "organisation": str(membership.organisation),
                "role": membership.role,
                "since": membership.since,
                "until": membership.until,
            }
            for membership in user.memberships.select_related("organisation")
        ],
        "invitations_sent": list(user.invitations_sent.values("email", "role", "invited_at", "accepted_at")),
        "invitations_accepted": list(user.invitations_accepted.values("email", "role", "invited_at", "accepted_at")),
        "what_i_did": _deeds(user),
        **{name: part(user) for name, part in parts.items()},
    }


def _profile(user: User) -> dict[str, Any]:
    fields = ("uuid", "email", "name", "language", "time_zone", "mail_rhythm", "joined_at", "last_login")
    return {field: getattr(user, field) for field in fields}


def _deeds(user: User) -> list[dict[str, Any]]:
    events = AuditEvent.objects.filter(actor=str(user.uuid))
    return [dict(event) for event in events.values("at", "action", "target_kind", "target_label")]


def last_administrator_of(user: User) -> list[Organisation]:
    """Organisations that would have no administrator without the user. Two queries."""
    own = [m.organisation for m in memberships_of(user) if m.role == "administrator" and not m.organisation.has_ended]
    shared = set(
        current_memberships()
        .filter(organisation__in=own, role="administrator", user__is_active=True)
        .exclude(user=user)
        .values_list("organisation_id", flat=True)
    )
    return [organisation for organisation in own if organisation.pk not in shared]
