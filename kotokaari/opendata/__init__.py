"""Data that outlives the site: linked data in pages, open files, cards for other sites, the whole site as files."""
