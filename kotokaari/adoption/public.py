"""What other rooms may use of the adoption room."""

from .actions import (
    add_adaptation,
    add_lesson,
    add_outcome,
    answer_version,
    change_status,
    close_adoption,
    edit_adoption,
    name_contact,
    open_adoption,
    say_owners_word,
    start_adoption,
)
from .counting import independent, independent_uses
from .fit import Check, Us, fit_of
from .fit.actions import describe_situation
from .models import (
    FEWEST,
    Adaptation,
    Adoption,
    FollowUp,
    Lesson,
    Outcome,
    OwnersWord,
    Situation,
    Step,
    VersionChoice,
)
from .permissions import can_edit_adoption
from .queries import adoption_for, adoptions_of, people_of
from .reading.book import how_many_adoptions
from .reading.spread import Choice, Spread, lines_in_words
from .reading.tilemap import PLACES as REGION_TILES
from .reading.tilemap import region_name, tile_map

__all__ = [
    "FEWEST",
    "REGION_TILES",
    "Adaptation",
    "Adoption",
    "Check",
    "Choice",
    "FollowUp",
    "Lesson",
    "Outcome",
    "OwnersWord",
    "Situation",
    "Spread",
    "Step",
    "Us",
    "VersionChoice",
    "add_adaptation",
    "add_lesson",
    "add_outcome",
    "adoption_for",
    "adoptions_of",
    "answer_version",
    "can_edit_adoption",
    "change_status",
    "close_adoption",
    "describe_situation",
    "edit_adoption",
    "fit_of",
    "how_many_adoptions",
    "independent",
    "independent_uses",
    "lines_in_words",
    "name_contact",
    "open_adoption",
    "people_of",
    "region_name",
    "say_owners_word",
    "start_adoption",
    "tile_map",
]
