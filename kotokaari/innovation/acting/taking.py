"""One transaction's acts of a day: who acts, in which phase, and what is read once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Day, DayTheme, Group, Participant, Phase, Seat
from kotokaari.live.public import Channel, Incoming, Outcome, Refused, Ticket

from .registry import after_the_day, staff_only, takers


class CannotTake(Exception):
    """An act that is not taken: ``code`` for programs, a sentence for the person, who keeps the text."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: a participant, or somebody who runs the day. ``mark`` is hers for the whole day."""

    person: str
    participant: Participant | None
    is_staff: bool
    mark: str


class Taking:
    """The session of a day's channel (``kotokaari.live.registry.Session``). The channel's row is locked meanwhile."""

    def __init__(self, day: Day, channel: Channel) -> None:
        self.day, self.channel = day, channel
        self.now = timezone.now()
        self._people: dict[str, Participant] = {}

    @property
    def seq(self) -> int:
        """The sequence this act gets if it is taken."""
        return self.channel.last + 1

    @cached_property
    def phases(self) -> list[Phase]:
        """The phases of the day, in order."""
        return list(self.day.phases.all())

    @cached_property
    def themes(self) -> dict[int, DayTheme]:
        """The themes of the day by id."""
        return {theme.pk: theme for theme in self.day.themes.all()}

    @cached_property
    def groups(self) -> dict[int, Group]:
        """The groups of the last announced round by id."""
        last = self.day.rounds.filter(announced_at__isnull=False).order_by("-number").first()
        return {group.pk: group for group in last.groups.all()} if last else {}

    @cached_property
    def group_ids(self) -> dict[int, int]:
        """In which of those groups each participant sits: participant's id to group's id."""
        seats = Seat.objects.filter(group__in=list(self.groups))
        return dict(seats.values_list("participant_id", "group_id"))

    @cached_property
    def without_group(self) -> int:
        """How many of those who are here sit in none of those groups."""
        here = Participant.objects.filter(day=self.day, state=Participant.State.HERE)
        return here.exclude(pk__in=list(self.group_ids)).count()

    def group_of(self, who: Who) -> Group | None:
        """The group of whoever acts, if she has one."""
        if who.participant is None:
            return None
        return self.groups.get(self.group_ids.get(who.participant.pk, 0))

    def theme(self, number: object) -> DayTheme:
        """A theme of this day by its id, as a number or as typed. Raises CannotTake."""
        found = self.themes.get(whole(number))
        if found is None:
            raise CannotTake("no_theme", _("This day has no such theme."))
        return found

    def phase(self, kind: str) -> Phase | None:
        """The phase of a kind that is open; else the one that closed last; None before the first."""
        opened = [phase for phase in self.phases if phase.kind == kind and phase.opened_at is not None]
        running = [phase for phase in opened if phase.closed_at is None]
        return max(running or opened, key=lambda phase: phase.closed_at or self.now, default=None)

    def is_late(self, kind: str) -> bool:
        """Whether the phases of this kind have closed (soft phases: the act is taken and flagged)."""
        phase = self.phase(kind)
        return phase is not None and phase.closed_at is not None

    def take(self, ticket: Ticket, act: Incoming) -> Outcome:
        """Write what an act means, or refuse it with a sentence."""
        taker = takers.get(act.kind)
        if taker is None:
            return Refused("unknown", _("This phone is older than the house: load the page again."))
        try:
            who = self._who(ticket)
            if act.kind in staff_only and not who.is_staff:
                raise CannotTake("not_yours", _("Only those who run the day can do this."))
            outcome = taker(self, who, act)
        except CannotTake as refusal:
            return Refused(refusal.code, refusal.sentence)
        if act.kind in after_the_day:
            self._changed_afterwards()
        return outcome

    def takes_when_closed(self, ticket: Ticket, act: Incoming) -> bool:
        """Those who ran the day hide, and show again, what was written on it for as long as it is kept."""
        return ticket.is_staff and act.kind in after_the_day

    def _changed_afterwards(self) -> None:
        """Public pages of a day that is over are made anew when something on it is hidden."""
        if self.day.state == Day.State.DONE:
            self.day.revision += 1
            self.day.save(update_fields=["revision"])

    def _who(self, ticket: Ticket) -> Who:
        mark = mark_of(ticket.person, self.day)
        if ticket.is_staff:
            return Who(ticket.person, None, True, mark)
        if ticket.person not in self._people:
            found = Participant.objects.filter(day=self.day, key=ticket.person).first()
            if found is None or found.state == Participant.State.WITHDRAWN:
                raise CannotTake("not_here", _("You have withdrawn from this day."))
            self._people[ticket.person] = found
        return Who(ticket.person, self._people[ticket.person], False, mark)


def whole(value: object) -> int:
    """A whole number out of what a phone or a form sent; 0 when it is none."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def words(act: Incoming, name: str, most: int) -> str:
    """A text out of an act, tidied. Raises CannotTake when it is longer than ``most`` characters."""
    value = act.payload.get(name, "")
    text = str(value).replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(value, str) else ""
    if len(text) > most:
        raise CannotTake("too_long", _("This is too long: at most %(most)d characters.") % {"most": most})
    return text
