"""News of the panel, for rooms above."""

from django.dispatch import Signal

# sender=Call; call, plan, by. Inside the transaction in which an assignment was taken; plan.assess_by may be None.
plan_taken = Signal()
