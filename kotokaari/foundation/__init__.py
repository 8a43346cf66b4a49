"""What every room stands on: audit, errors, access, mail, translated text. No domain words."""
