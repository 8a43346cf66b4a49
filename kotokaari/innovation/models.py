"""Innovation days: who comes, in which groups, what they think of, what they choose, and what becomes of it.

What happens on the day is in the live log (``kotokaari.live``); the rows here are what the log has led to, written in
the same transaction. In a secret phase a row carries a mark instead of a person: made from the person and the day's
secret, which is thrown away when the phase closes (``marks.py``), so that nothing leads back.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.keys import new_key
from kotokaari.foundation.models import StoredFile, Thing
from kotokaari.live.public import Channel
from kotokaari.needs.public import Survey, Theme
from kotokaari.people.public import Organisation, Place, User, runs_the_house

SHOWN_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # of a code that people type from a screen


def new_code() -> str:
    """Six letters that are read from a wall and typed on a phone."""
    return "".join(secrets.choice(SHOWN_LETTERS) for _letter in range(6))


class DayQuerySet(models.QuerySet["Day"]):
    """Questions about days."""

    def public(self) -> DayQuerySet:
        """Those anybody may read of."""
        return self.exclude(state=Day.State.DRAFT).filter(is_rehearsal=False)

    def worth_finding(self) -> DayQuerySet:
        """Public ones that are or were held: for search and maps."""
        return self.public().exclude(state=Day.State.CANCELLED)

    def run_by(self, user: Any) -> DayQuerySet:
        """Those that this person facilitates or prepares."""
        if runs_the_house(user):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(pk__in=DayPerson.objects.filter(user=user.pk).values("day"))

    def visible_to(self, user: Any) -> DayQuerySet:
        """Public ones, and those that this person runs."""
        if runs_the_house(user):
            return self
        own = DayPerson.objects.filter(user=getattr(user, "pk", None)).values("day")
        return self.filter(~Q(state="draft") & Q(is_rehearsal=False) | Q(pk__in=own))


class Day(Thing):
    """An innovation day (or several): its phases, its people, its board."""

    public_when = "{row}.state <> 'draft' AND NOT {row}.is_rehearsal"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("innovation day", "Being prepared")
        OPEN = "open", pgettext_lazy("innovation day", "Sign-up is open")
        RUNNING = "running", pgettext_lazy("innovation day", "Going on")
        DONE = "done", pgettext_lazy("innovation day", "Done")
        CANCELLED = "cancelled", pgettext_lazy("innovation day", "Cancelled")

    class Working(models.TextChoices):
        """What the groups work on."""

        ALL = "all", pgettext_lazy("innovation day", "Every group on all themes")
        OWN = "own", pgettext_lazy("innovation day", "Each group on a theme of its own")

    class Choosing(models.TextChoices):
        """How the best ideas are chosen."""

        DOTS = "dots", pgettext_lazy("innovation day", "Dots")
        RANKING = "ranking", pgettext_lazy("innovation day", "Ranking")
        PAIRS = "pairs", pgettext_lazy("innovation day", "Pairs")

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="innovation_days")
    name = TranslatedTextField()
    summary = TranslatedTextField()
    about = TranslatedTextField()
    survey = models.ForeignKey(Survey, models.SET_NULL, null=True, blank=True, related_name="innovation_days")
    feedback = models.ForeignKey(Survey, models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.OneToOneField(Channel, models.PROTECT, related_name="+")
    code = models.CharField(max_length=6, unique=True, default=new_code, help_text="typed by whoever joins")
    place_text = TranslatedTextField(help_text="where one goes")
    online_url = models.URLField(blank=True, help_text="where one joins from elsewhere; shown to participants only")
    time_zone = models.CharField(max_length=40, default="Europe/Helsinki")
    languages: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text='languages of the day: ["fi", "sv"]'
    )
    sign_up_until = models.DateTimeField(null=True, blank=True)
    most_people = models.PositiveSmallIntegerField(null=True, blank=True)
    groups_wanted = models.PositiveSmallIntegerField(default=5)
    working = models.CharField(max_length=4, choices=Working.choices, default=Working.ALL)
    choosing = models.CharField(max_length=8, choices=Choosing.choices, default=Choosing.DOTS)
    chosen_per_theme = models.PositiveSmallIntegerField(default=2)
    secret = models.BinaryField(
        default=bytes, help_text="makes the marks of whoever acts; emptied when the day is done"
    )
    keeps_people_until = models.DateField(null=True, blank=True, help_text="then names and addresses are erased")
    people_erased_at = models.DateTimeField(null=True, blank=True)
    is_rehearsal = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    @property
    def slug(self) -> str:
        """The name as part of an address, in the reader's language."""
        return slugify(self.name.read((get_language() or "fi")[:2]).text)[:60].strip("-") or "day"

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("innovation:day", args=[self.slug, self.key])

    def __str__(self) -> str:
        return str(read(self.name)) or self.key


