"""Who may do what to a practice.

| role                                        | draft | publish, end, partners, files | translate, review |
| ------------------------------------------- | ----- | ----------------------------- | ----------------- |
| member of the owner organisation            | yes   | no                            | yes               |
| coordinator, administrator of it            | yes   | yes                           | yes               |
| national specialist                         | no    | no                            | yes, when public  |
| administrator of the house                  | yes   | yes                           | yes               |
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kotokaari.people.public import (
    EDITORS,
    Organisation,
    Role,
    has_role,
    has_role_anywhere,
    is_specialist,
    organisations_for,
    runs_the_house,
)

from .models import Attachment, Contact, ImportRun, Practice

WRITERS = (Role.MEMBER, Role.SPECIALIST, Role.FACILITATOR, *EDITORS)


def can_create_practice(user: Any, owner: Organisation) -> bool:
    """People who work in the organisation may begin a practice of its own."""
    return has_role(user, owner, *WRITERS)


def can_write_practices(user: Any) -> bool:
    """True when there is an organisation this person may write for."""
    return runs_the_house(user) or organisations_for(user, *WRITERS).exists()


def can_import_practices(user: Any) -> bool:
    """Coordinators, administrators and national specialists bring collections, each for organisations of their own."""
    return has_role_anywhere(user, Role.SPECIALIST, *EDITORS)


def importing_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations this person may import practices for."""
    return organisations_for(user, Role.SPECIALIST, *EDITORS)


def can_import_for_anybody(user: Any) -> bool:
    """Only those who run the house let a file say whose its practices are."""
    return runs_the_house(user)


def can_handle_import(user: Any, run: ImportRun) -> bool:
    """An import is of the one who began it, as long as they may import; and of those who run the house."""
    return runs_the_house(user) or (run.started_by_id == user.pk and can_import_practices(user))


def can_edit_practice(user: Any, practice: Practice) -> bool:
    """People who work in the owner organisation write drafts together."""
    return has_role(user, practice.owner_id, *WRITERS)


def can_publish_practice(user: Any, practice: Practice) -> bool:
    """Coordinators and administrators of the owner organisation decide what is published."""
    return has_role(user, practice.owner_id, *EDITORS)


def can_change_status(user: Any, practice: Practice) -> bool:
    """Whoever may publish may also end, archive, withdraw and put back."""
    return can_publish_practice(user, practice)


def can_confirm_practice(user: Any, practice: Practice) -> bool:
    """Whoever may publish may say that it is still so."""
    return can_publish_practice(user, practice)


def can_manage_partners(user: Any, practice: Practice) -> bool:
    """Partners, projects, money, contacts and files are public at once: whoever may publish."""
    return can_publish_practice(user, practice)


def can_manage_files(user: Any, practice: Practice) -> bool:
    """Writers add files to a draft; once a practice is public its files are too: whoever may publish."""
    if practice.status == Practice.Status.DRAFT:
        return can_edit_practice(user, practice)
    return can_manage_partners(user, practice)


def can_translate_practice(user: Any, practice: Practice) -> bool:
    """The owner organisation's writers, and national specialists once it is public."""
    if can_edit_practice(user, practice):
        return True
    return practice.status in Practice.PUBLIC and is_specialist(user)


def can_see_attachment(user: Any, attachment: Attachment) -> bool:
    """Files of a public practice are everybody's, unless removed."""
    if attachment.removed_at is not None:
        return False
    return attachment.practice.status in Practice.PUBLIC or has_role(user, attachment.practice.owner_id)


def can_answer_contact(user: Any, contact: Contact) -> bool:
    """Only the person asked decides whether to be shown."""
    return bool(getattr(user, "is_authenticated", False)) and contact.user_id == user.pk
