"""What other rooms may use of surveys."""

from .models import Survey, Theme

__all__ = ["Survey", "Theme"]
