"""The following room as a Django application."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """The following room: saved searches, digests, feeds."""

    name = "kotokaari.following"
    label = "following"

    def ready(self) -> None:
        """Tell the rooms below what is here."""
        from kotokaari.catalogue.public import (
            register_list_extra,
            register_list_head,
            register_practice_actions,
            register_practice_head,
        )
        from kotokaari.foundation.daily import register_daily
        from kotokaari.people.public import register_organisation_section, register_work_section
        from kotokaari.search.public import register_search_extra

        from . import digest, own_data, queries, showing

        register_list_extra(showing.save_on_list)
        register_list_head(showing.list_head)
        register_practice_actions(showing.practice_actions)
        register_practice_head(showing.practice_head)
        register_search_extra(showing.save_on_search)
        register_organisation_section(showing.organisation_section)
        register_work_section(queries.work_section)
        register_daily("what people follow", digest.work)
        own_data.register()
