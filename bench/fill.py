"""Ten thousand practices, invented by rule: the same ones in every run."""

from __future__ import annotations

import copy
import datetime
import random
from datetime import UTC

from kotokaari.catalogue import logic
from kotokaari.catalogue import record as spec
from kotokaari.catalogue.models import Practice, Version, VersionConcept
from kotokaari.foundation.keys import KEY_LENGTH, KEY_LETTERS
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Organisation, Place, User
from kotokaari.vocabulary.models import Concept, Label, Scheme

from .alike import WORDS

COUNT = 10_000
AT_ONCE = 1_000
CONCEPTS = {"theme": 40, "target_group": 20, "phase": 6}
EMAIL = "bench@example.org"


def fill(count: int = COUNT) -> User:
    """Words, places, organisations and practices into an empty house; returns somebody to sign in as."""
    random.seed(2026)
    concepts, places, owners = make_concepts(), make_places(), make_organisations()
    patterns = [make_record(concepts, places) for _turn in range(50)]
    for start in range(0, count, AT_ONCE):
        make_practices(range(start, min(start + AT_ONCE, count)), patterns, concepts, places, owners)
    return User.objects.create_user(EMAIL, name="Bench")


def words(count: int) -> str:
    """So many words of prose."""
    return " ".join(random.choices(WORDS, k=count)).capitalize() + "."


def make_concepts() -> dict[str, list[Concept]]:
    """The words that facets count, in three languages."""
    scheme = Scheme.objects.create(code="kotokaari", is_house=True)
    made: dict[str, list[Concept]] = {}
    for kind, number in CONCEPTS.items():
        made[kind] = Concept.objects.bulk_create(
            Concept(scheme=scheme, code=f"{kind}-{n}", kind=kind, position=n) for n in range(number)
        )
    for concept in [concept for group in made.values() for concept in group]:
        Label.objects.bulk_create(
            Label(
                concept=concept, language=language, role="pref", text=f"{concept.code} {language}", folded=concept.code
            )
            for language in ("fi", "sv", "en")
        )
    return made


def make_places() -> list[Place]:
    """Twenty regions with ten municipalities each; returns the municipalities."""
    regions = [
        Place.objects.create(
            code=f"fi-maakunta:b{n}",
            level="region",
            name_fi=f"Maakunta {n}",
            name_sv=f"Landskap {n}",
            name_en=f"Region {n}",
        )
        for n in range(20)
    ]
    return Place.objects.bulk_create(
        Place(
            code=f"fi:b{n:03}",
            level="municipality",
            name_fi=f"Kunta {n}",
            name_sv=f"Kommun {n}",
            name_en=f"Town {n}",
            within=regions[n % 20],
        )
        for n in range(200)
    )


def make_organisations() -> list[Organisation]:
    """Three hundred owners."""
    return Organisation.objects.bulk_create(
        Organisation(
            code=f"organisation-{n}",
            name=TranslatedText.of("fi", f"Järjestö {n}", sv=f"Förening {n}", en=f"Association {n}"),
            type="association",
        )
        for n in range(300)
    )


def make_record(concepts: dict[str, list[Concept]], places: list[Place]) -> dict:
    """What a well-told practice says, in Finnish."""
    return logic.record_from_data(
        {
            "title": {"fi": words(4)},
            "summary": {"fi": words(30)},
            "kind": random.choice(spec.KINDS)[0],
            "cost_band": random.choice(spec.COST_BANDS)[0],
            "evidence_level": random.choice(spec.EVIDENCE_LEVELS)[0],
            "effect_direction": random.choice(spec.EFFECT_DIRECTIONS)[0],
            "themes": [concept.code for concept in random.sample(concepts["theme"], 2)],
            "target_groups": [concept.code for concept in random.sample(concepts["target_group"], 2)],
            "phases": [random.choice(concepts["phase"]).code],
            "places": [place.code for place in random.sample(places, 2)],
            "solution": {"fi": words(120)},
            "steps": [{"action": {"fi": words(20)}} for _step in range(6)],
        },
        "fi",
    )


def make_practices(numbers, patterns, concepts, places, owners) -> None:
    """A batch: practices, their published versions, and what these point to."""
    practices = Practice.objects.bulk_create(
        Practice(key=key_of(n), owner=owners[n % len(owners)], status="draft", is_example=n % 7 == 0) for n in numbers
    )
    versions = Version.objects.bulk_create(
        version_of(practice, n, copy.deepcopy(patterns[n % len(patterns)]))
        for practice, n in zip(practices, numbers, strict=True)
    )
    for practice, version in zip(practices, versions, strict=True):
        practice.current, practice.status = version, "published"
        practice.confirmed_on = version.published_at.date()
    Practice.objects.bulk_update(practices, ["current", "status", "confirmed_on"])
    known = {concept.code: concept for group in concepts.values() for concept in group}
    by_code = {place.code: place for place in places}
    VersionConcept.objects.bulk_create(
        VersionConcept(version=version, concept=known[code], field=name, order=order)
        for version in versions
        for name in ("themes", "target_groups", "phases")
        for order, code in enumerate(version.record[name])
    )
    through = Version.places.through
    through.objects.bulk_create(
        through(version=version, place=by_code[code]) for version in versions for code in version.record["places"]
    )


def version_of(practice: Practice, number: int, record: dict) -> Version:
    """A published version, one minute older than the one before."""
    title, summary, rest = logic.split(record)
    return Version(
        practice=practice,
        number=1,
        state="published",
        tier="full",
        title=TranslatedText.of(
            "fi", f"{title.text('fi').rstrip('.')} {number}", sv=f"Praxis {number}", en=f"Practice {number}"
        ),
        summary=summary,
        record=rest,
        kind=rest["kind"],
        cost_band=rest["cost_band"],
        evidence_level=rest["evidence_level"],
        effect_direction=rest["effect_direction"],
        languages="|fi|",
        published_at=datetime.datetime(2026, 11, 1, tzinfo=UTC) - datetime.timedelta(minutes=number),
    )


def key_of(number: int) -> str:
    """Six letters, the same for the same number."""
    key = ""
    for _place in range(KEY_LENGTH):
        number, rest = divmod(number, len(KEY_LETTERS))
        key += KEY_LETTERS[rest]
    return key
