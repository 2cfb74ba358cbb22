"""What the columns of a file of what happened can become, and by which headers they are known."""

from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import columns as people
from kuule.dispatch.rules import imported as to

OCCURRENCE_FIELDS = (
    (to.HAPPENED_AT, _("When it happened")),
    (to.OCCURRENCE_ID, _("Your id of what happened")),
)

# In English, Finnish, Swedish and Norwegian, and as common systems write them, folded as `search_words` does.
_HEADERS = {
    to.HAPPENED_AT: (
        "happened at|happened|date|when|event date|event time|order date|delivery date|delivered at|closed at|"
        "closed date|solved at|resolved at|created at|timestamp|time|occurred at|tapahtunut|tapahtuma aika|paiva|"
        "paivamaara|pvm|aika|aikaleima|tilauspaiva|toimituspaiva|suljettu|ratkaistu|datum|tidpunkt|dato|tidspunkt"
    ),
    to.OCCURRENCE_ID: (
        "occurrence id|event id|order id|order number|order|ticket id|ticket number|ticket|case id|case number|"
        "deal id|invoice id|invoice number|tapahtuman id|tilausnumero|tilaus|tiketti|tikettinumero|laskun numero|"
        "arendenummer|ordernummer|ordrenummer|saksnummer"
    ),
    people.EXTERNAL_ID: "contact id|person id|customer id|external id|your id|id of the person|asiakastunnus",
}
BY_HEADER = {header: target for target, headers in _HEADERS.items() for header in headers.split("|")}
