"""Addresses of the people room, sign-in included."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .views import account, invitations, members, organisations, places

app_name = "people"

one_organisation: list[URLPattern | URLResolver] = [
    path("", organisations.organisation, name="organisation"),
    path(pgettext_lazy("url", "edit/"), organisations.organisation_edit, name="organisation-edit"),
    path(pgettext_lazy("url", "end/"), organisations.organisation_end, name="organisation-end"),
    path(pgettext_lazy("url", "reopen/"), organisations.organisation_reopen, name="organisation-reopen"),
    path(
        pgettext_lazy("url", "members/"),
        include(
            [
                path("", members.members, name="members"),
                path(pgettext_lazy("url", "role/"), members.role_grant, name="role-grant"),
                path("<int:pk>/", members.membership_end, name="membership-end"),
                path(pgettext_lazy("url", "invite/"), members.invite, name="invite"),
            ]
        ),
    ),
    path(
        pgettext_lazy("url", "invitations/"),
        include(
            [
                path("<uuid:uuid>/", members.invitation_withdraw, name="invitation-withdraw"),
                path("<uuid:uuid>/1/", members.invitation_resend, name="invitation-resend"),
            ]
        ),
    ),
]
own = [
    path("", account.profile, name="account"),
    path(pgettext_lazy("url", "sessions/"), account.sessions, name="sessions"),
    path(pgettext_lazy("url", "sessions/others/"), account.sessions_end_others, name="sessions-end-others"),
    path("<int:pk>/", account.session_end, name="session-end"),
    path(pgettext_lazy("url", "data/"), account.data, name="data"),
    path(pgettext_lazy("url", "data/download/"), account.data_download, name="data-download"),
    path(pgettext_lazy("url", "erase/"), account.erase, name="erase"),
]
urlpatterns = [
    path(
        pgettext_lazy("url", "organisations/"),
        include(
            [
                path("", organisations.organisation_list, name="organisations"),
                path(pgettext_lazy("url", "new/"), organisations.organisation_create, name="organisation-create"),
                path("<slug:code>/", include(one_organisation)),
            ]
        ),
    ),
    path(
        pgettext_lazy("url", "places/"),
        include(
            [
                path("", places.place_list, name="places"),
                path("<str:code>/", places.place, name="place"),
            ]
        ),
    ),
    path(
        pgettext_lazy("url", "invitation/"), include([path("<str:token>/", invitations.invitation, name="invitation")])
    ),
    path(pgettext_lazy("url", "my-account/"), include(own)),
]
