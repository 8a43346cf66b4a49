"""The whole house in one file, and back again: database and uploaded files, never the key."""