class DayPerson(models.Model):
    """Somebody who prepares or facilitates a day, with an account."""

    stays_private = True

    class Part(models.TextChoices):
        """What they do."""

        FACILITATOR = "facilitator", pgettext_lazy("innovation day", "Facilitator")
        HELPER = "helper", pgettext_lazy("innovation day", "Helper")

    day = models.ForeignKey(Day, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.CASCADE, related_name="innovation_days")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.FACILITATOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "user"], name="one_part_in_a_day")]

    def __str__(self) -> str:
        return f"{self.day_id}: {self.user_id} {self.part}"


class Phase(models.Model):
    """A part of the day. Phases are soft: what comes after one has closed is taken and flagged as late."""

    stays_private = True

    class Kind(models.TextChoices):
        """What is done in it."""

        WELCOME = "welcome", pgettext_lazy("phase", "Welcome")
        GROUPS = "groups", pgettext_lazy("phase", "Groups")
        IDEAS = "ideas", pgettext_lazy("phase", "Ideas")
        CHOOSE = "choose", pgettext_lazy("phase", "Choosing")
        WEIGH = "weigh", pgettext_lazy("phase", "Weighing")
        EPICS = "epics", pgettext_lazy("phase", "Epics")
        FEEDBACK = "feedback", pgettext_lazy("phase", "Feedback")
        PAUSE = "pause", pgettext_lazy("phase", "Break")
        OTHER = "other", pgettext_lazy("phase", "Something else")

    day = models.ForeignKey(Day, models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = TranslatedTextField()
    about = TranslatedTextField()
    starts_at = models.DateTimeField(null=True, blank=True, help_text="as planned")
    minutes = models.PositiveSmallIntegerField(default=30)
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="by the server's clock; what the timers count to")
    closed_at = models.DateTimeField(null=True, blank=True)
    is_silent = models.BooleanField(default=False, help_text="ideas are hidden from others until it is opened up")
    revealed_at = models.DateTimeField(null=True, blank=True)
    is_secret = models.BooleanField(
        default=False, help_text="who did what is never kept, and results are told when it closes"
    )
    secret = models.BinaryField(
        default=bytes, help_text="makes the marks of a silent or secret phase; emptied when it closes"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.order}. {self.kind}"


class DayTheme(models.Model):
    """A theme of the day; from a survey, or of its own."""

    stays_private = True

    day = models.ForeignKey(Day, models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField(default=0)
    name = TranslatedTextField()
    about = TranslatedTextField()
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="days")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(read(self.name))


class Participant(models.Model):
    """Somebody who takes part, without an account. Seen by those who run the day; the name by the own group too."""

    stays_private = True

    class State(models.TextChoices):
        """Whether she comes."""

        SIGNED_UP = "signed_up", pgettext_lazy("participant", "Signed up")
        WAITING = "waiting", pgettext_lazy("participant", "On the waiting list")
        HERE = "here", pgettext_lazy("participant", "Here")
        ABSENT = "absent", pgettext_lazy("participant", "Did not come")
        WITHDRAWN = "withdrawn", pgettext_lazy("participant", "Withdrew")

    day = models.ForeignKey(Day, models.CASCADE, related_name="participants")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False, help_text="her name in tickets")
    token_digest = models.CharField(max_length=64, unique=True, help_text="of the link by which she comes back")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    profession = models.CharField(max_length=80, blank=True)
    municipality = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation_text = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=8, default="fi", help_text="of the pages and letters")
    languages: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="understood in group work")
    access_needs = models.TextField(blank=True, help_text="read by those who run the day only; erased after it")
    is_remote = models.BooleanField(default=False)
    wishes: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="ids of the day's themes, the first first"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.SIGNED_UP)
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="to names and addresses being kept until a date")
    signed_up_at = models.DateTimeField(default=timezone.now)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    is_simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or self.key


class NamedPair(models.Model):
    """Two who are to be together or apart."""

    stays_private = True

    day = models.ForeignKey(Day, models.CASCADE, related_name="pairs")
    one = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    other = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    is_together = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.one_id} {'with' if self.is_together else 'not with'} {self.other_id}"


class GroupRound(models.Model):
    """One making of groups: a second one has others meet. ``result`` keeps status, figures and reasons as data."""

    stays_private = True

    day = models.ForeignKey(Day, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(default=1)
    result: models.JSONField[Any, Any] = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="one_group_round_a_number")]

    def __str__(self) -> str:
        return f"{self.day_id}: {self.number}"


