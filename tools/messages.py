#!/usr/bin/env python
"""Message catalogues of the rooms: found, merged, compiled and checked without GNU gettext.

Each room keeps its own words in ``kotokaari/<room>/locale/<language>/LC_MESSAGES/django.po``.

    python tools/messages.py update [ROOM …]   find messages in the source, merge them into the catalogues
    python tools/messages.py compile           make the .mo files that Django reads
    python tools/messages.py check             fail on anything missing, fuzzy, obsolete or contradictory
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import generate_po, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kotokaari"
LANGUAGES = ("fi", "sv")
# The config package is no room of its own: the front door carries its words.
LODGERS = {"home": ("config",)}
LEFT_OUT = {"tests", "migrations", "locale", "static"}

CONTEXT_FIRST = ((1, "c"), 2)
KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": CONTEXT_FIRST,
    "pgettext_lazy": CONTEXT_FIRST,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
# What django.utils.translation.template.templatize leaves of a template: calls among blanked-out text.
LITERAL = r"""u?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
CALL = re.compile(rf"\b(npgettext|pgettext|ngettext|gettext|_)\(({LITERAL}(?:,\s*{LITERAL})*)(?:,\s*count)?\)")
NOTE = re.compile(r"#[ ]*(Translators:.*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z][a-z0-9]*")

MessageKey = tuple[str | None, str]


def rooms() -> list[str]:
    """The rooms that can have words: those Django knows as applications."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


def catalogue_path(room: str, language: str) -> Path:
    """Where a room keeps its words in a language."""
    return PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def key_of(message: Message) -> MessageKey:
    """What makes a message the same message: its context and its (singular) English."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def sources(room: str) -> Iterator[Path]:
    """Every file of a room that may hold messages."""
    for folder in (room, *LODGERS.get(room, ())):
        for path in sorted((PACKAGE / folder).rglob("*")):
            inside = set(path.relative_to(PACKAGE).parts[1:-1])
            if path.suffix in {".py", ".html", ".txt"} and not inside & LEFT_OUT:
                yield path


