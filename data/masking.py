"""Personal data in texts: e-mail addresses, phone, card and account numbers become placeholders.

It stands in ``data`` because it is a right of the viewer, as rows are, and no calculation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from data.filters import Viewer

EMAIL, PHONE = "[e-mail]", "[phone number]"
CARD, ACCOUNT, NAME = "[card number]", "[account number]", "[name]"
PLACEHOLDERS = (EMAIL, PHONE, CARD, ACCOUNT, NAME)
_BY_GROUP = {"email": EMAIL, "spelt": EMAIL, "sort": ACCOUNT, "person": ACCOUNT}

# Columns that hold what people wrote, and columns that are personal as a whole.
_WRITTEN = ("text", "comment", "original_text", "reason", "handle", "excerpt")
_PERSONAL = {"email": EMAIL, "name": NAME, "author_name": NAME, "display_name": NAME,
             "profile_email": EMAIL}

# Most posts hold neither five digits near each other nor anything like an address: they are told
# from the rest before the slow patterns run. A handle made of digits is no number.
_DIGITS = re.compile(r"\d(?:[^\w\n]{0,3}\d){4}")
_NUMBER = re.compile(r"(?<!@)\b\w{0,24}\d(?:[^\w\n]{0,3}\d){4}")
_HANDLES = re.compile(r"(?<!\w)@\w+")
_SIGN = re.compile(r"[@＠](?<=[\w\])}>].)\w")
_BRACKETS = re.compile(r"[(\[{<] ?(?:at|@) ?[)\]}>]", re.IGNORECASE)

_AT = r"(?: ?[(\[{<] ?(?:at|@) ?[)\]}>] ?)"
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|\.) ?[)\]}>] ?| dot )"
_GAP = r"[ \u00a0.\-–/]"
_NUMBER_WORDS = (r"account|acct|a/c|acc|customer|client|member(?:ship)?|policy|contract|passport|"
                 r"ssn|social security|frequent flyer|ffn?|skymiles|mileage ?plus|aadvantage|"
                 r"rapid rewards|loyalty|iban|kontonummer|konto|kundennummer|kunden|"
                 r"vertragsnummer|routing")
_PHONE_WORDS = (r"call|calling|phone|telephone|tel|mobile|cell|cellphone|whatsapp|text|sms|dial|"
                r"ring|fax|reach me (?:at|on)|contact me (?:at|on)|telefon|handy|mobil")
# What a number may follow: no digit, no letter, no amount, no handle or hashtag, no decimal point.
_START = r"(?<![\w$€£¥@])(?<!\d[.,:])(?<![$€£¥] )"
_END = r"(?!\w)(?![.,:]\d)(?! ?[%€£])"

_PARTS = re.compile("|".join((
    r"(?P<email>(?<![\w.+%-])[\w.+%'-]{1,64}[@＠](?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24})",
    rf"(?P<spelt>(?<![\w.+%-])[\w.+%-]{{1,64}}(?:{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,4}}"
    r"[^\W\d_]{2,24}\b| at (?:[\w-]{1,63} dot ){1,4}[^\W\d_]{2,24}\b))",
    r"(?P<link>\b(?:https?://|www\.|pic\.twitter\.com/|t\.co/)[^\s<>\"]+)",
    r"(?P<tag>[@#]\w*[^\W\d]\w*)",
    r"(?P<sort>(?<![\w-])\d{2}-\d{2}-\d{2}[ ,/:]{1,3}\d{8}(?!\w))",
    r"(?P<date>(?<![\d./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]"
    r"\d{1,2})(?:[ T,]{1,2}\d{1,2}[:.h]\d{2}(?::\d{2})?)?(?![\d]|[./-]\d))",
    r"(?P<iban>(?<!\w)[a-zA-Z]{2}\d{2}(?:[ -]?[a-zA-Z0-9]{4}){2,7}"
    r"(?:[ -]?[a-zA-Z0-9]{1,3})?(?!\w))",
    r"(?P<person>(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-]))",
    rf"(?P<told>(?P<told_word>\b(?:{_NUMBER_WORDS})(?: ?(?:number|no\.?|nr\.?|num|id|code))?"
    r"(?: ?(?:is|was|:|#|=|-|\() ?){0,3} ?)(?P<told_number>[a-zA-Z]{0,4}[ -]?\d(?:[ -]?\d){4,20})"
    r"(?!\w)(?![.,]\d))",
    rf"(?P<called>(?P<called_word>\b(?:{_PHONE_WORDS})"
    r"(?: (?:me|us|back|him|her|them|number|no\.?))?(?: ?(?:at|on|is|:|#|=|-) ?){0,2} ?)"
    r"(?P<called_number>\+?[(]?\d(?:[ .\-/]{0,2}\d|[)] ?\d| ?[(]\d{1,4}[)]){6,14})"
    r"(?!\w)(?![.,:]\d))",
    rf"(?P<number>{_START}(?:\+ ?)?(?:\(\d{{1,5}}\){_GAP}?)?\d"
    rf"(?:(?:{_GAP}|{_GAP}?\(\d{{1,4}}\){_GAP}?|,(?=\d{{3}}))?\d){{4,40}}"
    rf"{_END})",
)), re.IGNORECASE)
_URL_EMAIL = re.compile(r"[\w.+%'-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}")
_URL_PHONE = re.compile(r"(?i)((?:wa\.me/|[?&](?:phone|tel)=)\+?)\d{8,15}")

_THOUSANDS = re.compile(r"\d{1,3}(?:([,.'’]|[ \u00a0])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"[1-9]?\d{0,3}\.\d{5,}")
_US_PHONE = re.compile(rf"(?:\+?1{_GAP}?)?\(?[2-9]\d\d\)?"
                       rf"(?:{_GAP}{{0,2}}[2-9]\d\d{_GAP}?|{_GAP}{{1,2}}\d{{3}}{_GAP})\d{{4}}")
_GROUPS_OF_THREE = re.compile(r"\d{3}[ \u00a0.\-]\d{3}[ \u00a0.\-]\d{3}")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d")
_NOT_DIGITS = re.compile(r"\D")


def mask(texts: Sequence[str | None]) -> list[str | None]:
    """Each text with its personal data replaced by placeholders; what is no text stays as it is.

    Replaced are e-mail addresses (also "name (at) host dot com"), phone numbers (international,
    North American, with a leading 0, or after a word such as "call"), card numbers (13 to 19
    digits that satisfy ISO/IEC 7812-1 annex B, the Luhn check), IBANs (ISO 13616 check), numbers
    after words such as "account", and other runs of nine digits or more.  Dates, times, prices,
    round numbers, flight numbers, handles, hashtags and links stay; only an e-mail or phone number
    inside a link goes.  Worked: "Call 415-555-2671" becomes "Call [phone number]".
    """
    return [_PARTS.sub(_replaced, text) if isinstance(text, str) and _may_hold(text) else text
            for text in texts]


def hide_personal(frame: pd.DataFrame, viewer: Viewer) -> pd.DataFrame:
    """The frame as the viewer may see it: written columns masked, names and addresses replaced.

    Which columns those are is told by their names: ``text`` and the like are masked, ``name``,
    ``email`` and the like are replaced whole.
    """
    if viewer.sees_personal:
        return frame
    changed: dict[str, list[str | None]] = {}
    for column in frame.columns:
        if column in _WRITTEN:
            changed[column] = mask(frame[column].tolist())
        elif column in _PERSONAL:
            changed[column] = [_PERSONAL[column] if isinstance(one, str) else None
                               for one in frame[column]]
    import pandas as pd

    return frame.assign(**{name: pd.Series(values, index=frame.index, dtype=frame[name].dtype)
                           for name, values in changed.items()})


def _may_hold(text: str) -> bool:
    if _DIGITS.search(text):
        bare = _HANDLES.sub("", text) if "@" in text else text
        if _DIGITS.search(bare) and _NUMBER.search(bare):
            return True
    return bool(_SIGN.search(text) or _BRACKETS.search(text)) or "dot" in text.lower()


def make_masks(db: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary table ``masks``: each text of ``messages`` that masking changes.

    Search and words are made from what it says, so that no query can ask for what is hidden.
    """
    import pandas as pd

    db.execute("create or replace temp table masks (text varchar, masked_text varchar)")
    reader = db.execute("select distinct text from messages where text is not null")
    found: list[tuple[str, str | None]] = []
    while rows := reader.fetchmany(20_000):
        texts = [row[0] for row in rows]
        found += [pair for pair in zip(texts, mask(texts), strict=True) if pair[0] != pair[1]]
    if found:
        frame = pd.DataFrame(found, columns=["text", "masked_text"], dtype="str")
        db.register("found", frame)
        db.execute("insert into masks select text, masked_text from found")
        db.unregister("found")


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1.  Worked: 79927398713 is."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def iban(text: str) -> bool:
    """Whether letters and digits are an IBAN: 15 to 34 long, remainder 1 modulo 97 (ISO 13616).

    Worked: GB82 WEST 1234 5698 7654 32 is one.
    """
    whole = re.sub(r"[ -]", "", text).upper()
    if not 15 <= len(whole) <= 34 or not whole.isascii():
        return False
    return int("".join(str(int(one, 36)) for one in whole[4:] + whole[:4])) % 97 == 1


