"""Guards about what others would have to keep: promises, money, guilt, advice."""

import re
from collections.abc import Iterator

from bot.domain.finding import Finding, Severity, Span
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.denying import denied
from prompts.guards.seen import Seen

PROMISE = say("The text promises something. Does everybody who has to keep it know?")
MONEY = say("The text speaks of money back, gifts or replacement, and no fact of the library says so.")
LIABILITY = say("The text may admit a fault or liability.")
ADVICE = say("The text gives medical or legal advice.")

_PROMISE = re.compile(
    r"\b(?:versprech\w*|versproch\w*|verspricht|garantier\w*|garantie\b|zusicher\w*|gewährleist\w*|ehrenwort"
    r"|sichern?\b[^.!?\n]{1,40}\bzu\b|zusag\w*|zugesag\w*"
    r"|(?:kommt|passiert|geschieht|wird)\b[^.!?\n]{0,30}\b(?:nicht|nie)(?: wieder| mehr)+(?: vor(?:kommen)?"
    r"| passieren)?"
    r"|nie(?: wieder| mehr) vor(?:kommen)?"
    r"|wir werden[^.!?\n]{1,50}\b(?:ändern|beheben|umsetzen|anbieten|einführen|abschaffen|aufnehmen|lösen)"
    r"|(?:ist|sind) (?:bald|demnächst|ab sofort) (?:wieder )?(?:da|verfügbar|erhältlich|behoben)"
    r"|du hast gewonnen|sie haben gewonnen|gewinner\w*|hauptgewinn"
    r"|promis\w*|guarante\w*|assure you|you have my word|never happen again|won't happen again"
    r"|will not happen again"
    r"|we(?:'ll| will)[^.!?\n]{1,50}\b(?:fix|change|solve|resolve|stop|remove|introduce)\b"
    r"|you(?:'ve| have)? won\b|winner of)"
)
_MONEY = re.compile(
    r"\b(?:\w*erstatt\w*|geld[- ]zurück\w*|\w*gutschein\w*|\w*gutschrift\w*|gutschreib\w*|\w*rabatt\w*"
    r"|kostenlos\w*"
    r"|kostenfrei\w*|gratis\w*|umsonst|geschenk\w*|schenken|freebie\w*|entschädig\w*|nachlass|ermäßig\w*"
    r"|ersatz(?!los)\w*|ersetzen\b|umtausch\w*|neue (?:packung|flasche|lieferung)[^.!?\n]{0,20}schick\w*"
    r"|schick\w* (?:wir )?(?:dir|ihnen|euch)[^.!?\n]{0,30}(?:neu\w*|paket|probe\w*|karton)"
    r"|(?:geld|betrag|kosten|kaufpreis)\b[^.!?\n]{0,40}\b(?:zurück\w*|wieder|überweis\w*|übernehm\w*)"
    r"|überweis\w*|(?:übernehm\w*|bekommst|erhalten)\b[^.!?\n]{0,40}\b(?:geld|betrag|kosten|kaufpreis)"
    r"|refund\w*|reimburs\w*|money back|vouchers?|coupons?|discount\w*|free of charge|for free"
    r"|free (?:sample|product"
    r"|gift|carton|pack)\w*|complimentary|giveaway|replacement\w*|store credit|send you (?:a |another |new )"
    r"|compensat\w*|we(?:'ll| will) (?:pay|cover|replace|credit))"
)
_LIABILITY = re.compile(
    r"\b(?:(?:unser(?:e[rnms]?)?|mein(?:e[rnms]?)?) (?:\w+ )?(?:fehler|schuld|versagen|verschulden"
    r"|versäumnis|panne)"
    r"|wir (?:sind|waren) (?:\w+ )?(?:schuld|verantwortlich)|liegt an uns|lag an uns|(?:wir|ich) haft\w*"
    r"|haftung\w*"
    r"|haften wir|schadens?ersatz\w*|\w*entschädig\w*|schmerzensgeld|fahrlässig\w*|rechtsverbindlich\w*"
    r"|(?:haben|hatten|habe) (?:\w+ ){0,4}(?:einen|den|mehrere) (?:\w+ )?fehler (?:\w+ ){0,2}(?:gemacht"
    r"|begangen)"
    r"|(?:haben|hatten|habe) (?:das |es |hier |da )?(?:\w+ )?(?:versagt|verbockt|vermasselt|gepatzt"
    r"|geschlampt)"
    r"|hätte (?:\w+ ){0,3}(?:nie|nicht|niemals) passieren dürfen|übernehmen (?:\w+ ){0,3}verantwortung"
    r"|(?:unser|das) produkt (?:ist|war) (?:\w+ )?(?:mangelhaft|fehlerhaft|verunreinigt|kontaminiert|defekt)"
    r"|our (?:\w+ )?(?:fault|mistake|error|failure|negligence|bad)|we(?:'re| are"
    r"| were) (?:\w+ )?(?:to blame|liable"
    r"|responsible|at fault)|we (?:messed|screwed) up|we made (?:a|the) (?:\w+ )?mistake|liab(?:le|ility)"
    r"|damages\b|compensat\w*|negligen\w*|should (?:never|not) have happened|take (?:full )?responsibility"
    r"|(?:our|the) product (?:is|was) (?:\w+ )?(?:defective|faulty|contaminated))"
)
_ADVICE = re.compile(
    r"\b(?:(?:völlig |absolut |ganz )?(?:un)?bedenklich|ungefährlich|gesundheitlich (?:un)?bedenklich"
    r"|(?:für|bei) (?:\w*allergi\w*|diabeti\w*|schwangere\w*|säuglinge\w*|babys)[^.!?\n]{0,30}(?:geeignet"
    r"|sicher|okay)"
    r"|(?:nimm|nehmen sie|trink\w*|setz\w*)[^.!?\n]{0,30}(?:medikament\w*|tablette\w*)|heilt|heilend\w*"
    r"|rechtlich (?:ist|sind|haben|hast|gesehen|erlaubt|zulässig)|(?:einen|ihr|dein) (?:rechts)?anspruch"
    r"|(?:du hast|sie haben) (?:ein |das )?recht auf|verklag\w*|(?:ist|sind) strafbar|perfectly safe"
    r"|completely safe"
    r"|safe for (?:\w+ ){0,2}(?:allerg\w*|diabetic\w*|pregnan\w*|babies|infants)|cures?\b|harmless"
    r"|(?:stop|start|keep) taking|legally (?:entitled|allowed|obliged)|you (?:can|should) sue"
    r"|no need to see a doctor)\b"
)
_NO_IN_IT = re.compile(r"^(?:kommt|passiert|geschieht|wird|nie|never|won't|will not|hätte|should)\b")
"""Promises that hold a no themselves."""


