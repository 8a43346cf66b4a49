"""What is put alike into our house and into a peer's, which imports nothing of ours: words and judgements."""

from __future__ import annotations

import random
from collections.abc import Iterator

WORDS = [
    "kieli",
    "kahvila",
    "ryhmä",
    "ohjaaja",
    "perhe",
    "työpaikka",
    "koulu",
    "neuvonta",
    "kunta",
    "yhdistys",
    "keskustelu",
    "polku",
    "arki",
    "opinto",
    "mentori",
    "tapaaminen",
    "vapaaehtoinen",
    "palvelu",
    "yhteisö",
    "harjoittelu",
]

SUBMISSIONS, MEMBERS, REVIEWS, CRITERIA = 250, 24, 3, 6
LEVELS = 5
SHAPE = f"{SUBMISSIONS} submissions × {REVIEWS} reviews × {CRITERIA} criteria"
REASON = "An example reason of a judge, a sentence long."

Review = tuple[int, bool, list[int | None]]  # the member's number, handed in, a level for each criterion or none


def judgements(
    submissions: int = SUBMISSIONS, members: int = MEMBERS, seed: int = 2016
) -> Iterator[tuple[int, list[Review]]]:
    """The reviews of each submission, numbered from one: nine of ten handed in, a few criteria not judged."""
    chance = random.Random(seed)
    severity = [chance.gauss(0, 0.5) for _member in range(members)]
    for number in range(1, submissions + 1):
        quality = chance.gauss(2.3, 0.7)
        reviews: list[Review] = []
        for member in chance.sample(range(members), REVIEWS):
            done = chance.random() < 0.9
            levels = [
                None
                if chance.random() < 0.03
                else min(LEVELS - 1, max(0, round(chance.gauss(quality - severity[member], 0.6))))
                for _criterion in range(CRITERIA)
            ]
            reviews.append((member, done, levels))
        yield number, reviews
