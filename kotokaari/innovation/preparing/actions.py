"""What can happen to a day before and around its going on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation import in_search, marks
from kotokaari.innovation.acting.handler import KIND
from kotokaari.innovation.acting.programme import tell_of_programme
from kotokaari.innovation.joining import mails
from kotokaari.innovation.models import Day, DayPerson, DayTheme, Idea, Phase
from kotokaari.live.public import Channel
from kotokaari.people.public import Organisation, User

from . import templates, times
from .readiness import missing

TEXTS = ("name", "summary", "about", "place_text")
TERMS = (
    "survey",
    "languages",
    "online_url",
    "time_zone",
    "sign_up_until",
    "most_people",
    "groups_wanted",
    "working",
    "choosing",
    "chosen_per_theme",
    "keeps_people_until",
    "feedback",
)
COPIED = (*TEXTS, "survey", "languages", "time_zone", "most_people", "groups_wanted", "working", "choosing")
TOLD_AT_CLOSING = (Phase.Kind.CHOOSE, Phase.Kind.WEIGH)
KEPT_FOR = datetime.timedelta(days=30)  # names and addresses after the day, unless somebody says otherwise


class NotReady(DomainError):
    """The day lacks something. ``problems`` are sentences, one for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def locked(day: Day, revision: int | None = None) -> Day:
    """The day as it is now, locked. Raises DomainError when it is not the one that the form was opened with."""
    Channel.objects.select_for_update().get(pk=day.channel_id)  # first: acts on the day lock it before its rows
    now = Day.objects.select_for_update(of=("self",)).select_related("channel", "organisation").get(pk=day.pk)
    if revision is not None and revision != now.revision:
        raise DomainError(_("Somebody else changed this day meanwhile. Compare with what stands now, and save again."))
    return now


def touched(day: Day, action: str, *, by: User | None, **details: Any) -> None:
    """Keep the day as it is, let search know, and write down what happened."""
    day.revision += 1
    day.save()
    in_search.renew_day(day)
    audit.record(action, target=day, by=by, **details)


@transaction.atomic
def create_day(
    organisation: Organisation,
    *,
    name: TranslatedText,
    by: User | None,
    starts_at: datetime.datetime | None = None,
    parts: Iterable[templates.Part] = templates.TEMPLATE,
    **facts: Any,
) -> Day:
    """Begin a day with the programme of the template; whoever begins it facilitates it."""
    if not name:
        raise DomainError(_("Give the day a name."))
    facts.setdefault("languages", ["fi", "sv"])
    if starts_at is not None:
        facts.setdefault("keeps_people_until", (starts_at + KEPT_FOR).date())
    channel = Channel.objects.create(kind=KIND)
    day = Day.objects.create(organisation=organisation, name=name, channel=channel, created_by=by, **facts)
    if by is not None:
        DayPerson.objects.create(day=day, user=by)
    begins = starts_at
    for order, part in enumerate(parts):
        Phase.objects.create(
            day=day,
            order=order,
            kind=part.kind,
            name=templates.in_all(part.name),
            minutes=part.minutes,
            is_silent=part.is_silent,
            is_secret=part.is_secret,
            starts_at=begins,
        )
        begins = begins + datetime.timedelta(minutes=part.minutes) if begins else None
    audit.record("innovation day created", target=day, by=by)
    return day


@transaction.atomic
def copy_day(
    earlier: Day, *, organisation: Organisation, name: TranslatedText, starts_at: datetime.datetime | None, by: User
) -> Day:
    """A new day with the texts, terms, programme, themes and people of an earlier one; nobody's sign-up, no ideas."""
    facts = {field: getattr(earlier, field) for field in (*COPIED, "chosen_per_theme") if field != "name"}
    day = create_day(organisation, name=name, by=by, starts_at=starts_at, parts=(), **facts)
    phases = list(earlier.phases.all())
    first = next((phase.starts_at for phase in phases if phase.starts_at), None)
    shift = starts_at - first if starts_at and first else None
    kept = ("order", "kind", "name", "about", "minutes", "is_silent", "is_secret")
    for phase in phases:
        begins = phase.starts_at + shift if shift is not None and phase.starts_at else None
        Phase.objects.create(day=day, starts_at=begins, **{field: getattr(phase, field) for field in kept})
    for theme in earlier.themes.all():
        DayTheme.objects.create(day=day, order=theme.order, name=theme.name, about=theme.about, theme=theme.theme)
    for person in earlier.people.exclude(user=by):
        DayPerson.objects.create(day=day, user_id=person.user_id, part=person.part)
    audit.record("innovation day copied", target=day, by=by, earlier=str(earlier.uuid))
    return day


