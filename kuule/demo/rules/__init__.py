"""The story of the demo company, as pure functions: who its customers are, when they answer, what they feel and say.

Chance is `random.Random` seeded with a text (see `chance`), so the same `now` always tells the same story, and one
person's luck does not depend on how many others there are.
"""

from random import Random

SEED = "kellokaari"


def chance(*about: object) -> Random:
    """Return the chance that belongs to a matter: the same for the same words, in every process."""
    return Random("/".join([SEED, *map(str, about)]))  # noqa: S311 - a story, not a secret
