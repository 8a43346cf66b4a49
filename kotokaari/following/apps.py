"""The following room as a Django application."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """The following room: saved searches, digests, feeds."""

    name = "kotokaari.following"
    label = "following"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