def promises(seen: Seen, context: Context) -> Iterator[Finding]:
    """Words that bind somebody."""
    places = _places(_PROMISE, seen, context)
    if places:
        yield seen.found("promise", PROMISE, places)


def money(seen: Seen, context: Context) -> Iterator[Finding]:
    """Refunds, vouchers, gifts, replacement; what a fact says may be said."""
    places = [
        place for place in _places(_MONEY, seen, context) if seen.low[slice(*place)] not in context.known
    ]
    if places:
        yield seen.found("money", MONEY, places)


def liability(seen: Seen, context: Context) -> Iterator[Finding]:
    """Words that a court may read as an admission."""
    places = _places(_LIABILITY, seen, context)
    if places:
        yield seen.found("liability", LIABILITY, places, Severity.SECOND)


def advice(seen: Seen, context: Context) -> Iterator[Finding]:
    """What only a doctor or a lawyer should say; what a fact says may be said."""
    places = [
        place for place in _places(_ADVICE, seen, context) if seen.low[slice(*place)] not in context.known
    ]
    if places:
        yield seen.found("advice", ADVICE, places)


def _places(pattern: re.Pattern[str], seen: Seen, context: Context) -> list[Span]:
    """Where a pattern stands, unless it is quoted from the comment or plainly denied."""
    text = seen.without_quotes_of(context.heard)
    return [
        match.span()
        for match in pattern.finditer(text)
        if _NO_IN_IT.match(match[0]) or not denied(match, seen)
    ]
