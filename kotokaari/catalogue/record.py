"""The practice record: every field a practice version has, said once.

Forms, the completeness meter, comparison, the page, print and export all follow this list. The
model is our union of the fields of public practice portals (``docs/practice-record.md`` names where
each one comes from). Pure Python: no Django models here.

A record is a JSON object by field name. What each ``Type`` stores:

========== =====================================================================================
line, text a translated text (``TranslatedText.to_json``); a line has no line breaks
concepts   list of concept identifiers, e.g. ``["language-learning"]``
places     list of place codes, e.g. ``["fi:179"]``
choice     one code of ``choices``
scale      a whole number, one of ``choices``
number     a number ≥ 0
date       ``"2019"``, ``"2019-03"`` or ``"2019-03-31"``, as exactly as it is known
flag       true or false
url        an address that begins with https:// or http://
plain      text without translations
items      list of objects whose keys are the names of ``items``, and ``id``: six letters that stay
           with the item when it moves, so that translations and adoptions can name it
========== =====================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = object


class Type(StrEnum):
    """What a field holds."""

    LINE = "line"
    TEXT = "text"
    CONCEPTS = "concepts"
    PLACES = "places"
    CHOICE = "choice"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    ITEMS = "items"
    URL = "url"
    PLAIN = "plain"  # text that is the same in every language: a name, a code


class Tier(StrEnum):
    """A card takes ten minutes; the full model is what another town needs to do the same."""

    CARD = "card"
    FULL = "full"


class Reader(StrEnum):
    """For whom a missing field matters."""

    FRONT_LINE = "front_line"
    ADOPTER = "adopter"
    PANEL = "panel"
    DECISION_MAKER = "decision_maker"
    PARTNER = "partner"


READERS: dict[str, Text] = {
    Reader.FRONT_LINE: _("a front-line worker"),
    Reader.ADOPTER: _("an organisation that thinks of adopting this"),
    Reader.PANEL: _("an expert of a panel"),
    Reader.DECISION_MAKER: _("a decision-maker"),
    Reader.PARTNER: _("a partner abroad"),
}

NO_END = 10_000  # words: so many as `most` means that no end is set


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the record, its question, and who needs the answer."""

    name: str
    type: Type
    label: Text
    help: Text = ""
    tier: Tier = Tier.FULL
    readers: tuple[Reader, ...] = ()
    words: tuple[int, int] | None = None  # advised (least, most); most is where the meter warns
    choices: tuple[tuple[str | int, Text], ...] = ()
    concept_kind: str = ""
    items: tuple[Field, ...] = ()
    needed_to_publish: bool = False

    def label_of(self, value: str | int) -> Text:
        """The words for a choice, or the value itself when it is not one of them."""
        return dict(self.choices).get(value, str(value))


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that are asked and read together."""

    name: str
    label: Text
    fields: tuple[Field, ...]
    intro: Text = ""


KINDS = (
    ("operating_model", _("New operating model")),
    ("material", _("New material")),
    ("service_improvement", _("Improved single service")),
    ("service_chain", _("More responsive service chain")),
    ("structural_change", _("Organisation-wide structural change")),
    ("culture_change", _("Change of operating culture")),
)
SCOPES = (
    ("site", _("One site")),
    ("municipality", _("Municipality")),
    ("subregion", _("Several municipalities")),
    ("region", _("Region")),
    ("national", _("Whole country")),
    ("eu", _("Several countries")),
)
SIZE_BANDS = (
    ("under_10k", _("Under 10,000 residents")),
    ("10k_50k", _("10,000–50,000 residents")),
    ("50k_150k", _("50,000–150,000 residents")),
    ("over_150k", _("Over 150,000 residents")),
)
AREA_TYPES = (
    ("urban", _("Urban")),
    ("semi_urban", _("Densely populated")),
    ("rural", _("Rural")),
    ("mixed", _("Both town and countryside")),
)
COST_BANDS = (
    (1, _("Very low: work of present staff")),
    (2, _("Low: under €10,000 a year")),
    (3, _("Medium: €10,000–50,000 a year")),
    (4, _("High: €50,000–200,000 a year")),
    (5, _("Very high: over €200,000 a year")),
)
EVIDENCE_LEVELS = (
    (0, _("Described")),
    (1, _("Theoretically sound")),
    (2, _("Own before and after data")),
    (3, _("Comparison or external evaluation")),
    (4, _("Repeated, or shown in two places or more")),
)
EFFECT_DIRECTIONS = (
    ("positive", _("Positive")),
    ("mixed", _("Mixed")),
    ("none", _("No effect found")),
    ("negative", _("Negative: harm found")),
    ("unknown", _("Not known yet")),
)
ROLES_OF_PEOPLE = (
    ("informed", _("Informed")),
    ("consulted", _("Consulted")),
    ("co_designed", _("Designed it together")),
    ("co_delivered", _("Carried it out together")),
    ("led", _("Led it")),
)
FIVE_STEPS = tuple((step, str(step)) for step in range(1, 6))
OPENNESS = (
    ("looking", _("Looking for partners")),
    ("answering", _("Answers questions")),
    ("complete", _("No new partners now")),
)

F, T, R = Field, Type, Reader
EVERYONE = (R.FRONT_LINE, R.ADOPTER, R.PANEL, R.DECISION_MAKER, R.PARTNER)

SECTIONS: tuple[Section, ...] = (
    Section(
        "essence",
        _("In short"),
        (
            F(
                "title",
                T.LINE,
                _("Name of the practice"),
                _("At most 15 words. The name people use."),
                Tier.CARD,
                EVERYONE,
                (1, 15),
                needed_to_publish=True,
            ),
            F(
                "summary",
                T.TEXT,
                _("In a few sentences"),
                _("What is done, for whom and what comes of it: 30–100 words."),
                Tier.CARD,
                EVERYONE,
                (30, 100),
                needed_to_publish=True,
            ),
            F(
                "kind",
                T.CHOICE,
                _("What kind of practice"),
                "",
                Tier.CARD,
                (R.PANEL, R.ADOPTER),
                choices=KINDS,
                needed_to_publish=True,
            ),
            F(
                "themes",
                T.CONCEPTS,
                _("Themes"),
                _("One to four. People find the practice by these."),
                Tier.CARD,
                EVERYONE,
                concept_kind="theme",
                needed_to_publish=True,
            ),
            F(
                "target_groups",
                T.CONCEPTS,
                _("For whom"),
                "",
                Tier.CARD,
                (R.FRONT_LINE, R.ADOPTER, R.PANEL),
                concept_kind="target_group",
                needed_to_publish=True,
            ),
            F(
                "target_note",
                T.TEXT,
                _("More about the people it is for"),
                _("Languages, life situation, number of people a year."),
                readers=(R.FRONT_LINE, R.ADOPTER),
                words=(10, 60),
            ),
            F(
                "phases",
                T.CONCEPTS,
                _("Phase of integration"),
                "",
                Tier.CARD,
                (R.FRONT_LINE, R.ADOPTER),
                concept_kind="phase",
            ),
            F(
                "places",
                T.PLACES,
                _("Where"),
                "",
                Tier.CARD,
                (R.FRONT_LINE, R.ADOPTER, R.PARTNER),
                needed_to_publish=True,
            ),
            F("scope", T.CHOICE, _("How wide"), readers=(R.ADOPTER,), choices=SCOPES),
            F("started_on", T.DATE, _("Started"), _("A year is enough."), Tier.CARD, (R.PANEL, R.ADOPTER)),
            F(
                "ended_on",
                T.DATE,
                pgettext_lazy("of a practice, a date", "Ended"),
                _("Leave empty while it goes on."),
                readers=(R.ADOPTER,),
            ),
            F("became_regular", T.FLAG, _("It became a regular service"), readers=(R.DECISION_MAKER, R.PANEL)),
        ),
    ),
    Section(
        "why",
        _("Why"),
        (
            F(
                "challenge",
                T.TEXT,
                _("The challenge it answers"),
                _("The situation before: 30–150 words."),
                Tier.CARD,
                (R.ADOPTER, R.PANEL, R.PARTNER),
                (30, 150),
            ),
            F(
                "needs_evidence",
                T.TEXT,
                _("How the need was found"),
                _("A survey, figures, what residents said."),
                readers=(R.PANEL,),
                words=(10, 100),
            ),
            F("goals", T.TEXT, _("Goals"), readers=(R.PANEL, R.DECISION_MAKER), words=(10, 100)),
            F(
                "targets",
                T.ITEMS,
                _("Measurable targets"),
                readers=(R.PANEL, R.DECISION_MAKER),
                items=(
                    F("what", T.LINE, _("What is measured")),
                    F("value", T.PLAIN, _("Target")),
                    F("by", T.DATE, _("By when")),
                ),
            ),
        ),
    ),
    Section(
        "how",
        _("How it is done"),
        (
            F(
                "solution",
                T.TEXT,
                _("How it works"),
                _("The idea and the everyday doing: 30–150 words."),
                Tier.CARD,
                EVERYONE,
                (30, 150),
                needed_to_publish=True,
            ),
            F(
                "building_blocks",
                T.ITEMS,
                _("Building blocks"),
                _(
                    "The parts it is made of. A core part must stay for it to work; an adaptable one may change with the place."
                ),
                readers=(R.ADOPTER, R.PANEL, R.PARTNER),
                items=(
                    F("title", T.LINE, _("Part")),
                    F(
                        "part",
                        T.CHOICE,
                        _("Core or adaptable"),
                        choices=(("core", _("Core")), ("adaptable", _("Adaptable"))),
                    ),
                    F("what", T.TEXT, _("What it is")),
                    F("enabling", T.TEXT, _("What makes it work")),
                    F("lessons", T.TEXT, _("What was learned")),
                ),
            ),
            F(
                "steps",
                T.ITEMS,
                _("Step by step"),
                readers=(R.FRONT_LINE, R.ADOPTER, R.PANEL),
                items=(
                    F("actor", T.LINE, _("Who")),
                    F("action", T.TEXT, _("Does what")),
                    F("output", T.LINE, _("What comes of it")),
                    F("duration", T.LINE, _("How long it takes")),
                ),
            ),
            F(
                "roles",
                T.ITEMS,
                _("Roles"),
                readers=(R.ADOPTER, R.PANEL),
                items=(
                    F("title", T.LINE, pgettext_lazy("of a worker", "Role")),
                    F("task", T.TEXT, _("Task")),
                    F("competence", T.TEXT, _("What one must know")),
                ),
            ),
            F(
                "materials",
                T.ITEMS,
                _("Materials"),
                readers=(R.FRONT_LINE, R.ADOPTER),
                items=(
                    F("title", T.LINE, _("Name of the material")),
                    F("url", T.URL, _("Address")),
                    F("languages", T.PLAIN, _("Languages, as codes: fi, ar")),
                    F("licence", T.PLAIN, _("Licence")),
                ),
            ),
        ),
    ),
    Section(
        "context",
        _("Where it works"),
        (
            F(
                "operating_environment",
                T.TEXT,
                _("The place and its services"),
                readers=(R.ADOPTER, R.PANEL),
                words=(10, 120),
            ),
            F("size_band", T.CHOICE, _("Size of the municipality"), readers=(R.ADOPTER,), choices=SIZE_BANDS),
            F("area_type", T.CHOICE, _("Kind of area"), readers=(R.ADOPTER,), choices=AREA_TYPES),
            F("preconditions", T.TEXT, _("What must be in place"), readers=(R.ADOPTER, R.PANEL), words=(10, 120)),
            F(
                "difficult_conditions",
                T.TEXT,
                _("How it copes with difficult conditions"),
                readers=(R.PANEL,),
                words=(10, 120),
            ),
        ),
    ),
    Section(
        "resources",
        _("What it takes"),
        (
            F(
                "cost_band",
                T.SCALE,
                _("Cost in a year"),
                _("An estimate will do; the figures can follow."),
                Tier.CARD,
                (R.ADOPTER, R.DECISION_MAKER, R.PARTNER),
                choices=COST_BANDS,
            ),
            F(
                "costs",
                T.ITEMS,
                _("Costs"),
                _("Every amount with its year."),
                readers=(R.DECISION_MAKER, R.ADOPTER, R.PARTNER),
                items=(
                    F("what", T.LINE, _("For what")),
                    F(
                        "kind",
                        T.CHOICE,
                        _("Kind of cost"),
                        choices=(
                            ("set_up", _("Once, to start")),
                            ("yearly", _("In a year")),
                            ("per_participant", _("For one participant")),
                        ),
                    ),
                    F("amount", T.NUMBER, _("Amount")),
                    F("currency", T.PLAIN, _("Currency")),
                    F("year", T.PLAIN, _("Year of the prices")),
                    F("payer", T.LINE, _("Who pays")),
                ),
            ),
            F("staff_fte", T.NUMBER, _("Staff, in full-time equivalents"), readers=(R.ADOPTER, R.DECISION_MAKER)),
            F("funding_note", T.TEXT, _("How it is funded"), readers=(R.DECISION_MAKER, R.ADOPTER), words=(5, 80)),
            F(
                "complexity",
                T.SCALE,
                _("How complex it is (1 simple – 5 demanding)"),
                readers=(R.ADOPTER,),
                choices=FIVE_STEPS,
            ),
            F(
                "documentation",
                T.SCALE,
                _("How well it is documented (1 little – 5 fully)"),
                readers=(R.ADOPTER,),
                choices=FIVE_STEPS,
            ),
            F(
                "flexibility",
                T.SCALE,
                _("How freely it can be adapted (1 little – 5 freely)"),
                readers=(R.ADOPTER,),
                choices=FIVE_STEPS,
            ),
        ),
    ),
    Section(
        "evidence",
        _("What is known of its effects"),
        (
            F(
                "results",
                T.TEXT,
                _("What has come of it"),
                _("Figures if there are any, and where they are from."),
                Tier.CARD,
                (R.PANEL, R.DECISION_MAKER, R.ADOPTER, R.PARTNER),
                (20, 120),
            ),
            F(
                "evidence_level",
                T.SCALE,
                _("Strength of the evidence"),
                _("How surely the effect is known. It says nothing of how large the effect is."),
                Tier.CARD,
                (R.PANEL, R.DECISION_MAKER, R.ADOPTER),
                choices=EVIDENCE_LEVELS,
            ),
            F(
                "effect_direction",
                T.CHOICE,
                _("Direction of the effect"),
                _("No effect and harm are results worth publishing."),
                Tier.CARD,
                (R.PANEL, R.DECISION_MAKER, R.ADOPTER),
                choices=EFFECT_DIRECTIONS,
            ),
            F(
                "indicators",
                T.ITEMS,
                _("Indicators"),
                readers=(R.PANEL, R.DECISION_MAKER),
                items=(
                    F("name", T.LINE, pgettext_lazy("of a measure", "Indicator")),
                    F("baseline", T.PLAIN, _("Before")),
                    F("value", T.PLAIN, _("After")),
                    F("unit", T.LINE, _("Unit")),
                    F("date", T.DATE, _("Date")),
                    F("method", T.LINE, _("How it was measured")),
                    F("n", T.NUMBER, _("Number of people (n)")),
                ),
            ),
            F(
                "customer_view",
                T.TEXT,
                _("What the people it is for say"),
                readers=(R.PANEL, R.FRONT_LINE),
                words=(10, 100),
            ),
            F(
                "evaluations",
                T.ITEMS,
                _("Evaluations"),
                readers=(R.PANEL, R.DECISION_MAKER),
                items=(
                    F("title", T.LINE, _("Evaluation")),
                    F(
                        "evaluator",
                        T.CHOICE,
                        _("Evaluator"),
                        choices=(("internal", _("Own")), ("external", _("External"))),
                    ),
                    F("design", T.LINE, _("Design")),
                    F("date", T.DATE, _("Date")),
                    F("finding", T.TEXT, _("Finding")),
                    F("url", T.URL, _("Address")),
                ),
            ),
            F("side_effects", T.TEXT, _("Side effects"), readers=(R.PANEL, R.ADOPTER), words=(5, 100)),
            F("what_did_not_work", T.TEXT, _("What did not work"), readers=(R.ADOPTER, R.PARTNER), words=(5, 100)),
        ),
    ),
    Section(
        "participation",
        _("Participation and ethics"),
        (
            F(
                "migrants_role",
                T.CHOICE,
                _("The part of people who have moved"),
                readers=(R.PANEL, R.PARTNER),
                choices=ROLES_OF_PEOPLE,
            ),
            F(
                "receiving_role",
                T.CHOICE,
                _("The part of the receiving society"),
                readers=(R.PANEL, R.PARTNER),
                choices=ROLES_OF_PEOPLE,
            ),
            F("equality", T.TEXT, _("Equality and non-discrimination"), readers=(R.PANEL,), words=(5, 100)),
            F("data_protection", T.TEXT, _("Data protection"), readers=(R.PANEL, R.ADOPTER), words=(5, 80)),
            F("collaboration", T.TEXT, _("Who works together"), readers=(R.PANEL, R.ADOPTER), words=(5, 100)),
            F(
                "sustainability",
                T.TEXT,
                _("How it lasts"),
                _("Who carries it on after the project?"),
                readers=(R.DECISION_MAKER, R.PANEL, R.PARTNER),
                words=(5, 100),
            ),
        ),
    ),
    Section(
        "transfer",
        _("Taking it into use"),
        (
            F(
                "transfer_advice",
                T.TEXT,
                _("Advice to one who takes it into use"),
                readers=(R.ADOPTER, R.PARTNER, R.PANEL),
                words=(10, 120),
            ),
            F(
                "requirements",
                T.ITEMS,
                _("Requirements"),
                _("What an adopter must have. Each can be checked against one's own situation."),
                readers=(R.ADOPTER,),
                items=(
                    F("text", T.LINE, _("Requirement")),
                    F(
                        "kind",
                        T.CHOICE,
                        _("Kind"),
                        choices=(
                            ("staff", _("Staff")),
                            ("skills", _("Skills")),
                            ("premises", _("Premises")),
                            ("partner", _("Partner")),
                            ("money", _("Money")),
                            ("legal", _("Law or decision")),
                            ("other", _("Other")),
                        ),
                    ),
                    F("necessary", T.FLAG, _("Necessary")),
                ),
            ),
            F(
                "not_suitable_when",
                T.TEXT,
                _("Not suitable when"),
                _("Say it plainly: it saves others a year."),
                Tier.CARD,
                (R.ADOPTER, R.FRONT_LINE),
                (3, 80),
            ),
            F(
                "support_offered",
                T.ITEMS,
                _("Support offered"),
                readers=(R.ADOPTER, R.PARTNER),
                items=(
                    F(
                        "kind",
                        T.CHOICE,
                        _("Support"),
                        choices=(
                            ("materials", _("Materials")),
                            ("call", _("A call")),
                            ("visit", _("A visit")),
                            ("training", _("Training")),
                            ("mentoring", _("Mentoring")),
                        ),
                    ),
                    F("note", T.LINE, _("More about it")),
                    F("price", T.PLAIN, _("Price")),
                ),
            ),
            F("open_to_partners", T.CHOICE, _("Open to partners"), readers=(R.PARTNER, R.ADOPTER), choices=OPENNESS),
        ),
    ),
)

FIELDS: dict[str, Field] = {field.name: field for section in SECTIONS for field in section.fields}
CARD_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS.values() if field.tier is Tier.CARD)
SECTION_OF: dict[str, Section] = {field.name: section for section in SECTIONS for field in section.fields}
CONCEPT_FIELDS = ("themes", "target_groups", "phases")
TRANSLATED_TYPES = (Type.LINE, Type.TEXT)
