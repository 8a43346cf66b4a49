"""What was acknowledged survives SIGKILL, on both databases (`make kill` does it fifty times each)."""

import pytest

from . import killing

pytestmark = pytest.mark.slow
ROUNDS = 5


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed_while_people_write(engine, make_home):
    known = killing.rounds(make_home(engine), ROUNDS)

    assert known.begun
    assert known.typed
    assert known.published
    assert known.cut_off >= ROUNDS


def test_the_look_sees_a_lost_write(make_home):
    home = make_home("sqlite")
    known = killing.Acknowledged(begun={"abcdef"})

    with pytest.raises(AssertionError, match="begun and gone"):
        killing.look(home, known)
