"""Word lists for a first look at a comment, written for this project; no foreign list was used.

A list holds lines of entries parted by commas: `word` is that word, `stem*` every word that begins so,
`two words` exactly these in a row. German and English stand together. Where the lists are wrong they
are wrong towards care: hate, danger and delicate matters are found too often rather than too seldom.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

TOPICS: dict[str, str] = {
    # Somebody may be in danger.
    "danger": """
        suizid*, selbstmord*, umbring*, bring mich um, bringe mich um, mich umzubringen, selbstverletz*,
        ritze mich, nicht mehr leben, will sterben, sterben will, möchte sterben, keinen ausweg, suicid*,
        kill myself, killing myself, kms, want to die, end my life, end it all, self harm, selfharm,
        hurt myself, no reason to live, lebensgefahr, vergiftet, vergiftung*, lebensmittelvergiftung*,
        notarzt*, notaufnahme, ins krankenhaus, im krankenhaus gelandet, allergischer schock,
        allergischen schock, anaphyla*, erstickt, ersticken, poisoned, poisoning, emergency room,
        ended up in hospital, in the hospital, to the hospital, ambulance, choked, choking, epipen
    """,
    # Somebody threatens.
    "threat": """
        bring euch um, bringe euch um, bringen euch um, bring dich um, stech euch ab, steche euch ab,
        abstechen, knall euch ab, knalle euch ab, abknallen, erschiess*, bombe legen, eine bombe bei,
        eine bombe in, bombe geht hoch, bombendroh*, sprengstoff*, abfackeln, fackel euch, zünde euch,
        brennt ihr, wo ihr wohnt, wo du wohnst, wo sie wohnen, kriege euch, krieg euch noch,
        ihr werdet sterben, ihr sollt sterben, kill you, shoot you, stab you, bomb threat, plant a bomb,
        bomb your, a bomb in, a bomb at, burn you, burn down, burn your, know where you live, hunt you,
        come for you, you will die, you'll die, you deserve to die
    """,
    # Hate against people for what they are: slurs and slogans that need no context.
    "hate": """
        heil hitler, sieg heil, hitler hatte recht, 1488, vergas*, untermensch*, rassenschand*,
        umvolkung*, neger*, nigger*, nigga, kanake*, kanak*, kameltreiber*, ziegenfick*, schlitzaug*,
        zigeuner*, judensau*, judenschwein*, judenpack, drecksjud*, schwuchtel*, scheissschwul*,
        kampflesb*, transe, transen, scheissausländ*, drecksausländ*, asylant*, asylschmarotz*,
        kopftuchschlamp*, mongo, spasti*, spast, spasten, missgeburt*, vergewaltigt gehört,
        remigration jetzt, faggot*, fag, fags, dyke, dykes, tranny, trannies, kike*, spic, spics,
        wetback*, raghead*, towelhead*, chink*, gook*, paki, pakis, coon, coons, retard*, subhuman*,
        white power, gas the, heil
    """,
    # Groups that hate is aimed at; hate only together with a word of "against".
    "group": """
        ausländer*, migrant*, flüchtling*, muslim*, moslem*, islam*, jude, juden, jüdisch*, israelis,
        türken, türke, araber*, afrikaner*, die schwarzen, schwarze menschen, schwarze sind, syrer,
        afghan*, polen, russen, ukrainer*, schwule*, schwul, lesben, homos, homosexuell*, transgender*,
        transmensch*, transfrau*, transperson*, trans people, trans women, queer*, behindert*, frauen,
        weiber, obdachlos*, foreigner*, immigrant*, refugee*, jew, jews, jewish, blacks, black people,
        arabs, africans, mexicans, asians, gays, gay, lesbian*, transgender, women, disabled, homeless
    """,
    "against": """
        raus, abschieb*, abzuschieben, verreck*, ungeziefer, ratten, parasit*, schmarotz*, pack,
        dreckspack, gesindel, abschaum, dreck, drecks*, vergas*, erschiess*, aufhäng*, ausrott*,
        vernicht*, minderwertig*, ekelhaft*, widerlich*, krankhaft*, abartig*, pervers*, nichts zu suchen,
        an die wand, in den ofen, gehören weg, gehört verboten, an den herd, vermin, deport*, go home,
        send them back, get out, scum, filth*, disgusting, parasite*, exterminat*, should die, kill all,
        hang them, degenerate*, belong in the kitchen, plague
    """,
    # Delicate matters: a person writes.
    "health": """
        allerg*, nussallerg*, haselnussallerg*, erdnussallerg*, walnussallerg*, mandelallerg*, sojaallerg*,
        milchallerg*, haferallerg*, weizenallerg*, glutenallerg*, lebensmittelallerg*, kreuzallerg*,
        glutenunverträglich*, milchunverträglich*, lebensmittelunverträglich*, laktoseintoleran*,
        lactoseintoleran*, histaminintoleran*, fructoseintoleran*, unverträglich*, intoleran*,
        zöliakie, schwanger*, stillzeit, säugling*, chemotherap*,
        diabet*, krankenhaus, krank geworden, krank gemacht, macht krank, mir schlecht,
        mir wurde schlecht, mir ist übel, übelkeit, erbrochen, erbrechen, übergeben müssen, durchfall,
        bauchschmerzen, bauchweh, magenschmerzen, bauchkrämpf*, ausschlag, atemnot, schimmel*,
        verschimmelt*, glassplitter*, splitter, scherbe*, metallstück*, metallteil*, plastikteil*,
        fremdkörper*, maden, würmer, verletzt, geschnitten, zahn abgebrochen, salmonell*, listeri*,
        blutig*, celiac, coeliac, pregnan*, breastfeed*, hospital, made me sick, got sick, felt sick,
        feeling sick, vomit*, threw up, diarrh*, stomach ache, stomach pain, stomach cramps, rash, mold,
        mould, moldy, mouldy, shard*, piece of glass, piece of metal, piece of plastic, maggot*, worms,
        injur*, salmonella, listeria, bleeding
    """,
    "law": """
        anwalt, anwalts*, anwält*, rechtsanw*, rechtsschutz*, verklag*, klage einreichen, vor gericht,
        anzeige erstatten, zeige euch an, zeige sie an, strafanzeige*, verbraucherzentrale*,
        verbraucherschutz*, abmahn*, schadenersatz*, schadensersatz*, schmerzensgeld*, datenschutz*,
        dsgvo, rechtliche schritte, gewerbeaufsicht*, lebensmittelaufsicht*, lebensmittelkontrolle*,
        gesundheitsamt, lawyer*, attorney*, solicitor*, lawsuit*, sue you, suing, legal action,
        small claims, see you in court, trading standards, gdpr, compensation, consumer protection,
        health authority
    """,
    "press": """
        journalist*, redakteur*, presseanfrage*, pressestelle*, pressesprecher*, für einen artikel,
        für einen bericht, für eine reportage, recherchiere, interviewanfrage*, stellungnahme, reporter*,
        press inquiry, press enquiry, press request, press office, press contact, media enquiry,
        media inquiry, writing an article, working on a story, request for comment
    """,
    "grief": """
        gestorben, verstorben*, beerdigung*, begräbnis, trauerfeier*, trauere, trauern, habe krebs,
        hat krebs, an krebs, krebsdiagnose*, depression*, depressiv*, so einsam, fehlgeburt*,
        sternenkind*, passed away, died, funeral*, grieving, mourning, has cancer, have cancer, depressed,
        so lonely, miscarriage*
    """,
    # No conversation at all.
    "spam": """
        geld verdienen, verdiene geld, verdienen sie, schnell reich, passives einkommen, bitcoin*,
        krypto*, crypto*, forex, casino*, online wetten, viagra, potenzmittel, onlyfans, sugar daddy,
        kredit ohne schufa, sofortkredit*, besuch mein profil, besucht mein profil, schau auf mein profil,
        schaut auf mein profil, folgt mir, folge mir, klick auf den link, klickt auf den link, klick hier,
        link in meiner bio, schreib mir auf whatsapp, schreibt mir auf whatsapp, auf telegram,
        follower kaufen, earn money, make money, earn from home, work from home and, get rich,
        passive income, check my profile, check out my profile, visit my profile, follow me, follow back,
        click the link, click here, click this, link in bio, link in my bio, dm me, whatsapp me,
        message me on, on telegram, buy followers, free iphone, cheap loan, cheap loans,
        investment opportunity, trading signals
    """,
    "insult": """
        idiot*, vollidiot*, volltrottel*, trottel*, depp, deppen, dummkopf, dummköpfe, arschl*, arsch,
        ärsche, wichs*, hurens*, hure, huren, fick*, gefickt, verfickt*, fotze*, bastard*, penner*,
        versager*, spinner, clown*, ihr opfer, du opfer, halt die fresse, haltet die fresse, halts maul,
        fresse halten, heul leise, heult leise, heult doch, drecksladen, drecksverein*, saftladen,
        scheissladen, scheissverein*, verpisst, verpiss*, gutmensch*, schlafschaf*, linksgrün*,
        ökofaschist*, hirnlos*, verblödet*, geht sterben, moron*, dumbass*, asshole*, arsehole*, bitch*,
        bastards, cunt*, dickhead*, wanker*, fuck you, fuck off, go to hell, stfu, shut up, cry harder,
        cry more, cope harder, snowflake*, sheeple, loser*, libtard*, clown company, you suck, brainless,
        dipshit*
    """,
    "myth": """
        krebserregend*, verursacht krebs, macht unfruchtbar, unfruchtbar, giftig*, giftstoff*, gift,
        verseucht*, glyphosat*, nanopartikel*, mikrochip*, impf*, chemtrail*, bill gates, great reset,
        big pharma, 5g, verheimlich*, verschwiegen, verschweigen, vertuscht*, vertuschen,
        was sie euch nicht, die wahrheit über, wacht auf, wacht endlich auf, lügenpresse, systemmedien,
        hormonell*, heimlich beigemischt, gehört in wahrheit, steckt in wahrheit, wusstet ihr dass,
        causes cancer, cause cancer, carcinogen*, toxic, toxins, poison, seed oil, seed oils, glyphosate,
        nanoparticle*, microchip*, vaccin*, wake up, don't want you to know, the truth about,
        they are hiding, they're hiding, cover up, covered up, fake news, secretly owned,
        did you know that they, estrogen, infertil*
    """,
    # What people write to a brand.
    "complaint": """
        kaputt*, defekt*, beschädigt*, eingedrückt*, zerdrückt*, zerquetscht*, ausgelaufen*, ausläuft,
        läuft aus, undicht*, verdorben*, abgelaufen*, ranzig*, vergammelt*, ungeniessbar*, steinhart,
        flockt, klumpt, halb leer, halb voll, halbleer*, nicht angekommen, nie angekommen, noch nicht da,
        immer noch nicht, warte seit, warten seit, warte jetzt seit, warte immer, wo bleibt meine,
        wo bleibt mein, keine antwort, keine reaktion, keiner meldet, niemand meldet, meldet sich niemand,
        meldet sich keiner, niemand hilft, keiner hilft, niemand erreichbar, falsche sorte,
        falsch geliefert, falsches produkt, falsche lieferung, fehlt, fehlte, fehlen, abgebucht,
        abgezogen, geld zurück, rückerstattung*, erstattet, erstattung*, reklamation*, reklamier*,
        beschwerde*, beschwere, beschweren, enttäusch*, nie wieder, nicht mehr anmelden,
        funktioniert nicht, klappt nicht, geht nicht mehr, geht nicht auf, auf meine nachricht,
        auf meine mail, auf meine dm, ausverkauft, rausgeworfen, abgestürzt, abgewimmelt, im stich,
        warteschleife, auskünfte, letzter einkauf, letztes mal, schade um das geld, zum wiederholten mal,
        schon wieder leer, liess sich nicht, lässt sich nicht, nicht essen, nicht trinken, weggeschmissen,
        weggeworfen, unmöglicher service, schlechter service, kundendienst, mangelhaft*, nicht geliefert,
        broken, damaged, crushed, leak*, never arrived, hasn't arrived, not arrived, didn't arrive,
        still waiting, been waiting, waiting for weeks, refund*, money back, no reply, no response,
        nobody answers, never answer, never reply, sold out, nobody replies, no one answers, ignored,
        wrong item, wrong order, wrong product, missing, charged twice, double charged, overcharged,
        half empty, half full, expired, spoiled, stale, rancid, gone off, inedible, undrinkable, curdl*,
        on hold, cut off, logged me out, doesn't work, does not work, isn't working, not working,
        stopped working, disappoint*, never again, not buying again, won't buy again, won't be buying,
        done with you, tastes like cardboard, wet cardboard, ripped off, ripped open, worst, complain,
        complaint*, useless, terrible service, awful service, threw it away
    """,
    "criticism": """
        teuer, teurer, überteuert*, abzocke, wucher, preiserhöhung*, mogelpackung*, greenwash*, peinlich*,
        geschmacklos*, daneben, unmöglich*, heuchl*, heuchel*, scheinheilig*, verlogen*, gelogen,
        respektlos*, traurig*, schade, von wegen, passt nicht, früher wart ihr, früher waren sie,
        früher war, früher stand, nicht mehr das, schlecht*, mies, miese*, doof*, blöd*, langweilig*,
        nervig*, nervt, nerven, sexistisch*, rassist*, danke für nichts, thanks for nothing,
        kauft das nicht, diskriminier*, boykott*, skandal*, lächerlich*, armselig*, schämt, schämen,
        unverschämt*, frechheit*, frech, ohne mich, absicht, zu süss, zu viel zucker, so viel plastik,
        schmeckt nicht, nicht gut, nicht so gut, eklig*, ekelhaft*, widerlich*, mag ich nicht,
        gefällt mir nicht, gefällt mir gar nicht, mein verständnis, anständiger, profitgier*,
        nur marketing, dann doch nur, verstehe nicht warum, geht gar nicht, no go, unnötig*, na toll,
        na super, ganz toll, arrogant*, unsympathisch*, irreführend*, täusch*, ausbeut*, verrat,
        expensive, overpriced, embarrassing, hypocri*, shame, shameful, poor taste, bad taste,
        expected better, expect better, used to be, all talk, stop preaching, goes against, cringe*,
        boring, ridiculous, pathetic, tone deaf, boycott*, rip off, ripoff, bad, worse, terrible, awful,
        horrible, disgusting, gross, too sweet, too much sugar, too much plastic, not impressed,
        looks cheap, stop using, not good, not very good, not so good, sell out, sellout, sold out your,
        misleading, don't like, do not like, hate this, hate it, hate your, greedy, unethical, exploit*,
        sexist, racist, dishonest, so corporate, all corporate, annoying, preachy, shrinkflation
    """,
    "praise": """
        toll*, nicht schlecht, gar nicht schlecht, liebt den, liebt das, liebt euren, lieben den,
        lieben euren, super, klasse, spitze, grossartig*, lecker*, ich liebe, wir lieben, liebe euch,
        liebe euren, liebe es, mit liebe, lieblings*, beste, bester, bestes, besten, begeister*,
        wunderbar*, wunderschön*, hübsch*, genial*, perfekt*, fantastisch*, phantastisch*, köstlich*,
        empfehlen, empfehlung, lob, zufrieden*, dankbar*, danke, dankeschön, vielen dank, herzlichen dank,
        freu mich, freue mich, gut gemacht, weiter so, daumen hoch, mega, hammer, geil, süchtig,
        gelungen*, sympathisch*, freundlich*, lichtblick, so gut, wie gut, sehr gut, richtig gut,
        schmeckt gut, gut schmeckt, schmeckt mir, schmeckt uns, schmeckt wie, cremig*, traumhaft*, stark,
        top, love, loving, loves, not bad, stunning, great, awesome, amazing, best, delicious, tasty,
        yummy, yum, fantastic, perfect, wonderful, brilliant, excellent, thank you, thanks, well done,
        keep it up, favourite*, favorite*, obsessed, helpful, creamy, good job, great job, beautiful*,
        lovely, so good, really good, no regrets, gorgeous, impressed, deserves a raise, hug, incredible,
        legends, recommend
    """,
    "question": """
        könnt ihr bitte, können sie bitte, weiss jemand, weiss wer, kann mir jemand, ich frage mich,
        frage mich ob, würde gern wissen, würde gerne wissen, wüsste gern, wüsste gerne,
        könnt ihr mir sagen, können sie sagen, können sie mir sagen, eine frage, kurze frage, hab da mal,
        gibt es auch, gibts auch, does anyone know, anyone know, i wonder, i'm wondering, just wondering,
        would like to know, like to know, can you tell, could you tell, quick question, have a question,
        any chance you
    """,
    "thanks": """
        danke, dankeschön, dank, danki, merci, thx, thanks, thank, cheers, ty
    """,
    # Somebody speaks to us and not to another member.
    "us": """
        ihr, euch, euer, eure, eurem, euren, eurer, eures, ihre, ihren, ihrem, ihnen, you guys,
        you people, your team, your company, your brand, your product, your products
    """,
    "negation": """
        nicht, nich, nix, kein, keine, keinen, keiner, keinem, nie, niemals, weder, kaum,
        alles andere als, not, no, never, isn't, wasn't, don't, doesn't, didn't, ain't, hardly, barely,
        aren't
    """,
}

_Topics = frozenset[str]


class Lexicon:
    """The lists, arranged so that one pass over the words of a comment finds every topic."""

    def __init__(self, lists: dict[str, str]) -> None:
        words: dict[str, set[str]] = defaultdict(set)
        stems: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for topic, entry in _entries(lists):
            if " " in entry:
                self._phrases[entry.split()[0]].append((f" {entry} ", topic))
                continue
            (stems if entry.endswith("*") else words)[entry.removesuffix("*")].add(topic)
        self._words = {word: frozenset(topics) for word, topics in words.items()}
        self._stems = {stem: frozenset(topics) for stem, topics in stems.items()}
        self._lengths = sorted({len(stem) for stem in stems})
        # Most words come again and again; the bound keeps strangers from filling the memory.
        self._of = lru_cache(maxsize=8192)(self._look_up)

    def find(self, found: list[str]) -> set[str]:
        """Every topic that these words touch. “nicht gut” is criticism, “nicht schlecht” is not."""
        topics: set[str] = set()
        last_no = -9
        for place, word in enumerate(found):
            touched = self._of(word)
            if "negation" in touched:
                last_no = place
            if touched:
                turned = _turned(touched, place - last_no)
                topics |= turned
                # A negation turns one word only: “nicht schlecht, großartig” stays praise.
                last_no = last_no if turned == touched else -9
        return topics | self._phrased(found)

    def _look_up(self, word: str) -> _Topics:
        touched = self._words.get(word, frozenset())
        for length in self._lengths:
            if length > len(word):
                break
            more = self._stems.get(word[:length])
            if more:
                touched |= more
        return touched

    def _phrased(self, found: list[str]) -> set[str]:
        begun = [phrase for word in self._phrases.keys() & set(found) for phrase in self._phrases[word]]
        if not begun:
            return set()
        line = f" {' '.join(found)} "
        return {topic for phrase, topic in begun if phrase in line}


def _turned(touched: _Topics, since_no: int) -> _Topics:
    """What a negation shortly before makes of a word."""
    if since_no == 1 and touched & {"criticism", "complaint"}:
        return touched - {"criticism", "complaint"}
    if since_no in {1, 2} and "praise" in touched and "thanks" not in touched:
        return touched - {"praise"} | {"criticism"}
    return touched


def _entries(lists: dict[str, str]) -> Iterable[tuple[str, str]]:
    for topic, text in lists.items():
        for entry in text.split(","):
            yield topic, " ".join(entry.casefold().split())


LEXICON = Lexicon(TOPICS)
