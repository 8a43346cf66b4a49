"""Model fields of the house."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language

from .text import Reading, TranslatedText


class TranslatedTextField(models.JSONField):
    """Stores a ``TranslatedText``; the attribute is always one, never None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", TranslatedText)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> TranslatedText:
        return TranslatedText.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> TranslatedText:
        return value if isinstance(value, TranslatedText) else TranslatedText.from_json(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, TranslatedText):
            value = value.to_json()
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).to_json()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value.to_json(), model_instance)


def read(text: TranslatedText) -> Reading:
    """The text for the language of this request."""
    return text.read((get_language() or "fi")[:2])
