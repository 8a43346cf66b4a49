"""No persons in a copy: consent was given to the living site, where it can be withdrawn."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from kotokaari.people.public import User

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
LONGEST_NAME = 5  # words


class Persons:
    """Names and e-mail addresses of everybody with an account, so that none gets out by accident.

    Pages mark persons with ``data-person`` and those parts are left out; this is the net below.
    Names of one word are not looked for: they are words.
    """

    def __init__(self) -> None:
        people = list(User.objects.values_list("email", "name"))
        self.addresses = {email.casefold() for email, _name in people}
        self.names = {" ".join(name.split()).casefold() for _email, name in people if len(name.split()) > 1}
        self._first = {name.split()[0] for name in self.names}

    def left_out(self, text: str) -> str:
        """The text without any of them."""
        if "@" in text:
            text = ADDRESS.sub(self._without_address, text)
        return self._without_names(text) if self._first else text

    def _without_address(self, found: re.Match[str]) -> str:
        return "" if found[0].casefold().strip(".") in self.addresses else found[0]

    def _without_names(self, text: str) -> str:
        begins = {word for word in set(WORD.findall(text)) if word.casefold() in self._first}
        if not begins:  # as on most pages
            return text
        made, at = [], 0
        for word in WORD.finditer(text):
            if word[0] not in begins or word.start() < at:
                continue
            end = self._end_of_name(text, word.start())
            if end:
                made += [text[at : word.start()], _("(name left out)")]
                at = end
        return "".join([*made, text[at:]]) if made else text

    def _end_of_name(self, text: str, start: int) -> int:
        """Where the longest known name ends that begins here; 0 when there is none."""
        end, words, found = start, list[str](), 0
        for word in WORD.finditer(text, start, start + 200):
            if words and text[end : word.start()].strip():
                break
            words.append(word[0].casefold())
            end = word.end()
            if " ".join(words) in self.names or " ".join(words).rstrip(".") in self.names:
                found = end
            if len(words) == LONGEST_NAME:
                break
        return found
