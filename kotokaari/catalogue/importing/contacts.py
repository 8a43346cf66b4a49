"""Ways to reach a person, taken out of what is imported: they are shown only with the person's own consent."""

from __future__ import annotations

import re

MAIL = re.compile(r"(?:mailto:)?[\w.+\-]+\s?(?:@|\(at\)|\[at\]|\(ät\))\s?[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
# Not dates (01-02-2019) and not business ids (0123456-7).
NO_PHONE = r"(?!\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\b)(?!\d{7}-\d\b)"
PHONE = re.compile(
    rf"(?<![\w.,/:+\-]){NO_PHONE}(?:(?:\+|00)\d{{1,3}}(?:[ \u00a0\-()]{{0,2}}\d){{6,12}}"
    rf"|\(?0\d{{1,3}}\)?[ \u00a0\-/]?\d(?:[ \u00a0\-]?\d){{4,9}})(?![\w,]|[.\-/]\d)"
)
NAMED = re.compile(
    r"(?:yhteyshenkilöt?|yhteystiedot|lisätietoja antaa|lisätiedot|contact persons?|contact details|for more information"
    r",? contact|kontaktpersoner?|kontaktuppgifter|mer information ger)\s*:\s*[^\n.;]{2,120}",
    re.IGNORECASE,
)
# Cheap to look for: most texts have neither.
MAILISH = re.compile(r"@|[(\[](?:at|ät)[)\]]", re.IGNORECASE)
DIGITS = re.compile(r"\d[\d \u00a0()/\-]{5}")
INSTEAD = {
    "fi": "[yhteystieto poistettu]",
    "sv": "[kontaktuppgift borttagen]",
    "en": "[contact detail removed]",
}


def without_contacts(text: str, language: str = "") -> tuple[str, int]:
    """The text without e-mail addresses, phone numbers and named contact persons, and how many were taken out."""
    instead, taken = INSTEAD.get(language, INSTEAD["en"]), 0
    for pattern, looks_so in ((NAMED, ":" in text), (MAIL, MAILISH.search(text)), (PHONE, DIGITS.search(text))):
        if looks_so:
            text, count = pattern.subn(instead, text)
            taken += count
    return text, taken
