"""Addresses of the exchange room."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .views import questions, thanks, times

app_name = "exchange"
of_a_practice: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "ask/"), questions.ask, name="ask"),
    path(pgettext_lazy("url", "ask/keep/"), questions.ask_keep, name="ask-keep"),
    path(pgettext_lazy("url", "questions/"), questions.practice_questions, name="practice-questions"),
    path(pgettext_lazy("url", "offer/"), times.time_new, name="time-new"),
    path(pgettext_lazy("url", "thank/"), thanks.thank, name="thank"),
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
one_time: list[URLPattern | URLResolver] = [
    path("", times.time, name="time"),
    path(pgettext_lazy("url", "book/"), times.book, name="book"),
    path(pgettext_lazy("url", "edit/"), times.time_edit, name="time-edit"),
    path(pgettext_lazy("url", "cancel/"), times.time_cancel, name="time-cancel"),
    path("calendar.ics", times.time_ics, name="time-ics"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "practices/"), include([path("<slug:key>/", include(of_a_practice))])),
    path(pgettext_lazy("url", "questions/"), questions.my_questions, name="my-questions"),
    path(pgettext_lazy("url", "questions/<uuid:uuid>/"), include(one_question)),
    path(pgettext_lazy("url", "visits/"), times.time_list, name="times"),
    path(pgettext_lazy("url", "visits/calendar.ics"), times.times_ics, name="times-ics"),
    path(pgettext_lazy("url", "visits/<uuid:uuid>/"), include(one_time)),
    path(pgettext_lazy("url", "visits/bookings/<uuid:uuid>/"), times.booking_cancel, name="booking-cancel"),
    path(pgettext_lazy("url", "organisations/<slug:code>/visits.ics"), times.organisation_ics, name="organisation-ics"),
    path(pgettext_lazy("url", "thanks/<uuid:uuid>/withdraw/"), thanks.thanks_withdraw, name="thanks-withdraw"),
    path(pgettext_lazy("url", "thanks/<uuid:uuid>/hide/"), thanks.thanks_hide, name="thanks-hide"),
]
