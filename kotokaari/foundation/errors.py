"""Refusals, in sentences meant for the person who reads them."""


class DomainError(Exception):
    """An action that makes no sense now. The message is translated and shown as it is."""


class BadInput(DomainError):
    """A file or field that cannot be taken: names file, row, field and what would be right."""
