"""What a view knows about who asks."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """The request of a closed page: somebody has signed in. Only a type; nothing is made of it."""

    user: User
