from django.core import mail as outbox

from kotokaari.foundation import mail


class Reader:
    email, language = "reader@example.org", "en"


def test_letters_are_silent_only_meanwhile():
    with mail.silence():
        mail.send(Reader(), "no-such-letter")

    assert outbox.outbox == []
    assert not mail._is_silent.get()
