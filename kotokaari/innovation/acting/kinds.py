"""Every module whose acts a day takes: importing this one makes them known."""

from . import epics, groups, ideas, moderation, programme, steering  # noqa: F401
