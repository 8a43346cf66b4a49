"""From findings to an answer: one practice weighed, and all of them in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kotokaari.catalogue.public import Version
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import TranslatedText

from ..counting import independent
from ..models import Situation
from .asks import Asks, asks_of, asks_of_all
from .named import Named
from .rules import RULES, Finding, State, User, Users, findings, requirement
from .situations import NONE, Us


@dataclass(frozen=True)
class Check:
    """A practice weighed against a situation: every finding, and what they come to."""

    us: Us
    asks: Asks
    findings: tuple[Finding, ...]
    users: Users = ()

    @cached_property
    def met(self) -> list[Finding]:
        """What we have."""
        return [finding for finding in self.findings if finding.state is State.MET]

    @cached_property
    def missing(self) -> list[Finding]:
        """What we lack, the necessary first."""
        lacking = [finding for finding in self.findings if finding.state is State.MISSING]
        return sorted(lacking, key=lambda finding: not finding.necessary)

    @cached_property
    def lacks(self) -> list[Finding]:
        """The necessary among the missing."""
        return [finding for finding in self.missing if finding.necessary]

    @cached_property
    def unknown(self) -> list[Finding]:
        """What one side has not said, though the practice asks it."""
        return [
            finding
            for finding in self.findings
            if finding.state is State.UNKNOWN and not finding.asked and not finding.silent
        ]

    @cached_property
    def asked(self) -> list[Finding]:
        """What a person must judge and tick."""
        return [finding for finding in self.findings if finding.asked]

    @cached_property
    def to_tick(self) -> list[Finding]:
        """The same, and what is ticked already."""
        return [finding for finding in self.findings if finding.asked or finding.item in self.us.ticked]

    @property
    def to_find_out(self) -> int:
        """How many things nobody knows yet."""
        return len(self.unknown) + len(self.asked) + len(self.silent)

    @cached_property
    def silent(self) -> list[str]:
        """What the practice does not say."""
        return [finding.reason for finding in self.findings if finding.silent]

    @property
    def is_ours(self) -> bool:
        """True when our organisation uses it already."""
        return bool(self.us.organisation) and any(user.organisation == self.us.organisation for user in self.users)

    @property
    def known(self) -> int:
        """How many findings are met or missing."""
        return len(self.met) + len(self.missing)

    @property
    def share(self) -> float:
        """Met among known; nought when nothing is known."""
        return len(self.met) / self.known if self.known else 0.0

    @property
    def percent(self) -> int:
        """The share as people say it."""
        return round(100 * self.share)

    @property
    def to_do(self) -> list[Finding]:
        """What an adopter has to see to: what is lacked, then what nobody has ticked yet though it is necessary.

        Another size, area or country is a difference, which nobody can see to.
        """
        lacked = [finding for finding in self.missing if finding.necessary or finding.item]
        return lacked + [finding for finding in self.asked if finding.necessary]

    @property
    def already(self) -> str:
        """The themes of the practice that we serve already, in words."""
        return str(Named.of("concept", self.us.exists & self.asks.answers))

    @property
    def rank(self) -> tuple[bool, float, int, int]:
        """The order of lists: nothing necessary missing; a larger share; stronger evidence; more users."""
        return (bool(self.lacks), -self.share, -self.asks.evidence, -len(self.users))


def fit_of(situation: Situation | Us, version: Version, ticked: Collection[str] = ()) -> Check:
    """How a version of a practice fits a situation. ``ticked``: ids of requirements somebody says are in place.

    One query at most, for who uses practices already; it is remembered until public data changes.
    """
    us = Us.of(situation) if isinstance(situation, Situation) else situation
    if ticked:
        us = replace(us, ticked=us.ticked | frozenset(ticked))
    return check(us, asks_of(version))


def check(us: Us, asks: Asks) -> Check:
    """The same, of what is asked."""
    return _check(us, asks, users().get(asks.practice, ()))


def _check(us: Us, asks: Asks, using: Users) -> Check:
    return Check(us, asks, tuple(findings(us, asks, using)), using)


def users() -> Mapping[int, Users]:
    """Who uses each practice, independent of its owner. One query after a change of public data."""
    return cached("situations of users", _read_users)


def _read_users() -> dict[int, Users]:
    rows = (
        independent()
        .order_by("organisation_id")
        .values_list("practice_id", "organisation_id", "organisation__situation__size", "organisation__situation__area")
        .distinct()
    )
    found: dict[int, list[User]] = defaultdict(list)
    for practice, organisation, size, area in rows:
        found[practice].append(User(organisation, size or "", area or ""))
    return {practice: tuple(using) for practice, using in found.items()}


def in_order(us: Us) -> Sequence[int]:
    """The versions of practices of others that answer one of our needs (any when we named none), best first."""
    us = replace(us, ticked=NONE)
    return cached(("fits us", us), lambda: _in_order(us))


def _in_order(us: Us) -> list[int]:
    using, tally = users(), Tally(us)
    ranked = [(tally.rank(asks, using.get(asks.practice, ())), asks.version) for asks in answering(us, asks_of_all())]
    ranked.sort(key=lambda pair: pair[0])
    return [version for _rank, version in ranked]


class Tally:
    """Ranks many practices for one situation: the same as ``Check.rank``, but each different thing is weighed once."""

    def __init__(self, us: Us) -> None:
        self.us = us
        self.known: dict[object, tuple[int, int, int]] = {}  # met, missing, necessary and missing

    def rank(self, asks: Asks, using: Users) -> tuple[bool, float, int, int]:
        """The place of a practice in the order."""
        met = missing = lacks = 0
        for rule, looks_at in RULES:
            key = (rule, looks_at(asks), using)
            count = self.known.get(key)
            if count is None:
                count = self.known[key] = _count(rule(self.us, asks, using))
            met, missing, lacks = met + count[0], missing + count[1], lacks + count[2]
        for item in asks.items:
            if item.reads:  # of the others nothing is known
                named = (item.reads, item.any_of, item.more, item.necessary)
                count = self.known.get(named)
                if count is None:
                    count = self.known[named] = _count(requirement(self.us, item))
                met, missing, lacks = met + count[0], missing + count[1], lacks + count[2]
        share = met / (met + missing) if met + missing else 0.0
        return (lacks > 0, -share, -asks.evidence, -len(using))


def _count(finding: Finding) -> tuple[int, int, int]:
    missing = finding.state is State.MISSING
    return (finding.state is State.MET, missing, missing and finding.necessary)


def answering(us: Us, all_asks: Iterable[Asks]) -> Iterable[Asks]:
    """Those of others that answer at least one of the needs; all of them when no need is named."""
    needs = us.needs
    others = (asks for asks in all_asks if asks.owner != us.organisation)
    return (asks for asks in others if needs & asks.answers) if needs else others


def words_of_items(version: Version) -> dict[str, TranslatedText]:
    """The texts of requirements and conditions by the names findings have for them."""
    record = version.record
    texts = {
        str(item.get("id")): TranslatedText.from_json(item.get("text")) for item in record.get("requirements") or ()
    }
    for name in ("preconditions", "not_suitable_when"):
        texts[name] = TranslatedText.from_json(record.get(name))
    return texts
