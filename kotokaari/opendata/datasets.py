"""What each open file is called, for people."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words(name: str) -> tuple[str, str]:
    """The title and description of a dataset in the language of this moment."""
    known = {
        "practices": (_("Practices"), _("Good practices of integration with their whole record, in every language.")),
        "versions": (_("Versions of practices"), _("Every version that was or is public, as it said it.")),
        "withdrawn": (_("Withdrawn practices"), _("Practices that were withdrawn: name, day and reason stay.")),
        "adoptions": (_("Adoptions"), _("Who uses which version of a practice, what was changed and what came of it.")),
        "organisations": (_("Organisations"), _("Organisations of the work, ended ones with their successors.")),
        "concepts": (_("Vocabulary"), _("The words of integration work in Finnish, Swedish and English.")),
        "places": (_("Places"), _("Municipalities, regions and countries where something is, by official code.")),
    }
    return known[name]