@transaction.atomic
def edit_day(day: Day, *, by: User, revision: int | None = None, **facts: Any) -> Day:
    """Change texts and terms. Refuses what would make promises to those who have signed up untrue."""
    day = locked(day, revision)
    unknown = set(facts) - {*TEXTS, *TERMS}
    if unknown:
        raise TypeError(f"a day has no {', '.join(sorted(unknown))} to edit")
    until = facts.get("keeps_people_until", day.keeps_people_until)
    if day.participants.exists() and day.keeps_people_until and (until is None or until > day.keeps_people_until):
        raise DomainError(_("People have agreed to being kept until a date: it can become earlier, not later."))
    changed = sorted(name for name, value in facts.items() if getattr(day, name) != value)
    for name in changed:
        setattr(day, name, facts[name])
    touched(day, "innovation day edited", by=by, changed=changed)
    return day


@transaction.atomic
def set_staff(day: Day, *, facilitators: Iterable[User], helpers: Iterable[User], by: User) -> Day:
    """Who runs the day. Refuses a day without a facilitator, and somebody whose account is closed."""
    day = locked(day)
    wanted = {user.pk: (user, DayPerson.Part.HELPER) for user in helpers}
    wanted |= {user.pk: (user, DayPerson.Part.FACILITATOR) for user in facilitators}
    if not any(part == DayPerson.Part.FACILITATOR for _user, part in wanted.values()):
        raise DomainError(_("A day has at least one facilitator."))
    if any(not user.is_active for user, _part in wanted.values()):
        raise DomainError(_("One of these accounts is closed."))
    day.people.exclude(user__in=wanted).delete()
    for user, part in wanted.values():
        DayPerson.objects.update_or_create(day=day, user=user, defaults={"part": part})
    touched(day, "people of innovation day set", by=by, count=len(wanted))
    return day


# Its life


@transaction.atomic
def open_sign_up(day: Day, *, by: User | None) -> Day:
    """Let everybody read of the day and sign up. Refuses an incomplete one, a sentence for each problem."""
    day = locked(day)
    if day.state != Day.State.DRAFT:
        raise DomainError(_("This day is not being prepared any more."))
    _refuse_incomplete(day)
    day.state = Day.State.OPEN
    touched(day, "sign-up opened", by=by)
    return day


def _refuse_incomplete(day: Day) -> None:
    problems = [str(one.sentence) for one in missing(day)]
    if problems:
        raise NotReady(problems)


@transaction.atomic
def start_day(day: Day, *, by: User | None) -> Day:
    """The day goes on: acts are taken, with marks of its secret. Refuses an incomplete one, and one that is over."""
    day = locked(day)
    if day.state not in (Day.State.DRAFT, Day.State.OPEN):
        raise DomainError(_("This day has been started already, or is over."))
    if not day.phases.exists() or not day.themes.exists():
        raise DomainError(_("A day needs a programme and a theme before it is started."))
    day.state, day.secret = Day.State.RUNNING, marks.new_secret()
    touched(day, "innovation day started", by=by)
    tell_of_programme(day, by=by)
    return day


@transaction.atomic
def finish_day(day: Day, *, by: User | None) -> Day:
    """The day is over: its secrets are thrown away, so that no mark leads to anybody, and nothing is taken in any more.

    Refused while a part is open whose results are told when it closes, and while ideas are hidden that were written
    in silence: nobody could open them up afterwards.
    """
    day = locked(day)
    if day.state != Day.State.RUNNING:
        raise DomainError(_("Only a day that goes on can be finished."))
    opened = day.phases.filter(opened_at__isnull=False, closed_at__isnull=True)
    if opened.filter(Q(is_secret=True) | Q(kind__in=TOLD_AT_CLOSING)).exclude(kind=Phase.Kind.FEEDBACK).exists():
        raise DomainError(_("Close the part that is open first: its results are told when it closes."))
    if day.ideas.filter(is_silent=True, state=Idea.State.STANDING).exists():
        raise DomainError(_("Open up the ideas that were written in silence first: afterwards nobody can."))
    day.state = Day.State.DONE
    day.save(update_fields=["state"])
    tell_of_programme(day, by=by)
    day.phases.update(secret=b"")
    day.secret = b""
    Channel.objects.filter(pk=day.channel_id).update(closed_at=timezone.now())
    touched(day, "innovation day finished", by=by)
    return day


