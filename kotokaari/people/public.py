"""What other rooms may use of people."""

from kotokaari.foundation.registry import Section

from .actions.account import create_person
from .actions.invitations import AlreadyHasAccount, invite, invite_on_errand, withdraw_invitation
from .actions.memberships import end_membership, grant_role
from .actions.organisations import create_organisation, edit_organisation, end_organisation, reopen_organisation
from .actions.places import load_house_places
from .books import (
    OrganisationEntry,
    PlaceBook,
    PlaceEntry,
    name_key,
    organisation_book,
    organisation_called,
    organisation_options,
    place_book,
    place_names,
    place_options,
    sort_key,
)
from .forms import JoinForm, SideBySide, text_from
from .models import Invitation, Membership, Organisation, Place, Role, Succession, User
from .registries import (
    WorkLine,
    invitation_accepted,
    organisation_ended,
    person_erased,
    register_export,
    register_organisation_section,
    register_place_section,
    register_work_section,
    work_sections,
)
from .requests import SignedInRequest
from .roles import (
    EDITORS,
    has_role,
    has_role_anywhere,
    is_specialist,
    organisations_for,
    people_with_roles,
    runs_the_house,
)

__all__ = [
    "EDITORS",
    "AlreadyHasAccount",
    "Invitation",
    "JoinForm",
    "Membership",
    "Organisation",
    "OrganisationEntry",
    "Place",
    "PlaceBook",
    "PlaceEntry",
    "Role",
    "Section",
    "SideBySide",
    "SignedInRequest",
    "Succession",
    "User",
    "WorkLine",
    "create_organisation",
    "create_person",
    "edit_organisation",
    "end_membership",
    "end_organisation",
    "grant_role",
    "has_role",
    "has_role_anywhere",
    "invitation_accepted",
    "invite",
    "invite_on_errand",
    "is_specialist",
    "load_house_places",
    "name_key",
    "organisation_book",
    "organisation_called",
    "organisation_ended",
    "organisation_options",
    "organisations_for",
    "people_with_roles",
    "person_erased",
    "place_book",
    "place_names",
    "place_options",
    "register_export",
    "register_organisation_section",
    "register_place_section",
    "register_work_section",
    "reopen_organisation",
    "runs_the_house",
    "sort_key",
    "text_from",
    "withdraw_invitation",
    "work_sections",
]
