"""Run beside Kuule's own settings: proposes initiatives about very many cases and times their pages."""

import json
import sys
from datetime import timedelta

# Before all of Kuule: it sets up Django.
from bench.case_pages import Firm, browser_of, now, seconds
from kuule.act.models import Initiative
from kuule.act.services.initiatives import InitiativePlan, propose_initiative
from kuule.surveys.services import TouchpointSettings, add_stage, add_touchpoint
from kuule.workspaces.models import User
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import register_user

# Each is about the cases of one root cause; the last about every answer at a touchpoint.
OF_CAUSES = 11


def propose(firm: Firm, title: str, **about: object) -> Initiative:
    """Propose an initiative about a cause or a touchpoint of the last year."""
    plan = InitiativePlan(
        title=title,
        cause="Invoices are wrong.",
        if_we="check them",
        then_it="fewer are wrong",
        for_whom="everybody",
        heard_since=(now - timedelta(days=365)).date(),
        **about,
    )
    return propose_initiative(workspace=firm.workspace, plan=plan, actor=SYSTEM, now=now)


def fill(firm: Firm, size: int) -> Initiative:
    """Write cases and initiatives about them; return the one that is about every answer."""
    firm.fill(size)
    for cause in firm.causes[:OF_CAUSES]:
        propose(firm, f"Mend {cause.name}", root_cause=cause)
    told = {"workspace": firm.workspace, "actor": SYSTEM, "now": now}
    stage = add_stage(name="Uses", **told)
    settings = TouchpointSettings(stage=stage, name="Everyday use", survey=firm.survey)
    return propose(firm, "Mend everything", touchpoint=add_touchpoint(settings=settings, **told))


def measured(slug: str, size: int, someone: User) -> dict[str, float]:
    """Return the processor seconds of each page of a new workspace."""
    widest = fill(Firm(someone, slug), size)
    browser = browser_of(someone)
    pages = {"initiatives board": "board/", "initiative": f"{widest.pk}/", "its evidence": f"{widest.pk}/evidence/"}
    return {name: seconds(browser, f"/w/{slug}/improve/{page}") for name, page in pages.items()}


if __name__ == "__main__":
    someone = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    many, few = (measured(slug, int(size), someone) for slug, size in zip(("many", "few"), sys.argv[1:], strict=True))
    print(json.dumps({name: [many[name], few[name]] for name in many}))
