"""Every module whose acts a day takes: importing this one makes them known."""

from . import epics, ideas, moderation, steering  # noqa: F401
