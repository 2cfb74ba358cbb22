"""A figure of the bench: never alone, always beside a reference of the same run."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` is value ÷ reference; `aim` is in words."""

    name: str
    value: float
    unit: str
    reference: float
    reference_name: str
    aim: str = ""

    @property
    def ratio(self) -> float:
        """Return value ÷ reference."""
        return self.value / self.reference if self.reference else float("nan")

    def as_json(self) -> dict[str, object]:
        """Return what `results.json` keeps."""
        return {**asdict(self), "ratio": round(self.ratio, 4)}