class Group(models.Model):
    """A group of a round."""

    stays_private = True

    round = models.ForeignKey(GroupRound, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    theme = models.ForeignKey(DayTheme, models.SET_NULL, null=True, blank=True, related_name="groups")
    language = models.CharField(max_length=8, blank=True)
    table = models.CharField(max_length=80, blank=True, help_text="where it sits")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name or str(self.number)


class Seat(models.Model):
    """Somebody's place in a group. ``is_fixed``: put there by hand, and stays."""

    stays_private = True

    group = models.ForeignKey(Group, models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="seats")
    is_fixed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "participant"], name="one_seat_in_a_group")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.participant_id}"


class Idea(Thing):
    """An idea. Nothing is deleted: a withdrawn or merged one stays, and says so."""

    stays_private = True

    class State(models.TextChoices):
        """What became of it on the board."""

        STANDING = "standing", pgettext_lazy("idea", "On the board")
        MERGED = "merged", pgettext_lazy("idea", "Merged into another")
        WITHDRAWN = "withdrawn", pgettext_lazy("idea", "Withdrawn")
        HIDDEN = "hidden", pgettext_lazy("idea", "Hidden by the facilitator")

    day = models.ForeignKey(Day, models.CASCADE, related_name="ideas")
    number = models.PositiveIntegerField(help_text="in its day, in the order of coming")
    theme = models.ForeignKey(DayTheme, models.PROTECT, related_name="ideas")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="ideas")
    text = models.TextField()
    language = models.CharField(max_length=8, default="fi")
    mark = models.CharField(
        max_length=64, blank=True, help_text="whose it is, while the secret it is made with lives (marks.py)"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)
    is_silent = models.BooleanField(default=False, help_text="hidden from others until its phase is opened up")
    is_late = models.BooleanField(default=False)
    seq = models.PositiveBigIntegerField(help_text="of the act that last changed it")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="one_idea_a_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"


class IdeaEdge(models.Model):
    """How an idea came from others: the new one, and the one it came from."""

    stays_private = True

    class Type(models.TextChoices):
        """What was done."""

        MERGE = "merge", pgettext_lazy("idea", "merged from")
        SPLIT = "split", pgettext_lazy("idea", "split from")
        REFINE = "refine", pgettext_lazy("idea", "refined from")

    type = models.CharField(max_length=6, choices=Type.choices)
    new = models.ForeignKey(Idea, models.CASCADE, related_name="came_from")
    old = models.ForeignKey(Idea, models.CASCADE, related_name="led_to")

    def __str__(self) -> str:
        return f"{self.new_id} {self.type} {self.old_id}"


class IdeaFile(StoredFile):
    """A photo, a drawing or a voice note of an idea."""

    stays_private = True

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="files")
    caption = models.CharField(
        max_length=300, blank=True, help_text="what is in it, for those who do not see or hear it"
    )

    def __str__(self) -> str:
        return self.caption[:80] or f"{self.idea_id}: {self.pk}"


class Comment(models.Model):
    """Something said about an idea."""

    stays_private = True

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments")
    text = models.TextField()
    language = models.CharField(max_length=8, default="fi")
    mark = models.CharField(max_length=64, blank=True)
    is_hidden = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.text[:80]


class Reaction(models.Model):
    """A sign of approval; a row each, never a counter."""

    stays_private = True

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reactions")
    sign = models.CharField(max_length=12)
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "sign", "mark"], name="one_reaction_a_sign")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.sign}"


class Ballot(models.Model):
    """One person's choice among a theme's ideas. ``mark`` lets her change it while the phase is open, and then is emptied."""

    stays_private = True

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="ballots")
    theme = models.ForeignKey(DayTheme, models.CASCADE, related_name="ballots")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="ballots")
    mark = models.CharField(max_length=64, blank=True)
    choice: models.JSONField[Any, Any] = models.JSONField(
        help_text="dots: {idea: dots}; ranking: [ideas]; pairs: [[better, worse]]; by the idea's number"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "theme", "group", "mark"], condition=~Q(mark=""), name="one_ballot_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}: {self.theme_id}"


class Chosen(models.Model):
    """An idea that was chosen, in which place, and by which group where groups choose."""

    stays_private = True

    day = models.ForeignKey(Day, models.CASCADE, related_name="chosen")
    theme = models.ForeignKey(DayTheme, models.CASCADE, related_name="chosen")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="chosen")
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="chosen")
    place = models.PositiveSmallIntegerField()
    points = models.FloatField(default=0)
    reason = models.TextField(blank=True, help_text="where a tie was decided, or the facilitator chose")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "group", "idea"], name="one_choice_of_an_idea")]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.place}. {self.idea_id}"


