"""By which headers the columns of files about money are known, folded as `search_words` does.

In English, Finnish, Swedish and German, and as common systems write them.
"""

from collections.abc import Mapping

from kuule.contacts.rules import columns as people
from kuule.economics.rules import imported as to
from kuule.lib.words import search_words

_COMMON = {
    to.CURRENCY: "currency|currency code|iso currency|valuutta|valuuttakoodi|valuta|valutakod|wahrung|wahrungscode",
    to.PRODUCT: (
        "product|product name|item|service|plan|subscription|tuote|tuotteen nimi|palvelu|tilaus|produkt|tjanst|"
        "artikel|produktname"
    ),
    people.ACCOUNT: (
        "account|account name|company|company name|customer|customer name|client|organization|organisation|yritys|"
        "asiakas|asiakkaan nimi|asiakasyritys|kund|kundnamn|foretag|kunde|kundenname|firma|unternehmen"
    ),
    people.ACCOUNT_ID: (
        "account id|account number|company id|organization id|asiakasnumero|yritystunnus|y tunnus|asiakkaan id|"
        "kundnummer|organisationsnummer|kundennummer|kundennr"
    ),
    people.EXTERNAL_ID: (
        "contact id|person id|customer id|customerid|user id|asiakastunnus|henkilon id|person nummer|personen id"
    ),
    people.EMAIL: "email|e mail|email address|sahkoposti|e post|epost|e mail adresse",
}
DAY_WORDS = (
    "day|date|invoice date|posting date|booking date|transaction date|order date|paiva|paivamaara|pvm|laskun paiva|"
    "laskupaiva|tapahtumapaiva|datum|fakturadatum|bokforingsdatum|rechnungsdatum|buchungsdatum|tag"
)
AMOUNT_WORDS = (
    "amount|total|sum|net amount|net|value|revenue|invoice amount|line total|price|summa|maara|arvo|netto|yhteensa|"
    "laskun summa|myynti|belopp|nettobelopp|betrag|nettobetrag|umsatz"
)


def by_header(words: Mapping[str, str]) -> dict[str, str]:
    """Return target by header: those of one kind of file before those that all kinds share."""
    kept_by_us = {" ".join(search_words(each)): people.SKIP for each in (to.CONVERTED, to.CONVERTED_MARGIN)}
    found = {header: target for target, headers in _COMMON.items() for header in headers.split("|")}
    return {
        **found,
        **{header: target for target, headers in words.items() for header in headers.split("|")},
        **kept_by_us,
    }
