"""Studies of weightings: one's own tries, and the one that a meeting begins from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..calibration.keeping import keep_study, study_of
from ..calibration.scores import Scores, all_scores
from ..models import Study

VERSION = 1


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is asked: how many places there are, around which weights, how freely."""

    places: int
    freedom: str = "usual"
    weights: dict[str, float] | None = None  # by code of the criterion; None: the agreed ones

    def settings(self, scores: Scores) -> dict[str, Any]:
        """As kept with the study."""
        weights, floors = self.weights or scores.weights, scores.floors
        return {
            "version": VERSION,
            "places": self.places,
            "freedom": self.freedom,
            "weights": weights,
            "floors": floors,
        }


def weightings_of(scores: Scores, weighing: Weighing, *, by: User | None) -> Study:
    """The study of these scores, kept. ``result["submissions"]`` holds a place for each, by its key."""
    settings = weighing.settings(scores)
    return study_of(scores, Study.Kind.WEIGHTINGS, settings, lambda: _weighed(scores, settings), by=by)


def _weighed(scores: Scores, settings: dict[str, Any]) -> dict[str, Any]:
    import numpy as np

    from ..logic.weightings import DRAWS, SEED, study

    ratings = scores.ratings
    if not ratings.submissions:
        return {"submissions": {}, "draws": DRAWS, "seed": SEED}
    weights = np.array([float(settings["weights"][code]) for code in ratings.criteria])
    floors = [settings["floors"].get(code) for code in ratings.criteria]
    found = study(ratings, weights, floors, settings["places"], freedom=settings["freedom"])
    places = {name: asdict(place) for name, place in zip(ratings.submissions, found, strict=True)}
    for place in places.values():
        place["under_floor"] = [ratings.criteria[index] for index in place["under_floor"]]
    return {"submissions": places, "draws": DRAWS, "seed": SEED}


@transaction.atomic
def use_for_meeting(call: Call, *, places: int, freedom: str = "usual", by: User | None) -> Study:
    """From now on the meeting sorts submissions by this many places and the agreed weights. Refuses less than one."""
    if places < 1:
        raise DomainError(_("There must be at least one place."))
    settings = {"for_meeting": True, "places": places, "freedom": freedom}
    study = keep_study(call, kind=Study.Kind.WEIGHTINGS, settings=settings, of="", result={}, by=by)
    audit.record("weightings chosen for the meeting", target=call, by=by, places=places, freedom=freedom)
    return study


def chosen_for_meeting(call: Call) -> Weighing | None:
    """What was last chosen for the meeting: a study without scores of its own. One query."""
    chosen = Study.objects.filter(call=call, kind=Study.Kind.WEIGHTINGS, of="").first()
    return Weighing(chosen.settings["places"], chosen.settings["freedom"]) if chosen else None


def places_of(call: Call, *, places: int | None = None) -> dict[int, dict[str, Any]]:
    """What the weightings say of each submission of a call, by its number in the database.

    Each has group (in, out, contested), share, place, best, worst, score and under_floor (``logic.weightings.Place``).
    Computed over all scores that count now, with the places chosen for the meeting unless ``places`` says otherwise;
    empty while nothing was chosen. For the house: what a page shows of it must begin with what its reader may see.
    """
    weighing = Weighing(places) if places else chosen_for_meeting(call)
    if weighing is None:
        return {}
    found = weightings_of(all_scores(call), weighing, by=None).result["submissions"]
    return {int(key): place for key, place in found.items()}


def groups_of(call: Call, *, places: int | None = None) -> dict[int, str]:
    """in, out or contested for each submission of the call; empty while no places were chosen (``places_of``)."""
    return {submission: place["group"] for submission, place in places_of(call, places=places).items()}
