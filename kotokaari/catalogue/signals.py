"""News that travels upward and sideways (``public`` hands it on)."""

from django.dispatch import Signal

# A practice changed in a way readers can see: published, translated, ended, put back…
# Sent inside the transaction that changes it. Arguments: sender=Practice, practice.
practice_changed = Signal()
# Inside the transaction that publishes. Arguments: sender=Practice, practice, version, before (a Version or None), by.
version_published = Signal()
# Inside the transaction that ends, archives, withdraws or puts back a practice.
# Arguments: sender=Practice, practice, before (the status it had), by.
status_changed = Signal()
# Inside the transaction that imports a batch. Arguments: sender=Practice, practices (a list), collection. No other
# signal is sent of them: thousands of rows are no news to those who follow things.
practices_imported = Signal()
