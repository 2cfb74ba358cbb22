"""What can be wrong with a line of a file about money, in words. `docs/money.md` lists them."""

from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.problems import ProblemKind

MONEY_PROBLEMS = (
    ProblemKind(
        "money_no_customer",
        _("This line does not say whose it is."),
        _("Write the name or your id of the account, or the e-mail or your id of the person."),
        title=_("No customer"),
    ),
    ProblemKind("no_day", _("This line has no day."), _("Write it, such as 2026-11-20."), title=_("No day")),
    ProblemKind("no_amount", _("This line has no amount."), _("Write it, such as 1234.50."), title=_("No amount")),
    ProblemKind(
        "bad_amount", _("This is not an amount."), _("Write it like 1234.50, without words."), title=_("Not an amount")
    ),
    ProblemKind(
        "amount_too_large",
        _("This amount is larger than any we can keep."),
        _("Correct it: it has more than 14 digits."),
        title=_("Too large an amount"),
    ),
    ProblemKind(
        "no_currency",
        _("This line does not say its currency."),
        _("Write a code such as EUR, or choose above the columns what such lines are in."),
        title=_("No currency"),
    ),
    ProblemKind(
        "bad_currency",
        _("This is not a currency we know."),
        _("Write its code of three letters, such as EUR."),
        title=_("Unknown currency"),
    ),
    ProblemKind(
        "other_currency",
        _("The line says one currency, and another stands beside the amount."),
        _("Leave the right one."),
        title=_("Two currencies"),
    ),
    ProblemKind(
        "unknown_entry_kind",
        _("This is not a kind of line we know."),
        _("Write revenue, refund or cost, or leave the cell empty."),
        title=_("Unknown kind"),
    ),
    ProblemKind(
        "cost_below_zero",
        _("A cost is below zero."),
        _("Write costs without a minus. Write money that came back as revenue."),
        title=_("Cost below zero"),
    ),
    ProblemKind(
        "no_start", _("This contract has no start."), _("Write the day on which it began."), title=_("No start")
    ),
    ProblemKind(
        "no_value",
        _("This contract has no value."),
        _("Write what a year of it is worth; 0 if it is free."),
        title=_("No value"),
    ),
    ProblemKind(
        "value_below_zero",
        _("The value of this contract is below zero."),
        _("Write what a year of it is worth; 0 if it is free."),
        title=_("Value below zero"),
    ),
    ProblemKind(
        "ends_before_start",
        _("This contract ends before it starts."),
        _("Correct one of the two days."),
        title=_("End before start"),
    ),
    ProblemKind(
        "no_end_for_value",
        _("The value is for the whole time of the contract, and nobody says when that ends."),
        _("Write the end, or the value of a year and choose so above the columns."),
        title=_("No end for a whole value"),
    ),
    ProblemKind(
        "unknown_outcome",
        _("This is not an outcome we know."),
        _("Write renewed or lost, or leave the cell empty."),
        title=_("Unknown outcome"),
    ),
    ProblemKind(
        "no_event_kind",
        _("This line does not say what happened."),
        _("Write left, incident, offer, referral or contacted, or choose it for the whole file."),
        title=_("No kind of event"),
    ),
    ProblemKind(
        "unknown_event_kind",
        _("This is not a kind of event we know."),
        _("Write left, incident, offer, referral or contacted."),
        title=_("Unknown event"),
    ),
    ProblemKind(
        "no_offer_outcome",
        _("This line does not say whether the offer was taken."),
        _("Write yes or no in the column of the outcome."),
        title=_("Offer without an outcome"),
    ),
    ProblemKind(
        "no_origin",
        _("This line does not say what brought the customer."),
        _("Write it, or remove the line: unknown stays unknown."),
        title=_("No origin"),
    ),
    ProblemKind(
        "unknown_origin",
        _("This is not an origin we know."),
        _("Write recommended, advertising, selling or other."),
        title=_("Unknown origin"),
    ),
    ProblemKind("no_rate", _("This line has no rate."), _("Write it, such as 0.085."), title=_("No rate")),
    ProblemKind(
        "bad_rate", _("This is not a rate."), _("Write a number above zero, such as 0.085."), title=_("Not a rate")
    ),
    ProblemKind(
        "same_currency",
        _("The currency and the one it is changed into are the same."),
        _("Remove the line, or correct one of them."),
        title=_("Same currency"),
    ),
    ProblemKind(
        "no_two_accounts",
        _("This line does not name two accounts."),
        _("Write which account became part of which."),
        title=_("Not two accounts"),
    ),
    ProblemKind(
        "merge_circle",
        _("These two are the same account, or the second is part of the first already."),
        _("Correct the names, or remove the line."),
        title=_("Merged in a circle"),
    ),
    ProblemKind(
        "money_twice",
        _("Line {detail} is about the same: it has the same id, customer or day."),
        _("Keep one of the two lines, or give them different ids."),
        title=_("The same twice"),
    ),
)

MONEY_MAPPING_PROBLEMS = (
    ProblemKind("no_customer_column", _("No column says whose the lines are."), _("Choose an account or a person.")),
    ProblemKind("no_day_column", _("No column holds the day."), _("Choose one.")),
    ProblemKind("no_amount_column", _("No column holds the amount."), _("Choose one.")),
    ProblemKind("no_start_column", _("No column holds the start of the contracts."), _("Choose one.")),
    ProblemKind("no_value_column", _("No column holds the value of the contracts."), _("Choose one.")),
    ProblemKind("no_origin_column", _("No column says what brought the customers."), _("Choose one.")),
    ProblemKind("no_currency_column", _("No column holds the currency."), _("Choose one.")),
    ProblemKind("no_rate_column", _("No column holds the rate."), _("Choose one.")),
)
