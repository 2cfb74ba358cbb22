"""The themes that the demo company looks for in what people wrote."""

from datetime import datetime

from kuule.demo.services.company import Company
from kuule.insight.services.themes import start_from_set

SET = "b2b"


def name_themes(company: Company, *, now: datetime) -> None:
    """Begin with the set for services to companies; the worker reads and labels what was said."""
    start_from_set(workspace=company.workspace, name=SET, actor=company.actor, now=now)
