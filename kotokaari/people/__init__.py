"""Who we are: people, organisations that begin and end, places, roles and invitations."""
