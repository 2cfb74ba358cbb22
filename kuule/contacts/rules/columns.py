"""What the columns of a file become: guessed from their headers, then corrected by a person."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from kuule.contacts.rules import PROPERTY_KINDS, TEXT
from kuule.contacts.rules.properties import guess_kind
from kuule.lib.words import search_words

NAME, FIRST_NAME, LAST_NAME, EMAIL, EXTERNAL_ID = "name", "first_name", "last_name", "email", "external_id"
PHONE, ROLE, TITLE, LANGUAGE, TIMEZONE = "phone", "role", "title", "language", "timezone"
GROUP = "group"
ACCOUNT, ACCOUNT_ID = "account", "account_id"
FIELDS = (
    *(NAME, FIRST_NAME, LAST_NAME, EMAIL, EXTERNAL_ID, PHONE, ROLE, TITLE, LANGUAGE, TIMEZONE),
    *(GROUP, ACCOUNT, ACCOUNT_ID),
)
CONTACT_PROPERTY, ACCOUNT_PROPERTY, SKIP = "contact_property", "account_property", "skip"
TARGETS = (*FIELDS, CONTACT_PROPERTY, ACCOUNT_PROPERTY, SKIP)
PROPERTY_OF = {CONTACT_PROPERTY: "contact", ACCOUNT_PROPERTY: "account"}
_OF_PROPERTY = {of: target for target, of in PROPERTY_OF.items()}
IDENTITIES = (EMAIL, EXTERNAL_ID, PHONE)

MAX_COLUMNS = 150
# The column that a download of lines to mend has besides their own, in every language, folded as `search_words` does.
# It is known again and skipped. A test holds it against the translations.
PROBLEM_HEADERS = frozenset({"problem found by kuule", "kuulen huomaama ongelma"})
KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,59}")
# An export names a property with its key where its label alone could be taken for something else.
_NAMED_PROPERTY = re.compile(r".*\((contact|account)\.([a-z][a-z0-9_]{0,59})\)", re.DOTALL)
# Whether a person is put away is told by an export, and not changed by an import.
PUT_AWAY = "Archived in Kuule"

# Headers in English and Finnish, and as common systems write them, folded as `search_words` does.
_HEADERS = {
    NAME: (
        "name|full name|contact name|contact|person|person name|display name|nimi|koko nimi|henkilo|yhteyshenkilo|"
        "kontakti|namn|navn"
    ),
    FIRST_NAME: "first name|firstname|given name|forename|person first name|etunimi|fornamn|fornavn",
    LAST_NAME: "last name|lastname|family name|surname|person last name|sukunimi|efternamn|etternavn",
    EMAIL: (
        "email|e mail|mail|email address|e mail address|mail address|person email|person email work|e mail 1 value|"
        "work email|primary email|contact email|recipient email|sahkoposti|sahkopostiosoite|s posti|e post|epost|"
        "e postadress|e postadresse"
    ),
    EXTERNAL_ID: (
        "id|external id|contact id|person id|customer id|customerid|user id|record id|record id contact|contact key|"
        "external contact id|external data reference|your id|tunnus|henkilotunniste|kontaktin id|yhteyshenkilon id|"
        "asiakastunnus|henkilonumero"
    ),
    PHONE: (
        "phone|phone number|telephone|mobile|mobile phone|mobile phone number|cell|person phone|business phone|"
        "phone 1 value|puhelin|puhelinnumero|puh|matkapuhelin|gsm|telefon|mobil"
    ),
    ROLE: "role|contact role|role in the account|buying role|decision role|rooli|roolitieto|roll|rolle",
    TITLE: (
        "title|job title|jobtitle|position|person job title|titteli|tehtavanimike|nimike|tehtava|asema|befattning|"
        "stilling"
    ),
    LANGUAGE: "language|lang|locale|preferred language|language code|kieli|kielikoodi|asiointikieli|sprak",
    TIMEZONE: "time zone|timezone|tz|aikavyohyke|tidszon|tidssone",
    GROUP: "contact group|people group|group of people|kontaktiryhma|henkiloryhma|kontaktgrupp|kontaktgruppe",
    ACCOUNT: (
        "account|account name|company|company name|organization|organisation|organization name|person organization|"
        "associated company|organization 1 name|customer|customer name|yritys|yrityksen nimi|asiakas|asiakkaan nimi|"
        "asiakasyritys|organisaatio|foretag|firma|bedrift"
    ),
    ACCOUNT_ID: (
        "account id|accountid|account number|company id|organization id|organisation id|associated company ids|"
        "associated company id|account external id|yrityksen id|yritystunnus|y tunnus|asiakasnumero|asiakkaan id"
    ),
}
_BY_HEADER = {header: target for target, headers in _HEADERS.items() for header in headers.split("|")}
_ACCOUNT_WORDS = frozenset({"account", "company", "organization", "organisation", "yrityksen", "asiakkaan", "yritys"})


@dataclass(frozen=True, slots=True)
class Column:
    """What one column becomes. `key` and `kind` name the property, if it is one."""

    header: str
    to: str = SKIP
    key: str = ""
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a file becomes: how its text is read, its columns in their order, and what holds for all of its lines.

    `options` are words that a kind of import knows, such as `country`, from which numbers without one are.
    """

    delimiter: str
    columns: tuple[Column, ...]
    encoding: str = ""
    sheet: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the mapping as it is kept on a job."""
        return {**asdict(self), "columns": [asdict(column) for column in self.columns]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the mapping that `as_json` wrote.

        Raises:
            TypeError, KeyError: the values have another shape.
        """
        return cls(**{**values, "columns": tuple(Column(**column) for column in values["columns"])})

    def with_columns(self, columns: Iterable[Column], options: Mapping[str, str]) -> Self:
        """Return this way of reading with other columns and options."""
        return replace(self, columns=tuple(columns), options=dict(options))


