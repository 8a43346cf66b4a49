"""Addresses of this part of the needs room: the list of surveys, their pages, and the desk on which they are made."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import asking_pages, desk, files, reading

register_converter(KeyConverter, "survey_key")

its_desk: list[URLPattern | URLResolver] = [
    path("", desk.make, name="make"),
    path(pgettext_lazy("url", "texts/"), desk.texts, name="make-texts"),
    path(pgettext_lazy("url", "questions/"), asking_pages.questions, name="make-questions"),
    path(pgettext_lazy("url", "questions/new/"), asking_pages.question_new, name="question-new"),
    path(pgettext_lazy("url", "questions/<slug:code>/"), asking_pages.question, name="question"),
    path(pgettext_lazy("url", "questions/<slug:code>/remove/"), asking_pages.question_remove, name="question-remove"),
    path(pgettext_lazy("url", "sections/new/"), asking_pages.section_new, name="section-new"),
    path(pgettext_lazy("url", "sections/<int:pk>/"), asking_pages.section, name="section"),
    path(pgettext_lazy("url", "sections/<int:pk>/remove/"), asking_pages.section_remove, name="section-remove"),
    path(pgettext_lazy("url", "translations/"), asking_pages.words, name="make-words"),
    path(pgettext_lazy("url", "terms/"), desk.terms, name="make-terms"),
    path(pgettext_lazy("url", "people/"), desk.people, name="make-people"),
    path(pgettext_lazy("url", "files/"), files.files, name="make-files"),
    path(pgettext_lazy("url", "files/survey.xlsx"), files.xlsform, name="make-xlsform"),
    path(pgettext_lazy("url", "preview/"), asking_pages.preview, name="make-preview"),
    path(pgettext_lazy("url", "open/"), desk.open_it, name="open"),
    path(pgettext_lazy("url", "close/"), desk.close, name="close"),
    path(pgettext_lazy("url", "more-time/"), desk.more_time, name="more-time"),
    path(pgettext_lazy("url", "copy/"), desk.copy, name="copy"),
    path(pgettext_lazy("url", "delete/"), desk.delete, name="delete"),
]
surveys: list[URLPattern | URLResolver] = [
    path("", reading.survey_list, name="list"),
    path(pgettext_lazy("url", "new/"), desk.new, name="new"),
    path(pgettext_lazy("url", "from-file/"), files.from_file, name="from-file"),
    path(pgettext_lazy("url", "desk/<survey_key:key>/"), include(its_desk)),
    path("<slug:slug>-<survey_key:key>/", reading.survey, name="survey"),
]
urlpatterns: list[URLPattern | URLResolver] = [path(pgettext_lazy("url", "surveys/"), include(surveys))]
