"""The vocabulary room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """The vocabulary room."""

    name = "kotokaari.vocabulary"
    label = "vocabulary"

    def ready(self) -> None:
        from kotokaari.arc.public import Kind, register_kind
        from kotokaari.search.public import register_expander, register_source, register_ways_on
        from kotokaari.ui.public import register_nav

        from . import everyday, finding, leads, meanings, ways_on

        register_kind(
            Kind(
                finding.KIND,
                _("Concept"),
                "",
                finding.resolve,
                data_url=lambda uuid: f"/api/v1/concepts/{uuid}",
                find=finding.found_by,
            )
        )
        register_source(finding.KIND, finding.documents_for, finding.all_uuids, weight=0.12)
        register_expander(meanings.expansions)
        register_expander(everyday.expansions)
        register_expander(leads.expansions)
        register_ways_on(ways_on.ways_on)
        register_nav("vocabulary", _("Vocabulary"), "vocabulary:front", 55)
