"""Cases, causes, initiatives, goals, huddles, programme health and exports by API."""

from kuule.act.api import (
    case_acts,
    cases,
    causes,
    exports,
    goals,
    health,
    huddles,
    initiative_acts,
    initiatives,
)
from kuule.act.api.router import router

__all__ = [
    "case_acts",
    "cases",
    "causes",
    "exports",
    "goals",
    "health",
    "huddles",
    "initiative_acts",
    "initiatives",
    "router",
]
