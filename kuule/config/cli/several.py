"""Options that take several values at once, as in `--by plan country`."""

import os
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand


class SeveralValues(TyperCommand):
    """A command whose options that may be repeated need not be: all words that follow belong to them.

    Where no file is named elsewhere, the last of those words that is one is the file: `--by plan country answers.csv`.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat the option before each of its values, and read that."""
        return super().parse_args(ctx, self._repeated(args))

    def _repeated(self, args: Sequence[str]) -> list[str]:
        options: list[Any] = [each for each in self.params if each.param_type_name == "option"]
        known = {name: each for each in options for name in each.opts}
        given: list[list[str]] = []
        has_file, option, words = False, "", iter(args)
        for word in words:
            if word.startswith("-") and len(word) > 1:
                name, has_value, _value = word.partition("=")
                found = known.get(name)
                option = name if found is not None and found.multiple else ""
                takes_next = found is not None and not found.is_flag and not has_value
                # The first value belongs to its option whatever it is.
                given.append([word, *([value] if takes_next and (value := next(words, None)) is not None else [])])
            elif option:
                given.append([option, word])
            else:
                has_file = True
                given.append([word])
        if not has_file:
            _name_file(given)
        return [word for each in given for word in each]


def _name_file(given: list[list[str]]) -> None:
    for place in range(len(given) - 1, 0, -1):
        if len(given[place]) == 2 and given[place - 1][0] == given[place][0] and os.access(given[place][1], os.F_OK):
            given[place] = [given[place][1]]
            return
