"""Surveys, what was answered to them, and the themes that people chose from them.

A response is anonymous by design: it has no user, no address and no time finer than a day once it is sent, and its
number is drawn by lot, so that numbers tell no order. That a personal link was used is known by a mark that only the
link itself leads to (``UsedLinks``; docs/decisions/0031); nothing leads from an invitation to a response.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy

from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.keys import new_key, random_id
from kotokaari.foundation.models import Thing
from kotokaari.people.public import Organisation, Place, User, runs_the_house
from kotokaari.vocabulary.public import Concept


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Questions about surveys."""

    def run_by(self, user: Any) -> SurveyQuerySet:
        """Those that this person makes and reads the results of."""
        if runs_the_house(user):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(pk__in=SurveyPerson.objects.filter(user=user.pk).values("survey"))

    def public(self) -> SurveyQuerySet:
        """Those whose page anybody may read: they were opened, and told of in public."""
        return self.exclude(state=Survey.State.DRAFT).filter(is_listed=True)

    def worth_finding(self) -> SurveyQuerySet:
        """Public ones that take answers or will, and those whose chosen themes are told: for search and maps."""
        answerable = Q(state=Survey.State.OPEN) & (Q(closes_at=None) | Q(closes_at__gt=timezone.now()))
        told = Theme.objects.filter(survey=OuterRef("pk"), is_chosen=True, is_public=True)
        return self.public().filter(answerable | Q(Exists(told)))

    def visible_to(self, user: Any) -> SurveyQuerySet:
        """Public ones, and those that this person runs."""
        if runs_the_house(user):
            return self
        own = SurveyPerson.objects.filter(user=getattr(user, "pk", None)).values("survey")
        return self.filter(Q(is_listed=True) & ~Q(state="draft") | Q(pk__in=own))


class Survey(Thing):
    """Questions to many people in several languages, answered without an account."""

    public_when = "{row}.state <> 'draft' AND {row}.is_listed"

    class State(models.TextChoices):
        """What was made of it; whether it takes answers is a question of time."""

        DRAFT = "draft", pgettext_lazy("survey", "Draft")
        OPEN = "open", pgettext_lazy("survey", "Open")
        CLOSED = "closed", pgettext_lazy("survey", "Closed")

    class Purpose(models.TextChoices):
        """What it is for."""

        NEEDS = "needs", pgettext_lazy("survey", "Needs")
        FEEDBACK = "feedback", pgettext_lazy("survey", "Feedback")
        OTHER = "other", pgettext_lazy("survey", "Something else")

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.NEEDS)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="surveys")
    name = TranslatedTextField()
    about = TranslatedTextField(help_text="shown before the first question: why, for whom, how long it takes")
    thanks = TranslatedTextField(help_text="shown when it was sent")
    privacy = TranslatedTextField(help_text="what is done with the answers, in the survey's own words")
    languages: models.JSONField[Any, Any] = models.JSONField(default=list, help_text='["fi", "sv", "en", "uk"]')
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Helsinki")
    is_anonymous = models.BooleanField(
        default=True, help_text="stated to everybody who answers; enforced in answering.py; fixed once it is open"
    )
    is_by_invitation = models.BooleanField(default=False, help_text="only with a personal one-time link")
    is_listed = models.BooleanField(default=False, help_text="told of in public; else whoever has the link answers")
    themes_wanted = models.PositiveSmallIntegerField(default=5)
    is_example = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="from then on questions that were answered stay")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    @property
    def slug(self) -> str:
        """The name as part of an address, in the reader's language."""
        return slugify(self.name.read((get_language() or "fi")[:2]).text)[:60].strip("-") or "survey"

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("needs:survey", args=[self.slug, self.key])

    def __str__(self) -> str:
        return str(read(self.name)) or self.key


class SurveyPerson(models.Model):
    """Somebody who makes a survey and reads its results."""

    stays_private = True

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.CASCADE, related_name="surveys")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "user"], name="one_part_in_a_survey")]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.user_id}"


class Section(models.Model):
    """A page of a survey. ``condition`` as in ``Question``."""

    stays_private = True

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(default=0)
    name = TranslatedTextField()
    about = TranslatedTextField()
    condition: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(read(self.name))


class Question(models.Model):
    """A question. Its ``code`` names it in exports; it never changes once somebody answered."""

    stays_private = True

    class Type(models.TextChoices):
        """How it is answered, and what ``Answer.value`` is."""

        ONE = "one", pgettext_lazy("question", "One of several")  # code of the choice, or "other:" and own words
        SEVERAL = "several", pgettext_lazy("question", "Several")  # [codes], one of them may be "other:…"
        SCALE = "scale", pgettext_lazy("question", "Scale")  # a whole number
        RANKING = "ranking", pgettext_lazy("question", "Ranking")  # [codes], the first the highest
        MATRIX = "matrix", pgettext_lazy("question", "Importance and how well it works today")
        # {item code: {"importance": 1–5, "current": 1–5}}, either may be missing
        TEXT = "text", pgettext_lazy("question", "Open text")  # text
        NUMBER = "number", pgettext_lazy("question", "Number")
        PROFESSION = "profession", pgettext_lazy("question", "Professional field")  # code of the choice
        MUNICIPALITY = "municipality", pgettext_lazy("question", "Municipality")  # code of a place
        NOTE = "note", pgettext_lazy("question", "Text without a question")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.SlugField(max_length=60)
    type = models.CharField(max_length=12, choices=Type.choices)
    label = TranslatedTextField()
    hint = TranslatedTextField()
    is_required = models.BooleanField(default=False)
    condition: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text='asked when: {"question": code, "is": value} or {"all"|"any": [conditions]}'
    )
    settings: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text='by type: {"low", "high", "low_label", "high_label", "most", "has_other"}'
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["survey", "code"], name="one_survey_question_a_code")]

    def __str__(self) -> str:
        return self.code


