"""Numbers that carry their own proof: Finnish personal identity codes, bank accounts, payment cards."""

from __future__ import annotations

from datetime import date

_CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
_PROOF = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_CARD_LENGTHS = range(13, 20)
# The first digits of the networks in use: Mastercard 2 and 5, American Express and Diners 3, Visa 4, Maestro 5 and 6.
_CARD_NETWORKS = frozenset("23456")


def is_finnish_identity_code(code: str) -> bool:
    """Tell whether this is a henkilötunnus such as 131052-308T: a day, a century mark, a number and its proof.

    The century marks of 2023 (Y–U for 1900, B–F for 2000) count too, and so do temporary numbers from 900 up.

    References
    ----------
    Valtioneuvoston asetus väestötietojärjestelmästä 128/2010, 2 §, as amended by 690/2022.
    """
    code = code.upper()
    if len(code) != 11 or not (code[:6] + code[7:10]).isdecimal() or code[6] not in _CENTURIES:
        return False
    try:
        date(_CENTURIES[code[6]] + int(code[4:6]), int(code[2:4]), int(code[:2]))
    except ValueError:
        return False
    number = int(code[:6] + code[7:10])
    return int(code[7:10]) >= 2 and code[10] == _PROOF[number % len(_PROOF)]


def is_iban(account: str) -> bool:
    """Tell whether this is an IBAN, written without blanks: the whole leaves 1 when divided by 97.

    References
    ----------
    ISO 13616-1:2020; ISO/IEC 7064 (MOD 97-10).
    """
    account = account.upper()
    if not _SHORTEST_IBAN <= len(account) <= _LONGEST_IBAN or not (account.isascii() and account.isalnum()):
        return False
    if not account[:2].isalpha() or not account[2:4].isdigit():
        return False
    return int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1


def is_payment_card(digits: str) -> bool:
    """Tell whether these digits, without blanks, can be the number of a payment card (Luhn, 13 to 19 digits).

    References
    ----------
    ISO/IEC 7812-1:2017, annex B.
    """
    if len(digits) not in _CARD_LENGTHS or digits[0] not in _CARD_NETWORKS or len(set(digits)) == 1:
        return False
    numbers = [int(digit) for digit in reversed(digits)]
    doubled = [2 * number - 9 * (number > 4) for number in numbers[1::2]]
    return (sum(numbers[::2]) + sum(doubled)) % 10 == 0
