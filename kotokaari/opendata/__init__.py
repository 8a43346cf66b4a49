"""The opendata room: dumps, feeds, cards for other sites, the site as files."""
