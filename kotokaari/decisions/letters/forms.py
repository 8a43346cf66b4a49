"""What those who run a call may type about letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.errors import DomainError

from .placeholders import check


class TemplateForm(forms.Form):
    """The words of a letter."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 22}), max_length=10_000)

    def clean(self) -> dict[str, Any]:
        """Words in braces must be ones that a letter can fill in."""
        data = super().clean() or {}
        for name in ("subject", "body"):
            try:
                check(data.get(name) or "")
            except DomainError as error:
                self.add_error(name, str(error))
        return data