@transaction.atomic
def cancel_day(day: Day, *, reason: str, by: User) -> Day:
    """The day is not held; those who signed up get a letter that says why. Refused once it has started."""
    day = locked(day)
    if day.state not in (Day.State.DRAFT, Day.State.OPEN):
        raise DomainError(_("A day that has started is finished, not cancelled."))
    if not reason.strip():
        raise DomainError(_("Say why, in a sentence: everybody who signed up reads it."))
    told = day.state == Day.State.OPEN
    day.state = Day.State.CANCELLED
    touched(day, "innovation day cancelled", by=by, told=told)
    if told:
        transaction.on_commit(partial(mails.day_cancelled, day, reason.strip()))
    return day


@transaction.atomic
def delete_day(day: Day, *, by: User) -> None:
    """A day that nobody has seen goes for good. Refuses one that was public or has participants."""
    day = locked(day)
    if day.state != Day.State.DRAFT or day.participants.exists() or day.channel.last:
        raise DomainError(_("This day was public, or somebody takes part in it. It can be cancelled."))
    audit.record("innovation day deleted", target=day, by=by)
    channel = day.channel
    day.delete()
    channel.delete()


# Its programme and themes


def _phases(day: Day) -> list[Phase]:
    return list(day.phases.select_for_update())


def _keep(phases: list[Phase], own: set[int]) -> None:
    times.chain(phases, own)
    for order, phase in enumerate(phases):
        phase.order = order
    Phase.objects.bulk_update(phases, ["order", "starts_at"])


def _refuse_done(day: Day) -> None:
    if day.state in (Day.State.DONE, Day.State.CANCELLED):
        raise DomainError(_("This day is over: its programme stays as it was."))


@transaction.atomic
def begin_programme(day: Day, *, starts_at: datetime.datetime, by: User) -> Day:
    """Move the whole programme so that it begins at this moment; what began anew later moves as much."""
    day = locked(day)
    _refuse_done(day)
    phases = _phases(day)
    if any(phase.opened_at for phase in phases):
        raise DomainError(_("The day has begun: change the minutes of its parts."))
    if not phases:
        raise DomainError(_("The day has no programme yet."))
    own, first = times.anchors(phases), phases[0].starts_at
    for phase in phases:
        if phase.pk in own:
            phase.starts_at = starts_at + (
                phase.starts_at - first if first and phase.starts_at else datetime.timedelta()
            )
    _keep(phases, own if first else {phases[0].pk})
    touched(day, "programme moved", by=by)
    tell_of_programme(day, by=by)
    return day


@transaction.atomic
def add_phase(day: Day, *, by: User, **facts: Any) -> Phase:
    """One more part, at the end; those who run the day move it to its place."""
    day = locked(day)
    _refuse_done(day)
    phases = _phases(day)
    begins = facts.pop("starts_at", None) or (times.end_of(phases[-1]) if phases else None)
    phase = Phase.objects.create(day=day, order=len(phases), starts_at=begins, **facts)
    touched(day, "part of programme added", by=by, kind=phase.kind)
    tell_of_programme(day, by=by)
    return phase


@transaction.atomic
def edit_phase(phase: Phase, *, by: User, starts_at: datetime.datetime | None = None, **facts: Any) -> Phase:
    """Change a part; those after it follow. ``starts_at``: it begins anew at that moment; None: when the one before ends.

    Refused: another kind, silence or secrecy for a part that has been opened.
    """
    day = locked(phase.day)
    _refuse_done(day)
    phases = _phases(day)
    own = times.anchors(phases)
    now = next(one for one in phases if one.pk == phase.pk)
    fixed = [name for name in ("kind", "is_silent", "is_secret") if name in facts and facts[name] != getattr(now, name)]
    if now.opened_at and fixed:
        raise DomainError(_("This part has been opened: what is done in it, and whether it is secret, stays."))
    for name, value in facts.items():
        setattr(now, name, value)
    if now.opened_at is None and now is not phases[0]:
        own = own | {now.pk} if starts_at else own - {now.pk}
    if starts_at and now.opened_at is None:
        now.starts_at = starts_at
    now.save()
    _keep(phases, own)
    touched(day, "part of programme edited", by=by, kind=now.kind)
    tell_of_programme(day, by=by)
    return now


