"""Keys of days in addresses (``<day_key:key>``): whichever part of the room is opened first, they are known."""

from django.urls import register_converter

from kotokaari.foundation.keys import KeyConverter

register_converter(KeyConverter, "day_key")