class Choice(models.Model):
    """Something to choose, to rank, or an item of a matrix."""

    stays_private = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.SlugField(max_length=60)
    label = TranslatedTextField()
    concept = models.ForeignKey(Concept, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="one_survey_choice_a_code")]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """A personal one-time link. Whether it was used is not told here: see ``UsedLinks``."""

    stays_private = True

    class State(models.TextChoices):
        """How far its letter is."""

        WAITING = "waiting", pgettext_lazy("invitation", "Waits")
        SENDING = "sending", pgettext_lazy("invitation", "Being sent")
        SENT = "sent", pgettext_lazy("invitation", "Sent")
        FAILED = "failed", pgettext_lazy("invitation", "Could not be sent")
        REFUSED = "refused", pgettext_lazy("invitation", "Wants no letters")

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True, help_text="emptied when the person wants no letters")
    language = models.CharField(max_length=8, default="fi")
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    round = models.PositiveSmallIntegerField(
        default=0, help_text="rounds of reminders it has been through, whether or not it needed one"
    )
    refused_digest = models.CharField(max_length=64, blank=True, help_text="of the address that wants no letters")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "email"], condition=~Q(email=""), name="one_invitation_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.pk}"


class UsedLinks(models.Model):
    """Which personal links were used: marks in the order of the alphabet, which only the links themselves lead to."""

    stays_private = True

    survey = models.OneToOneField(Survey, models.CASCADE, primary_key=True, related_name="used_links")
    marks: models.JSONField[Any, Any] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.survey_id}: {len(self.marks)}"


class Mailing(models.Model):
    """Invitations or reminders going out, one by one: how far that is."""

    stays_private = True

    class Kind(models.TextChoices):
        """What goes out."""

        INVITATIONS = "invitations", pgettext_lazy("mailing", "Invitations")
        REMINDERS = "reminders", pgettext_lazy("mailing", "Reminders")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", pgettext_lazy("mailing", "Waits")
        RUNNING = "running", pgettext_lazy("mailing", "At work")
        DONE = "done", pgettext_lazy("mailing", "Done")
        FAILED = "failed", pgettext_lazy("mailing", "Broken off")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    round = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="letters that were handed over")
    failed = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    alive_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.kind}"


class Response(models.Model):
    """What one person answered. A draft is found by its token alone, which only that person's browser has."""

    stays_private = True

    class Way(models.TextChoices):
        """How it came."""

        WEB = "web", pgettext_lazy("response", "On the web")
        PAPER = "paper", pgettext_lazy("response", "On paper")
        FILE = "file", pgettext_lazy("response", "From a file")

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    token_digest = models.CharField(
        max_length=64, unique=True, null=True, blank=True, help_text="emptied when it is sent"
    )
    language = models.CharField(max_length=8, default="fi")
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.WEB)
    is_sent = models.BooleanField(default=False, db_index=True)
    sent_on = models.DateField(null=True, blank=True, help_text="no day at all where people were invited by name")
    saved_on = models.DateField(null=True, blank=True, default=timezone.localdate, help_text="of a draft")
    revision = models.PositiveIntegerField(default=0)
    profession = models.CharField(max_length=60, blank=True, help_text="copied from its answer, for counting")
    municipality = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.pk}"


class Answer(models.Model):
    """One answer; ``value`` as the question's type says."""

    stays_private = True

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.question_id}"


class Code(models.Model):
    """A word that people put to open answers."""

    stays_private = True

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="codes")
    name = TranslatedTextField()
    about = TranslatedTextField()
    concept = models.ForeignKey(Concept, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(read(self.name))


class Coding(models.Model):
    """«This answer is about that». A suggestion of the house never counts until somebody confirms it."""

    stays_private = True

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, models.CASCADE, related_name="codings")
    is_suggestion = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "code"], name="one_coding_a_code")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.code_id}"


class Quotation(models.Model):
    """Words from an open answer that may be shown: approved by somebody who checked that they tell of nobody."""

    stays_private = True

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="quotations")
    text = models.TextField(help_text="as it may be shown: names and places taken out")
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class Theme(Thing):
    """A theme that people chose from what was answered, with the reasons of the choice."""

    public_when = "{row}.is_public"

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField(default=0)
    name = TranslatedTextField()
    about = TranslatedTextField()
    reason = TranslatedTextField(help_text="why it was chosen, or how it came from others")
    is_chosen = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    concept = models.ForeignKey(Concept, models.SET_NULL, null=True, blank=True, related_name="needs_themes")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged_from")
    is_example = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["order", "id"]

    def get_absolute_url(self) -> str:
        """Its place on the page of the survey's themes."""
        return f"{reverse('needs:themes', args=[self.survey.key])}#theme-{self.pk}"

    def __str__(self) -> str:
        return str(read(self.name))


class Evidence(models.Model):
    """What stands under a theme: an item of a matrix, a code, or a quotation. ``figures`` as they were when chosen."""

    stays_private = True

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="evidence")
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.ForeignKey(Code, models.PROTECT, null=True, blank=True, related_name="+")
    quotation = models.ForeignKey(Quotation, models.CASCADE, null=True, blank=True, related_name="+")
    figures: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text='{"n", "gap", "low", "high", "rank", "stability"}'
    )

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.pk}"
