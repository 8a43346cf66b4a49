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

__all__ = [
    "FEWEST",
    "Adaptation",
    "Adoption",
    "Check",
    "FollowUp",
    "Lesson",
    "Outcome",
    "OwnersWord",
    "Situation",
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
    "independent",
    "independent_uses",
    "name_contact",
    "open_adoption",
    "people_of",
    "say_owners_word",
    "start_adoption",
]
