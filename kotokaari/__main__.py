"""``python -m kotokaari`` is the command ``kotokaari``."""

import sys

from kotokaari.cli import main

if __name__ == "__main__":
    sys.exit(main())
