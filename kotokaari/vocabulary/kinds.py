"""What sorts of concepts the house vocabulary has, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

KINDS: dict[str, Promise] = {
    "theme": pgettext_lazy("kind of concept", "Theme"),
    "target_group": pgettext_lazy("kind of concept", "Target group"),
    "phase": pgettext_lazy("kind of concept", "Phase"),
    "service": pgettext_lazy("kind of concept", "Service"),
    "method": pgettext_lazy("kind of concept", "Method"),
    "profession": pgettext_lazy("kind of concept", "Profession"),
    "body": pgettext_lazy("kind of concept", "Body"),
    "document": pgettext_lazy("kind of concept", "Document"),
    "funding": pgettext_lazy("kind of concept", "Funding"),
    "status_and_right": pgettext_lazy("kind of concept", "Status and right"),
    "data_and_outcome": pgettext_lazy("kind of concept", "Data and outcome"),
}


def kind_label(kind: str) -> str:
    """The kind in the reader's language; a kind of another vocabulary stands for itself."""
    return str(KINDS.get(kind, kind))
