"""The live door alone, over a house's database, with channels of notes: a process for tests to kill.

python -m tests.ops.live_house PORT
"""

import sys


def main(port: int) -> None:
    """Serve until killed."""
    import django
    import uvicorn

    django.setup()

    import kotokaari.live.tests.notes  # noqa: F401 - the handler
    from kotokaari.live.door import Door

    uvicorn.run(Door(), host="127.0.0.1", port=port, log_config=None, access_log=False, backlog=4096)


if __name__ == "__main__":
    main(int(sys.argv[1]))
