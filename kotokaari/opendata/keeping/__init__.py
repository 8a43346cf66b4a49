"""Keeping the whole public site as files that any web host serves, search included.

The pages are made by the house itself, one after another, as anybody would get them; then each is changed
into a page of the copy: links lead to files, forms that need a server are gone, and it says that it is a copy.
"""