def from_template(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    """The messages of a template: English (with plural), context, notes to translators."""
    notes: list[str] = []
    noted_on = -9
    for number, line in enumerate(templatize(path.read_text("utf-8"), str(path)).splitlines()):
        calls = list(CALL.finditer(line))
        if number - noted_on > 1:
            notes = []
        for call in calls:
            texts = list(ast.literal_eval(f"[{call[2]}]"))
            context = texts.pop(0) if call[1].startswith(("p", "np")) else None
            yield (texts[0], texts[1]) if len(texts) > 1 else texts[0], context, notes
            notes = []
        if not calls and (note := NOTE.search(line)):
            notes, noted_on = [note[1].strip()], number


def from_python(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    """The messages of a Python module: English (with plural), context, notes to translators."""
    for _line, text, notes, context in extract_from_file("python", path, KEYWORDS, comment_tags=("Translators:",)):
        yield (text[0], text[1]) if isinstance(text, tuple) else text, context, notes


def wanted(room: str) -> Catalog:
    """Every message the source of a room asks for."""
    catalogue = Catalog(domain="django")
    for path in sources(room):
        for text, context, notes in (from_python if path.suffix == ".py" else from_template)(path):
            catalogue.add(text, context=context, auto_comments=notes)
    return catalogue


def kept(room: str, language: str) -> Catalog:
    """The catalogue as it lies on disk; an empty one where there is none."""
    path = catalogue_path(room, language)
    if not path.exists():
        return Catalog(locale=language, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)


def messages_of(catalogue: Catalog) -> dict[MessageKey, Message]:
    """The messages by key, the header left out."""
    return {key_of(message): message for message in catalogue if message.id}


def known_elsewhere(language: str) -> dict[MessageKey, Message]:
    """How the rooms translate a message today, to offer it where it is new."""
    found: dict[MessageKey, Message] = {}
    for room in rooms():
        for key, message in messages_of(kept(room, language)).items():
            if all(strings(message)):
                found.setdefault(key, message)
    return found


def strings(message: Message) -> tuple[str, ...]:
    """The translation as its plural forms, one for a message without plural."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def update(room: str, language: str) -> str:
    """Merge what the source asks for into the catalogue; say what changed."""
    old, elsewhere = messages_of(kept(room, language)), known_elsewhere(language)
    merged = Catalog(locale=language, domain="django")
    empty = 0
    for key, message in messages_of(wanted(room)).items():
        known = old.get(key) or elsewhere.get(key)
        same_shape = known is not None and known.pluralizable == message.pluralizable
        string = known.string if known is not None and same_shape else None
        comments = known.user_comments if known is not None else []
        added = merged.add(
            message.id, string, context=message.context, auto_comments=message.auto_comments, user_comments=comments
        )
        if known is not None and known.fuzzy:
            added.flags.add("fuzzy")
        empty += not all(strings(added)) or not added.string
    path = catalogue_path(room, language)
    gone = len(old.keys() - messages_of(merged).keys())
    if not messages_of(merged):
        path.unlink(missing_ok=True)
        return f"{room} {language}: no messages"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(
        generate_po(merged, no_location=True, omit_header=True, sort_by="message", width=0, ignore_obsolete=True)
    )
    path.write_text(HEADER.format(language=language) + text.strip() + "\n", encoding="utf-8")
    return f"{room} {language}: {len(messages_of(merged))} messages, {empty} to translate, {gone} dropped"


def compile_all() -> int:
    """Make each .mo that is older than its .po; return how many were made."""
    made = 0
    for path in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], domain="django", abort_invalid=True)
        catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made += 1
    return made


def placeholders(text: str) -> Counter[str]:
    """The variables and tags of a text, counted."""
    return Counter(PLACEHOLDER.findall(text))


def mismatch(message: Message) -> str | None:
    """What a translation does with the variables and tags of its original that it should not."""
    forms = strings(message)
    if isinstance(message.id, str):
        wanted_here, given = placeholders(message.id), placeholders(forms[0])
        return (
            None
            if wanted_here == given
            else f"variables or tags differ: {sorted((wanted_here - given) + (given - wanted_here))}"
        )
    return plural_mismatch(message.id, forms)


def plural_mismatch(original: Sequence[str], forms: Sequence[str]) -> str | None:
    """What is wrong with the variables and tags of a message with plural forms; GNU msgfmt refuses these too.

    The form for one may leave out the count ("one member"); every other form has what the English plural has,
    and the English plural everything that the English singular has.
    """
    one, many = (set(placeholders(text)) for text in original)
    if lost := one - many:
        return f"the English plural lacks variables or tags of the singular: {sorted(lost)}"
    first, *others = (set(placeholders(text)) for text in forms)
    if strange := set().union(first, *others) - many:
        return f"variables or tags that the original lacks: {sorted(strange)}"
    if any(form != many for form in others):
        return "the plural form has other variables or tags than the original"
    left_out = many - first
    if len(left_out) > 1 or any(not name.startswith(("%", "{")) for name in left_out):
        return f"the form for one leaves out more than the count: {sorted(left_out)}"
    return None


def problems_of(room: str, language: str) -> Iterator[tuple[MessageKey, str]]:
    """What is wrong with one catalogue, message by message."""
    asked, present = messages_of(wanted(room)), messages_of(kept(room, language))
    for key, message in asked.items():
        found = present.get(key)
        if found is None or found.pluralizable != message.pluralizable:
            yield key, "is missing"
        elif found.fuzzy:
            yield key, "is marked fuzzy"
        elif not found.string or not all(text.strip() for text in strings(found)):
            yield key, "is not translated"
        elif wrong := mismatch(found):
            yield key, wrong
    for key in present.keys() - asked.keys():
        yield key, "is not used any more"


def contradictions(language: str) -> Iterator[str]:
    """Messages that two rooms translate differently: a reader would meet two words for one thing."""
    first: dict[MessageKey, tuple[str, tuple[str, ...]]] = {}
    for room in rooms():
        for key, message in messages_of(kept(room, language)).items():
            other, translation = first.setdefault(key, (room, strings(message)))
            if all(strings(message)) and all(translation) and translation != strings(message):
                yield f"{room} and {other} [{language}] {key[1]!r}: {strings(message)[0]!r} here, {translation[0]!r} there"


def check() -> list[str]:
    """Everything wrong with the catalogues, as sentences."""
    found = []
    for language in LANGUAGES:
        for room in rooms():
            for (context, text), problem in problems_of(room, language):
                where = f"{text!r}" + (f" (context {context!r})" if context else "")
                found.append(f"{room} [{language}] {where} {problem}")
        found.extend(contradictions(language))
    return found


def run_check() -> int:
    """Print what is wrong, or how much is complete. 1 when anything is wrong."""
    found = check()
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} problems. `python tools/messages.py update` merges new messages into the catalogues.")
        return 1
    total = sum(len(messages_of(wanted(room))) for room in rooms())
    print(f"{total} messages complete in {' and '.join(LANGUAGES)}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="merge messages of the source into the catalogues")
    updating.add_argument("room", nargs="*", help="only these rooms")
    commands.add_parser("compile", help="make the .mo files")
    commands.add_parser("check", help="fail on anything incomplete")
    chosen = parser.parse_args(arguments)
    if chosen.command == "check":
        return run_check()
    if chosen.command == "compile":
        print(f"{compile_all()} catalogues compiled")
        return 0
    unknown = set(chosen.room) - set(rooms())
    if unknown:
        print(f"No room called {', '.join(sorted(unknown))}. Rooms: {', '.join(rooms())}.", file=sys.stderr)
        return 2
    for room in chosen.room or rooms():
        for language in LANGUAGES:
            print(update(room, language))
    return 0


if __name__ == "__main__":
    sys.exit(main())
