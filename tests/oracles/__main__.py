"""`make oracles ORACLES=path/to/cases.json`: run any file of reference cases through the core."""

import sys
from pathlib import Path

from tests.oracles.cases import cases_in, disagreements


def main(arguments: list[str]) -> int:
    """Print every failure, and as the last line how many cases pass; 0 only if all do."""
    if len(arguments) != 1:
        print("Name one file: make oracles ORACLES=path/to/cases.json", file=sys.stderr)
        return 2
    try:
        cases = cases_in(Path(arguments[0]))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    good = 0
    for case in cases:
        wrong = disagreements(case)
        good += not wrong
        for line in wrong:
            print(line)
    print(f"{good} of {len(cases)} cases pass")
    return 0 if good == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
