"""Guards about personal data: never asked for in public, never repeated there."""

import re
from collections.abc import Iterator

from bot.domain.finding import Finding, Severity, Span
from bot.words import say
from prompts.guards.contact import mails, phones
from prompts.guards.context import Context
from prompts.guards.seen import Seen

ASKS = say("The text asks for personal data in public. Please offer a private message instead.")
REPEATS = say("The text repeats somebody's contact, bank or address data in public.")
NUMBER = say("The text repeats an order or customer number in public.")
NAMES = say("The text calls somebody by their surname in public.")

_ASK = re.compile(
    r"\b(?:schick\w*|send\w*|nenn\w*|teil\w*|gib|geben|verrat\w*|brauch\w*|benötig\w*|schreib\w*|sag\w*"
    r"|lass\w*"
    r"|lautet|poste\w*|hinterlass\w*|angeben|what(?:'s| is)|share|give|tell|provide|post|need"
    r"|let us (?:have|know)"
    r"|leave|drop|confirm|bestätig\w*)\b"
)
_YOUR = r"\b(?:dein\w*|ihre?\w*|eure?\w*|your)\s(?:\w+\s){0,2}?"
_DATA = re.compile(
    r"\b(?:bestell|kunden|auftrags|rechnungs|vertrags|mitglieds|sendungs|konto|steuer)-?(?:nummer|nr)\w*"
    r"|\b(?:order|customer|account|invoice|tracking|card)[ -](?:number|no\b|id)s?"
    r"|\b(?:iban|geburtsdatum|geburtstag|kontodaten|bankverbindung|bankdaten|kreditkarte\w*|date of birth"
    r"|bank details"
    r"|credit card\w*|social security\w*)\b"
    rf"|{_YOUR}(?:\w*adresse\w*|anschrift|telefon\w*|handy\w*|rufnummer|nummer|e-?mail\w*|(?:full name"
    rf"|vollen namen)"
    r"|nachnamen|(?:home )?address|(?:phone|mobile)\w*(?: number)?|last name|surname)\b"
)
_SECRET = re.compile(
    r"\b(?:dein|ihr|euer|your)\w*\s(?:passw[oö]r[dt]\w*|password|pin|tan|cvv|cvc|sicherheitscode)\b"
)
_PRIVATE = re.compile(
    r"\bprivat\w*|\bpersönliche[nr]? nachricht\w*|direktnachricht\w*|\bpns?\b|\bdms?\b|direct message\w*"
    r"|\bprivate\w*"
    r"|\binbox\b|postfach|\bnicht (?:hier|öffentlich)|\bnever\b|\bnot (?:here|in public)"
    r"|\bkeine?\w*\b(?! (?:sorge|frage|angst|panik|problem))|\bnie\b"
    r"|\bdon't\b|\bohne\b(?! (?:zweifel|sorge|frage))"
)
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){3,7}(?:\s?[a-z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_STREET = re.compile(
    r"(?<![\w-])[\w-]{0,60}?(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm)"
    r"\s?\d{1,4}\s?[a-z]?\b"
    r"|\b\d{1,4}[a-z]?\s(?:\w+\s){1,2}(?:street|st|road|rd|avenue|ave|lane)\b"
)
_ORDER = re.compile(r"\b(?=[a-z]{0,5}[-_]?\d)[a-z0-9_-]{0,40}?\d{4}[a-z0-9_-]{0,40}\b|#\d{3,}")
_ORDER_DIGITS = 5
_TITLE = re.compile(r"\b(?:frau|herrn?|mrs?\.?|ms\.?|miss|dr\.?|prof\.?)\s([^\W\d_]{3,})")
_SHORTEST_NAME = 3
_DIGIT = re.compile(r"\d")


def asks(seen: Seen, _: Context) -> Iterator[Finding]:
    """Asking for data where everybody reads; a password, anywhere."""
    places = []
    for start, sentence in seen.sentences:
        secret = _SECRET.search(sentence)
        data = _DATA.search(sentence) if _ASK.search(sentence) and not _PRIVATE.search(sentence) else None
        places += [(start + m.start(), start + m.end()) for m in (secret, data) if m]
    if places:
        yield seen.found("asks-personal", ASKS, places)


def repeats(seen: Seen, context: Context) -> Iterator[Finding]:
    """What somebody wrote about themselves or others, said again under our name."""
    if "@" not in seen.low and not _DIGIT.search(seen.low):
        return
    heard = " ".join((context.comment, *context.said)).lower()
    places = [*_banking(seen.low, context), *_contacts(seen.low, heard, context)]
    if places:
        yield seen.found("repeats-personal", REPEATS, places, Severity.HARD)
    numbers = [place for place in _orders(seen.low, heard, context) if not _touches(place, places)]
    if numbers:
        yield seen.found("repeats-number", NUMBER, numbers)


def names(seen: Seen, context: Context) -> Iterator[Finding]:
    """Surnames, and people whom the comment only tells about."""
    heard = " ".join((context.comment, *context.said)).lower()
    private = {match[1] for match in _TITLE.finditer(heard)}
    for name in (context.author, *context.others):
        private.update(part.lower() for part in name.split()[1:] if len(part) >= _SHORTEST_NAME)
    places = [(start, end) for word, start, end in seen.words if word in private]
    if places and context.brand.name.lower().split()[0] not in private:
        yield seen.found("names", NAMES, places)


def _banking(text: str, context: Context) -> Iterator[Span]:
    """Real account and card numbers, wherever they come from."""
    for match in _IBAN.finditer(text):
        if _is_iban(match[0]) and match[0] not in context.known:
            yield match.span()
    for match in _CARD.finditer(text):
        if _is_card(match[0]) and match[0] not in context.known:
            yield match.span()


def _contacts(text: str, heard: str, context: Context) -> Iterator[Span]:
    allowed = " ".join((*context.allowed, context.known)).lower()
    theirs = {_bare(match[0]) for match in (*mails(heard), *phones(heard), *_STREET.finditer(heard))}
    for match in (*mails(text), *phones(text), *_STREET.finditer(text)):
        if _bare(match[0]) in theirs and match[0] not in allowed:
            yield match.span()


def _orders(text: str, heard: str, context: Context) -> Iterator[Span]:
    theirs = {match[0] for match in _ORDER.finditer(heard) if _long(match[0])}
    for match in _ORDER.finditer(text):
        if match[0] in theirs and match[0] not in context.known:
            yield match.span()


def _long(number: str) -> bool:
    return number.startswith("#") or sum(char.isdigit() for char in number) >= _ORDER_DIGITS


def _touches(place: Span, others: list[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _bare(data: str) -> str:
    return re.sub(r"[^\w@]", "", data)


def _is_iban(text: str) -> bool:
    """The check digits of ISO 13616."""
    iban = re.sub(r"\s", "", text)
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """The check digit of Luhn."""
    digits = [int(char) for char in reversed(text) if char.isdigit()]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
