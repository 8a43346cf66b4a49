"""News of submissions, for rooms above."""

from django.dispatch import Signal

# sender=Submission; submission, version, by. Inside the transaction that sent it.
submission_sent = Signal()
# sender=Submission; submission, user. Somebody writes it too, perhaps after it was sent.
author_joined = Signal()
# sender=Submission; submission, by.
submission_withdrawn = Signal()
# sender=Submission; recusal. Somebody may know nothing of the submission from now on.
person_recused = Signal()
