"""News that travels upward and sideways (``public`` hands it on)."""

from django.dispatch import Signal

# A practice changed in a way readers can see: published, translated, ended, put back…
# Sent inside the transaction that changes it. Arguments: sender=Practice, practice.
practice_changed = Signal()
