import re

from kotokaari.foundation.keys import KeyConverter, new_key


def test_a_key_reads_back_from_its_address():
    made = {new_key() for _time in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(KeyConverter.regex, key) for key in made)


def test_no_letter_of_a_key_is_taken_for_another():
    assert not re.fullmatch(KeyConverter.regex, "abcd1l")
    assert not re.fullmatch(KeyConverter.regex, "abcdefg")
    assert len(new_key(5)) == 5
