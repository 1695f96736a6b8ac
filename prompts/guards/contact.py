"""Guards about ways out of the conversation: links, e-mail addresses, phone numbers, pings."""

import re
from collections.abc import Iterator

from bot.domain.finding import Finding, Span
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.hosts import DOT, ENDS, LABEL, ways
from prompts.guards.seen import Seen
from prompts.guards.spelt import NUMBER, value

LINK = say("The text holds a link that the brand has not allowed.")
CONTACT = say("The text holds an e-mail address or phone number that the brand has not allowed.")
HANDLE = say("The text tags somebody with an @handle.")

_LOCAL = r"(?<![\w.+-])[\w.+-]++"
_MAIL = re.compile(
    rf"{_LOCAL}\s?(?:@|[\[({{]\s?(?:at|@|ät)\s?[\])}}])\s?{LABEL}(?:{DOT}{LABEL}){{0,6}}{DOT}[^\W\d_]{{2,63}}\b"
    rf"|{_LOCAL}\s(?:at|ät)\s(?:{LABEL}{DOT}){{1,6}}(?:{ENDS})\b"
)
_PHONE = re.compile(
    r"(?<![\w/-])(?<!\d[.,])(?:\+|00|\(0|0)\d?[\d\s()/.–-]{5,40}\d(?!\w)"
    r"|(?<![\w.,-])\d{3}[-. ]\d{3}[-. ]\d{4}(?!\w)"
)
_SPELT_PHONE = re.compile(
    rf"(?<![\w-])(?:{NUMBER}|oh)(?:[\s,./-]{{1,3}}(?:(?:{NUMBER}|oh)(?!\w)|\d{{1,4}})){{2,40}}(?!\w)"
)
_FEWEST_WORDS = 3
_FEWEST_DIGITS = 7
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2,4})?")
_PING = re.compile(r"(?<![\w/.+-])@\s?\w[\w.-]*|<[@!#][^<>\s]*>|<!\w+")
_MAYBE = re.compile(r"\w[.。]\w|:\s?/|www|xn--|dot\b|punkt\b|\[|\(|\{|\s\.|\.\s[bciorx]")
"""Without any of these there is no link; looking for it is much cheaper."""
_MAYBE_AT = re.compile(r"@|\b(?:at|ät)\b")


def links(seen: Seen, context: Context) -> Iterator[Finding]:
    """Links, however they are spelt."""
    if not _MAYBE.search(seen.low):
        return
    addresses = [match.span() for match in mails(seen.low)]
    places = [
        match.span()
        for match in ways(seen.low, seen.plain)
        if ("//" in match[0] or not _within(match.span(), addresses)) and not _allowed(match[0], context)
    ]
    if places:
        yield seen.found("link", LINK, places)


def contacts(seen: Seen, context: Context) -> Iterator[Finding]:
    """E-mail addresses and phone numbers."""
    found = [*mails(seen.low), *phones(seen.low)]
    known = [_plain(allowed) for allowed in context.allowed]
    places = [
        match.span()
        for match in found
        if match[0] not in context.known and not any(_same(match[0], allowed) for allowed in known)
    ]
    facts = re.sub(r"\D", "", context.known)
    places += [
        span
        for span, digits in _spelt(seen.low)
        if digits not in facts and not any(_same(digits, allowed) for allowed in known)
    ]
    if places:
        yield seen.found("contact", CONTACT, places)


def pings(seen: Seen, context: Context) -> Iterator[Finding]:
    """@handles: they notify people, perhaps the wrong ones."""
    if "@" not in seen.low and "<" not in seen.low:
        return
    addresses = [match.span() for match in mails(seen.low)]
    allowed = {link.lower() for link in context.allowed}
    places = [
        match.span()
        for match in _PING.finditer(seen.low)
        if not _within(match.span(), addresses) and match[0].rstrip(".-") not in allowed
    ]
    if places:
        yield seen.found("ping", HANDLE, places)


def outside(seen: Seen) -> list[tuple[int, int]]:
    """Where ways out of the conversation stand, allowed or not: digits in them are no figures."""
    links_ = ways(seen.low, seen.plain) if _MAYBE.search(seen.low) else ()
    return [match.span() for match in (*mails(seen.low), *phones(seen.low), *links_)]


def phones(text: str) -> Iterator[re.Match[str]]:
    """What reads like a phone number."""
    for match in _PHONE.finditer(text):
        enough = sum(char.isdigit() for char in match[0]) >= _FEWEST_DIGITS
        if enough and not _DATE.fullmatch(match[0].strip()):
            yield match


def _spelt(text: str) -> Iterator[tuple[Span, str]]:
    """Where a phone number stands in words, and its digits."""
    for match in _SPELT_PHONE.finditer(text):
        parts = re.findall(rf"{NUMBER}|oh|\d+", match[0])
        digits = "".join(part if part.isdecimal() else str(value(part)) for part in parts)
        spoken = sum(not part.isdecimal() for part in parts)
        if spoken >= _FEWEST_WORDS and len(digits) >= _FEWEST_DIGITS:
            yield match.span(), digits


def mails(text: str) -> Iterator[re.Match[str]]:
    """What reads like an e-mail address."""
    return _MAIL.finditer(text) if _MAYBE_AT.search(text) else iter(())


def _within(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= place[0] < end or place[0] <= start < place[1] for start, end in others)


def _allowed(link: str, context: Context) -> bool:
    """Exactly an allowed link or something beneath it: a longer host name is another host."""
    bare = _bare(link)
    return any(bare == _bare(allowed) or bare.startswith(_bare(allowed) + "/") for allowed in context.allowed)


def _bare(link: str) -> str:
    """Without scheme and www., the host as it is really asked for: look-alike letters show themselves."""
    plain = re.sub(r"^https?://", "", link.lower()).removeprefix("www.").rstrip("/.,;:!?)”“\"'»")
    host, slash, path = plain.partition("/")
    return _ascii(host) + slash + path


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _same(contact: str, allowed: str) -> bool:
    """The same address, or the same number with or without the country's code."""
    plain = _plain(contact)
    return plain == allowed or (plain.isdigit() and allowed.isdigit() and allowed.endswith(plain.lstrip("0")))


def _plain(contact: str) -> str:
    """A phone number by its digits, anything else as it is."""
    text = contact.strip().lower().removeprefix("mailto:").removeprefix("tel:").rstrip(".")
    return text if "@" in text or "/" in text else re.sub(r"\D", "", text).removeprefix("00")
