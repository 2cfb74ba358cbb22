"""Renewals as a table to take away: every column that the pages show, and the ids behind them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kuule.economics.answers.renewals import RenewalOutlook
from kuule.economics.rules.signals import ROLES
from kuule.economics.views.renewal_rows import RenewalRow, RoleScore
from kuule.insight.exporters.tables import Table
from kuule.insight.templatetags.insight import contact_role_word
from kuule.lib.tables.writing import DATE, NUMBER, Cell, Column
from kuule.ui.templatetags.ui import person_name


def renewal_table(outlook: RenewalOutlook, rows: Sequence[RenewalRow]) -> Table:
    """Return the table of some renewals of an outlook, in their order."""
    columns = [
        Column(_("Customer")),
        Column(_("Customer id")),
        Column(_("Owner")),
        Column(_("Team")),
        Column(_("Contracts"), NUMBER),
        Column(_("Ends"), DATE),
        Column(_("Value of a year (%(currency)s)") % {"currency": outlook.currency}, NUMBER),
        Column(_("Likelihood to renew"), NUMBER),
        Column(_("Likelihood, lower"), NUMBER),
        Column(_("Likelihood, upper"), NUMBER),
        Column(_("Expected loss (%(currency)s)") % {"currency": outlook.currency}, NUMBER),
        *(column for role in ROLES for column in _role_columns(role)),
        Column(_("Trend of the score"), NUMBER),
        Column(_("Days without a sign of life"), NUMBER),
        Column(_("Incidents in a year"), NUMBER),
        Column(_("Complained about")),
        Column(_("Roles not heard")),
        Column(_("Why")),
        Column(_("Whom to ask")),
        Column(_("What to ask")),
    ]
    return Table(columns, [_cells(row) for row in rows])


def _role_columns(role: str) -> tuple[Column, Column]:
    word = contact_role_word(role)
    return (
        Column(_("%(role)s: score") % {"role": word}, NUMBER),
        Column(_("%(role)s: last answer") % {"role": word}, DATE),
    )


def _cells(row: RenewalRow) -> list[Cell]:
    account, at_stake, likelihood = row.whose.account, row.renewal.at_stake, row.renewal.likelihood
    heard = {each.role: each for each in row.scores}
    return [
        row.name,
        row.whose.external_id,
        person_name(account.owner.user) if account and account.owner else None,
        account.team.name if account and account.team else None,
        len(at_stake.contracts),
        at_stake.ends_on,
        None if at_stake.value is None else float(at_stake.value),
        likelihood.value if likelihood else None,
        likelihood.lower if likelihood else None,
        likelihood.upper if likelihood else None,
        row.renewal.loss,
        *(cell for role in ROLES for cell in _heard_cells(heard.get(role))),
        row.trend,
        row.silence,
        row.incidents,
        ", ".join(row.theme_names),
        ", ".join(map(contact_role_word, row.missing_roles)),
        "; ".join(row.reasons),
        row.asked_words,
        row.question_words,
    ]


def _heard_cells(heard: RoleScore | None) -> tuple[Cell, Cell]:
    return (None, None) if heard is None else (heard.score, heard.heard_on)