class Weight(models.Model):
    """How one person weighs a chosen idea, on anchored scales from 0 to 4; None: cannot say."""

    stays_private = True

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="weights")
    mark = models.CharField(max_length=64, blank=True, help_text="emptied when the phase closes")
    profession = models.CharField(
        max_length=80, blank=True, help_text="for the spread between professions; five at least are told of"
    )
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True, help_text="on meeting the families")
    feasibility = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "mark"], condition=~Q(mark=""), name="one_weight_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.value} {self.impact} {self.feasibility}"


class EpicQuerySet(models.QuerySet["Epic"]):
    """Questions about epics."""

    def public(self) -> EpicQuerySet:
        """Those anybody may read."""
        return self.filter(is_public=True, day__is_rehearsal=False)

    def visible_to(self, user: Any) -> EpicQuerySet:
        """Those told of in public, those of days that this person runs, and those she owns."""
        if runs_the_house(user):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.public()
        runs = DayPerson.objects.filter(user=user.pk).values("day")
        return self.filter(Q(is_public=True, day__is_rehearsal=False) | Q(day__in=runs) | Q(owner=user.pk))


class Epic(Thing):
    """An idea carried on: a hypothesis somebody owns, and what became of it."""

    public_when = "{row}.is_public"

    class Status(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", pgettext_lazy("epic", "Proposed")
        OWNED = "owned", pgettext_lazy("epic", "Somebody owns it")
        DEVELOPED = "developed", pgettext_lazy("epic", "In development")
        PILOTED = "piloted", pgettext_lazy("epic", "Piloted")
        PRACTICE = "practice", pgettext_lazy("epic", "Became a practice")
        STOPPED = "stopped", pgettext_lazy("epic", "Stopped")

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    day = models.ForeignKey(Day, models.CASCADE, related_name="epics")
    number = models.PositiveSmallIntegerField()
    theme = models.ForeignKey(DayTheme, models.PROTECT, related_name="epics")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="epics")
    ideas = models.ManyToManyField(Idea, related_name="epics")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED, db_index=True)
    is_public = models.BooleanField(default=False)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="epics")
    owner_organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="epics")
    owner_role = models.CharField(max_length=160, blank=True, help_text="a role, not a name")
    owner_is_named = models.BooleanField(default=False, help_text="the owner agreed to her name being shown")
    practice = models.ForeignKey(Practice, models.SET_NULL, null=True, blank=True, related_name="epics")
    remind_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, help_text="texts and events too: readers see it then")

    objects = EpicQuerySet.as_manager()

    class Meta:
        ordering = ["day", "number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="one_epic_a_number")]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("innovation:epic", args=[self.key])


class EpicText(models.Model):
    """One part of an epic as it stands: written by several at once, merged word by word, nobody's words lost."""

    stays_private = True

    class Part(models.TextChoices):
        """The parts, in order."""

        NAME = "name", pgettext_lazy("epic", "Name")
        HYPOTHESIS = "hypothesis", pgettext_lazy("epic", "Hypothesis")
        FOR_WHOM = "for_whom", pgettext_lazy("epic", "For whom")
        BENEFIT = "benefit", pgettext_lazy("epic", "Benefit")
        MEASURE = "measure", pgettext_lazy("epic", "How one will know")
        FIRST_STEP = "first_step", pgettext_lazy("epic", "First step")
        PARTNERS = "partners", pgettext_lazy("epic", "Partners")
        RISKS = "risks", pgettext_lazy("epic", "Risks")

    epic = models.ForeignKey(Epic, models.CASCADE, related_name="texts")
    part = models.CharField(max_length=12, choices=Part.choices)
    language = models.CharField(max_length=8, default="fi")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0, help_text="of the act that last changed it")
    typed: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="{form: what it last sent}: what each open page goes on from"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epic", "part", "language"], name="one_text_a_part")]

    def __str__(self) -> str:
        return f"{self.epic_id}: {self.part} ({self.language})"


class EpicEvent(models.Model):
    """Something that became of an epic: a change of status with its reason, or a note."""

    stays_private = True

    epic = models.ForeignKey(Epic, models.CASCADE, related_name="events")
    status = models.CharField(max_length=10, choices=Epic.Status.choices, blank=True)
    text = TranslatedTextField()
    next = TranslatedTextField(help_text="what will be done next")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.epic_id}: {self.status}"
