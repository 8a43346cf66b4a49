"""A little life in the demo: a draft that was interrupted, a correction, translations in every state."""

from __future__ import annotations

from collections.abc import Mapping

from kotokaari.catalogue import public as catalogue
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

EXAMPLE_TITLE = "Puistotreffit perheille"


def live_a_little(practices: Mapping[str, catalogue.Practice], users: Mapping[str, User]) -> None:
    """Leave the house as if people had worked in it: all of it is invented and marked as an example."""
    interrupted_draft(practices, users["coordinator"])
    corrected_practice(practices, users["coordinator"])
    translations_in_every_state(practices, users["specialist"])


def interrupted_draft(practices: Mapping[str, catalogue.Practice], coordinator: User) -> None:
    """The coordinator began to write a card and was called away."""
    owner = practices["vantaan-tsemppari"].owner
    practice = catalogue.create_practice(owner, by=coordinator, is_example=True)
    typed = {
        "title": EXAMPLE_TITLE,
        "summary": "Perheet tapaavat kerran viikossa leikkipuistossa. Mukana on ohjaaja, joka",
        "kind": "operating_model",
        "started_on": "keväällä 2026",
    }
    catalogue.save_draft(practice.versions.get(), data=typed, by=coordinator)


def corrected_practice(practices: Mapping[str, catalogue.Practice], coordinator: User) -> None:
    """One practice has been corrected once, so its two versions can be compared."""
    practice = practices["vantaan-tsemppari"]
    draft = catalogue.start_correction(practice, by=coordinator)
    record = {**draft.whole}
    advice = TranslatedText.from_json(record.get("transfer_advice"))
    added = {
        "fi": " Sopikaa kumppanijärjestöjen kanssa työnjaosta kirjallisesti ennen ensimmäistä ryhmää.",
        "sv": " Kom skriftligt överens med samarbetsorganisationerna om arbetsfördelningen före den första gruppen.",
        "en": " Agree with the partner associations in writing on who does what before the first group.",
    }
    longer = TranslatedText.of(advice.source, advice.source_text + added[advice.source])
    for language in advice.renderings:
        if language != advice.source:
            longer = longer.with_translation(language, advice.text(language) + added.get(language, ""))
    record["transfer_advice"] = longer.to_json()
    catalogue.store_record(draft, record=record, by=coordinator)
    note = TranslatedText.of(
        "fi",
        "Lisätty neuvo työnjaon sopimisesta.",
        sv="Ett råd om arbetsfördelningen har lagts till.",
        en="Added advice on agreeing who does what.",
    )
    catalogue.publish(draft, by=coordinator, change_note=note)


def translations_in_every_state(practices: Mapping[str, catalogue.Practice], specialist: User) -> None:
    """One text says that a machine translated it, another that a person has reviewed it."""
    version = catalogue.Version.objects.get(current_of=practices["language-cafes"])
    for path, language in (("transfer_advice", "en"), ("operating_environment", "sv")):
        text = TranslatedText.from_json(version.whole[path])
        catalogue.translate(
            version, path=path, language=language, text=text.text(language), by=specialist, status="machine"
        )
    catalogue.review_translation(version, path="operating_environment", language="sv", by=specialist)
