"""Addresses of the exchange room."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .views import questions

app_name = "exchange"
of_a_practice: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "ask/"), questions.ask, name="ask"),
    path(pgettext_lazy("url", "ask/keep/"), questions.ask_keep, name="ask-keep"),
    path(pgettext_lazy("url", "questions/"), questions.practice_questions, name="practice-questions"),
]
one_question: list[URLPattern | URLResolver] = [
    path("", questions.question, name="question"),
    path(pgettext_lazy("url", "keep/"), questions.question_keep, name="question-keep"),
    path(pgettext_lazy("url", "open/"), questions.question_open, name="question-open"),
    path(pgettext_lazy("url", "withdraw/"), questions.question_withdraw, name="question-withdraw"),
    path(pgettext_lazy("url", "close/"), questions.question_close, name="question-close"),
    path(pgettext_lazy("url", "hide/"), questions.question_hide, name="question-hide"),
    path(pgettext_lazy("url", "messages/<int:pk>/"), questions.message_edit, name="message-edit"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "practices/"), include([path("<slug:key>/", include(of_a_practice))])),
    path(pgettext_lazy("url", "questions/"), questions.my_questions, name="my-questions"),
    path(pgettext_lazy("url", "questions/<uuid:uuid>/"), include(one_question)),
]