@transaction.atomic
def move_phase(phase: Phase, *, up: bool, by: User) -> Day:
    """Change places with the part before or after it. Refused past one that has been opened."""
    day = locked(phase.day)
    _refuse_done(day)
    phases = _phases(day)
    here = next(number for number, one in enumerate(phases) if one.pk == phase.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(phases):
        raise DomainError(_("It stands at the end already."))
    if phases[here].opened_at or phases[there].opened_at:
        raise DomainError(_("A part that has been opened stays in its place."))
    own = times.anchors(phases)
    earlier = min(here, there)
    begins = phases[earlier].starts_at
    anchored = [number for number in (earlier, earlier + 1) if phases[number].pk in own]
    starts = {number: phases[number].starts_at for number in anchored}
    phases[here], phases[there] = phases[there], phases[here]
    own = own - {phases[here].pk, phases[there].pk} | {phases[number].pk for number in anchored}
    for number, moment in starts.items():
        phases[number].starts_at = moment
    phases[earlier].starts_at = begins
    _keep(phases, own)
    touched(day, "programme reordered", by=by)
    tell_of_programme(day, by=by)
    return day


@transaction.atomic
def remove_phase(phase: Phase, *, by: User) -> None:
    """A part goes; those after it follow. Refused once it was opened."""
    day = locked(phase.day)
    _refuse_done(day)
    phases = _phases(day)
    now = next(one for one in phases if one.pk == phase.pk)
    if now.opened_at:
        raise DomainError(_("This part has been opened: it stays in the programme."))
    own, begins = times.anchors(phases), now.starts_at
    here = phases.index(now)
    phases.remove(now)
    if now.pk in own and here < len(phases) and phases[here].pk not in own:
        phases[here].starts_at = begins
        own = own | {phases[here].pk}
    now.delete()
    _keep(phases, own)
    touched(day, "part of programme removed", by=by, kind=now.kind)
    tell_of_programme(day, by=by)


@transaction.atomic
def add_theme(day: Day, *, name: TranslatedText, about: TranslatedText, by: User) -> DayTheme:
    """A theme of the day's own."""
    day = locked(day)
    _refuse_done(day)
    if not name:
        raise DomainError(_("Give the theme a name."))
    theme = DayTheme.objects.create(day=day, order=day.themes.count(), name=name, about=about)
    touched(day, "theme added to innovation day", by=by)
    tell_of_programme(day, by=by)
    return theme


@transaction.atomic
def take_themes(day: Day, *, themes: Iterable[Any], by: User) -> int:
    """Take up themes that were chosen from a survey; those taken up before stay as they are. Gives how many are new."""
    day = locked(day)
    _refuse_done(day)
    there = set(day.themes.exclude(theme=None).values_list("theme", flat=True))
    new = [theme for theme in themes if theme.pk not in there]
    order = day.themes.count()
    for number, theme in enumerate(new):
        DayTheme.objects.create(day=day, order=order + number, name=theme.name, about=theme.about, theme=theme)
    touched(day, "themes taken from survey", by=by, count=len(new))
    tell_of_programme(day, by=by)
    return len(new)


@transaction.atomic
def edit_theme(theme: DayTheme, *, name: TranslatedText, about: TranslatedText, by: User) -> DayTheme:
    """Say a theme in other words."""
    day = locked(theme.day)
    if not name:
        raise DomainError(_("Give the theme a name."))
    theme.name, theme.about = name, about
    theme.save(update_fields=["name", "about"])
    touched(day, "theme of innovation day edited", by=by)
    tell_of_programme(day, by=by)
    return theme


@transaction.atomic
def remove_theme(theme: DayTheme, *, by: User) -> None:
    """A theme goes, with the wishes for it. Refused once an idea stands under it."""
    day = locked(theme.day)
    if theme.ideas.exists():
        raise DomainError(_("Ideas stand under this theme: it stays."))
    for participant in day.participants.all():
        if theme.pk in participant.wishes:
            participant.wishes = [wish for wish in participant.wishes if wish != theme.pk]
            participant.save(update_fields=["wishes"])
    theme.delete()
    touched(day, "theme of innovation day removed", by=by)
    tell_of_programme(day, by=by)
