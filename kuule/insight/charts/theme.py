"""The colours a chart is painted with: the page's own variables, or literal ones for mail and PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their role, as in `tokens.css`."""

    surface: str
    ink: str
    muted: str
    line: str
    track: str
    accent: str
    promoter: str
    passive: str
    detractor: str
    font: str = "Inter"

    def of_score(self, score: int) -> str:
        """Return the colour of the group that a 0–10 score belongs to."""
        return self.promoter if score >= 9 else self.passive if score >= 7 else self.detractor


PAGE = Theme(
    surface="var(--surface)",
    ink="var(--ink)",
    muted="var(--muted)",
    line="var(--line)",
    track="var(--track)",
    accent="var(--accent)",
    promoter="var(--pro)",
    passive="var(--pas)",
    detractor="var(--det)",
)
LIGHT = Theme(
    surface="#FFFFFF",
    ink="#1B2426",
    muted="#566063",
    line="#DDDFDB",
    track="#ECEBE5",
    accent="#0F6B57",
    promoter="#0B4F9E",
    passive="#6C675D",
    detractor="#BC3E0A",
)
DARK = Theme(
    surface="#171C1F",
    ink="#ECEFEE",
    muted="#A2ABA9",
    line="#2E3639",
    track="#262B2D",
    accent="#5CCBAE",
    promoter="#6FB3FF",
    passive="#B9BDBB",
    detractor="#FF7F50",
)