def is_problem_header(header: str) -> bool:
    """Tell whether a column is the one that we added to lines that somebody was to mend."""
    return " ".join(search_words(header)) in PROBLEM_HEADERS


def guess_columns(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    known: Mapping[tuple[str, str], tuple[str, str]],
    by_header: Mapping[str, str] | None = None,
) -> tuple[Column, ...]:
    """Return what columns seem to be, from their headers and some rows of cleaned cells.

    `known` are the properties there are: (of, folded label or key) → (key, kind). `by_header` are more headers, folded,
    that have a meaning, before those of people. The first column that looks like a field becomes it, a second one a
    property; a column without a header is skipped.
    """
    fields = {**_BY_HEADER, **(by_header or {})}
    taken: set[str] = set()
    columns: list[Column] = []
    for number, header in enumerate(headers):
        folded = " ".join(search_words(header))
        target = fields.get(folded, "")
        named = _NAMED_PROPERTY.fullmatch(header)
        if not header or folded in PROBLEM_HEADERS or header == PUT_AWAY:
            columns.append(Column(header))
        elif named and (found := known.get((named[1], named[2]))):
            columns.append(Column(header, _OF_PROPERTY[named[1]], *found))
        elif target and (target == SKIP or target not in taken):
            taken.add(target)
            columns.append(Column(header, target))
        else:
            cells = (row[number] for row in rows if number < len(row))
            column = _property_column(header, folded, cells, known)
            key = _untaken(column.key or f"column_{number + 1}", taken, column.to)
            columns.append(Column(header, column.to, key, column.kind))
    return tuple(columns)


def _property_column(
    header: str, folded: str, cells: Iterable[str], known: Mapping[tuple[str, str], tuple[str, str]]
) -> Column:
    words = folded.split()
    of_account = len(words) > 1 and words[0] in _ACCOUNT_WORDS
    to, own = (ACCOUNT_PROPERTY, " ".join(words[1:])) if of_account else (CONTACT_PROPERTY, folded)
    for label in (own, folded):
        if found := known.get((PROPERTY_OF[to], label)):
            return Column(header, to, *found)
    return Column(header, to, property_key(own), guess_kind(cells))


def _untaken(key: str, taken: set[str], to: str) -> str:
    number, wanted = 2, key
    while f"{to} {key}" in taken:
        key, number = f"{wanted[:56]}_{number}", number + 1
    taken.add(f"{to} {key}")
    return key


def property_key(label: str) -> str:
    """Return the key that a label suggests: "Contract value (€)" gives contract_value; "" if nothing is left."""
    words = [word.encode("ascii", "ignore").decode() for word in search_words(label)]
    key = "_".join(word for word in words if word)[:60].strip("_")
    return f"p_{key}"[:60] if key[:1].isdigit() else key


@dataclass(frozen=True, slots=True)
class MappingProblem:
    """Why a file cannot be read in this way. `column` counts from 0; None: the file as a whole."""

    reason: str
    column: int | None = None


def mapping_problems(
    mapping: ColumnMapping,
    known: Mapping[tuple[str, str], str],
    *,
    needs_identity: bool = True,
    more: Collection[str] = (),
) -> list[MappingProblem]:
    """Return why this mapping cannot be used. `known` are the types of the properties there are: (of, key) → kind.

    `more` are targets besides those of people.
    """
    problems: list[MappingProblem] = []
    if needs_identity and not any(column.to in IDENTITIES for column in mapping.columns):
        problems.append(MappingProblem("no_identity_column"))
    targets = {*TARGETS, *more}
    uses = Counter(_use(column) for column in mapping.columns)
    for number, column in enumerate(mapping.columns):
        if column.to not in targets or column.kind not in PROPERTY_KINDS:
            problems.append(MappingProblem("unknown_target", number))
        elif column.to != SKIP and uses[_use(column)] > 1:
            problems.append(MappingProblem("used_twice", number))
        elif of := PROPERTY_OF.get(column.to):
            if not KEY_PATTERN.fullmatch(column.key):
                problems.append(MappingProblem("bad_key", number))
            elif known.get((of, column.key), column.kind) != column.kind:
                problems.append(MappingProblem("other_kind", number))
    return problems


def _use(column: Column) -> tuple[str, str]:
    return column.to, column.key if column.to in PROPERTY_OF else ""
