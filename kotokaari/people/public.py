"""What other rooms may use of people."""

from .books import (
    OrganisationEntry,
    PlaceEntry,
    organisation_book,
    organisation_options,
    place_book,
    place_names,
    place_options,
    sort_key,
)
from .models import Membership, Organisation, Place, Role, Succession, User
from .registries import (
    Section,
    organisation_ended,
    person_erased,
    register_export,
    register_organisation_section,
    register_place_section,
)
from .roles import EDITORS, has_role, has_role_anywhere, is_specialist, organisations_for, runs_the_house

__all__ = [
    "EDITORS",
    "Membership",
    "Organisation",
    "OrganisationEntry",
    "Place",
    "PlaceEntry",
    "Role",
    "Section",
    "Succession",
    "User",
    "has_role",
    "has_role_anywhere",
    "is_specialist",
    "organisation_book",
    "organisation_ended",
    "organisation_options",
    "organisations_for",
    "person_erased",
    "place_book",
    "place_names",
    "place_options",
    "register_export",
    "register_organisation_section",
    "register_place_section",
    "runs_the_house",
    "sort_key",
]