def _replaced(found: re.Match[str]) -> str:
    text, kind = found.group(), found.lastgroup or ""
    if kind in _BY_GROUP:
        return _BY_GROUP[kind]
    if found.group("told"):
        return found.group("told_word") + _told(found.group("told_number"))
    if found.group("called"):
        return found.group("called_word") + _called(found.group("called_number"))
    if kind == "link":
        return _URL_PHONE.sub(rf"\1{PHONE}", _URL_EMAIL.sub(EMAIL, text))
    if kind == "iban":
        # Two letters and groups of four may also be a flight and a phone number after it.
        return ACCOUNT if iban(text) else text[:4] + _PARTS.sub(_replaced, text[4:])
    if kind == "number":
        return _number(text)
    return text


def _told(number: str) -> str:
    digits = _NOT_DIGITS.sub("", number)
    return CARD if _is_card(digits) else ACCOUNT


def _called(number: str) -> str:
    if _THOUSANDS.fullmatch(number) or _YEARS.fullmatch(number):
        return number
    return PHONE


def _number(text: str) -> str:
    digits = _NOT_DIGITS.sub("", text)
    if _is_card(digits):
        return CARD
    if len(set(digits)) < 3 or _DECIMAL.fullmatch(text):  # a round number, a joke, a fraction
        return text
    plus = text.startswith("+")
    if not plus and _THOUSANDS.fullmatch(text) and not _GROUPS_OF_THREE.fullmatch(text):
        return text
    if (plus and 8 <= len(digits) <= 16) or (digits.startswith("00") and 10 <= len(digits) <= 17):
        return PHONE
    if _US_PHONE.fullmatch(text):
        return PHONE
    if digits.startswith("0") and 9 <= len(digits) <= 12:
        return PHONE
    if _GROUPS_OF_THREE.fullmatch(text) and not digits.endswith("000") and "," not in text:
        return PHONE
    return ACCOUNT if re.search(r"\d{9}", text) or _looks_grouped(text) else text


def _is_card(digits: str) -> bool:
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and luhn(digits)


def _looks_grouped(text: str) -> bool:
    """Twelve digits or more in groups of four, as on a card, whose check digit is mistyped."""
    return re.fullmatch(r"\d{4}(?:[ \-]\d{4}){2,3}(?:[ \-]\d{1,4})?", text) is not None
