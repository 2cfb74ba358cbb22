"""How many parts a cut may have, so that a page of them is of use and none waits for millions."""

# A property with more values is a name or a number of something: nobody reads a list of their scores,
MOST_VALUES = 10_000
# and in a table no cell would have more than an answer or two.
MOST_IN_TABLE = 1_000
# Of more accounts than this, those with most answers are told apart.
MOST_SEGMENTS = 10_000


class TooManyValuesError(ValueError):
    """A property has so many different values, or even more, that a score of each would say nothing."""

    def __init__(self, by: str, values: int, *, or_more: bool = False) -> None:
        super().__init__(by, values)
        self.by = by
        self.values = values
        self.or_more = or_more
