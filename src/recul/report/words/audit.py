"""What an audit says: what a document claims, what it offers, what is known of such claims. English beside French."""

from __future__ import annotations

from typing import Any

from recul.audit.base import Audit, FalseFlags, Judged
from recul.report.words import capital, numbers, say
from recul.report.words.audit_labels import LABELS, NOTES, REASONS, STATUS_NAMES, STATUSES, STRENGTHS, TYPES
from recul.report.words.text import user

Both = dict[str, str]

SENTENCES: dict[str, Both] = {
    "none": {"en": "Of {sentences}, none makes a claim.",
             "fr": "Sur {sentences}, aucune n’avance d’affirmation."},
    "summary": {"en": "Of {sentences}, {claims} that something goes with, or acts on, something else: {causal}, and"
                " {beyond}.",
                "fr": "Sur {sentences}, {claims} qu’une chose va avec une autre ou agit sur elle : {causal}, et"
                " {beyond}."},
    "rests": {"en": "What the argument rests on: {roi}, {crisis}; {design}.",
              "fr": "Sur quoi repose l’argument : {roi}, {crisis} ; {design}."},
    "flags": {
        "en": "The auditor is mistaken too: in {spoken}, about 1 claim-free sentence in {any} is flagged by mistake,"
        " 1 in {causal} as saying that something acts ({flagged} and {flagged_causal} of {of} sentences of authors it"
        " never learnt from). If no sentence here claimed anything, {expected} would still be flagged.",
        "fr": "L’auditeur se trompe aussi : en {spoken}, environ 1 phrase sans affirmation sur {any} est signalée à"
        " tort, 1 sur {causal} comme disant qu’une chose agit ({flagged} et {flagged_causal} sur {of} phrases d’auteurs"
        " dont il n’a rien appris). Si aucune phrase n’affirmait rien ici, {expected}.",
    },
    "flags_some": {
        "en": "The auditor is mistaken too: in {spoken}, about 1 claim-free sentence in {any} is flagged by mistake"
        " ({flagged} of {of} sentences of authors it never learnt from); none of these was flagged as saying that"
        " something acts, which does not mean never. If no sentence here claimed anything, {expected} would still be"
        " flagged.",
        "fr": "L’auditeur se trompe aussi : en {spoken}, environ 1 phrase sans affirmation sur {any} est signalée à"
        " tort ({flagged} sur {of} phrases d’auteurs dont il n’a rien appris) ; aucune de celles-là ne l’a été comme"
        " disant qu’une chose agit, ce qui ne veut pas dire jamais. Si aucune phrase n’affirmait rien ici, {expected}.",
    },
    "flags_none": {
        "en": "In {spoken}, none of {of} claim-free sentences of authors it never learnt from was flagged; that does"
        " not mean never.",
        "fr": "En {spoken}, aucune de {of} phrases sans affirmation, d’auteurs dont il n’a rien appris, n’a été"
        " signalée ; cela ne veut pas dire jamais.",
    },
    "tuned": {"en": " The counts are those of the slower reader (--reader tuned), which read this text.",
              "fr": " Ces comptes sont ceux du lecteur le plus lent (--reader tuned), qui a lu ce texte."},
    "unread": {"en": "Not read, being in another language, in two at once, or in none that can be told: {sentences}.",
               "fr": "Non lues, parce que dans une autre langue, dans deux à la fois, ou dans aucune qui se"
               " reconnaisse : {sentences}."},
    "study": {
        "en": "Beside the study’s findings, claims supported: {supported}; contradicted: {contradicted}; beyond the"
        " design: {beyond_design}; not testable as worded: {not_testable}; on which no finding bears: {no_finding}.",
        "fr": "Face aux résultats de l’étude, affirmations étayées : {supported} ; contredites : {contradicted} ;"
        " au-delà du dispositif : {beyond_design} ; invérifiables telles quelles : {not_testable} ; sur lesquelles"
        " aucun résultat ne porte : {no_finding}.",
    },
}

#: What is known of such claims in general, by type: METHODS §2, §3, §4 and §8.
BASE_RATES: dict[str, Both] = {
    "roi": {
        "en": "Over 25 large advertising experiments, the median interval of the return was more than 100 points wide"
        " (Lewis & Rao 2015): a return without a design says little.",
        "fr": "Sur 25 grandes expériences publicitaires, l’intervalle médian du retour dépassait 100 points (Lewis et"
        " Rao, 2015) : un retour sans dispositif ne dit pas grand-chose.",
    },
    "crisis": {
        "en": "Surges die by themselves: of 33 bursts of tweets about brands, all fell after their peak, and 32 had"
        " lost half of their excess within six hours. Of 78 firestorms, 58% hurt the brand’s image in the short term"
        " and 40% in the long term (Hansen, Kupfer & Hennig-Thurau 2018); of 472,995 negative posts, 3% went viral"
        " (Herhausen et al. 2019).",
        "fr": "Les emballements retombent d’eux-mêmes : sur 33 poussées de tweets autour de marques, toutes ont baissé"
        " après leur pic, et 32 avaient perdu la moitié de leur excès en six heures. Sur 78 tempêtes, 58 % ont nui à"
        " l’image à court terme et 40 % à long terme (Hansen, Kupfer et Hennig-Thurau, 2018) ; sur 472\u202f995"
        " messages négatifs, 3 % sont devenus viraux (Herhausen et al., 2019).",
    },
    "reach": {
        "en": "Audience is counted, not its worth: AMEC, the association of those who measure communication, asks"
        " everyone to give up turning it into money.",
        "fr": "Une audience se compte, mais pas ce qu’elle vaut : l’AMEC, l’association de ceux qui mesurent la"
        " communication, demande à tous de ne plus la convertir en argent.",
    },
    "strategy": {
        "en": "What is slow has many sources: image and loyalty are moved by prices, products and rivals as well, and"
        " only a comparison drawn beforehand sets the work apart.",
        "fr": "Ce qui est lent a bien des sources : l’image et la fidélité bougent aussi avec les prix, les produits et"
        " les concurrents, et seule une comparaison prévue d’avance isole le travail accompli.",
    },
}

LANGUAGE_NAMES: dict[str, Both] = {"en": {"en": "English", "fr": "anglais"}, "fr": {"en": "French", "fr": "français"}}


#: Of a number of things: one, or several (and none).
COUNTS: dict[str, tuple[Both, Both]] = {
    "sentences": ({"en": "{n} sentence read", "fr": "{n} phrase lue"}, {"en": "{n} sentences read", "fr": "{n} phrases"
                                                                        " lues"}),
    "unread": ({"en": "{n} sentence", "fr": "{n} phrase"}, {"en": "{n} sentences", "fr": "{n} phrases"}),
    "claims": ({"en": "{n} claims", "fr": "{n} affirme"}, {"en": "{n} claim", "fr": "{n} affirment"}),
    "causal": ({"en": "{n} says that it acts", "fr": "{n} dit qu’elle agit"},
               {"en": "{n} say that it acts", "fr": "{n} disent qu’elle agit"}),
    "beyond": ({"en": "{n} does so beyond what it offers as evidence",
                "fr": "{n} le fait au-delà des preuves qu’elle apporte"},
               {"en": "{n} do so beyond what they offer as evidence",
                "fr": "{n} le font au-delà des preuves qu’elles apportent"}),
    "roi": ({"en": "{n} claim is about money", "fr": "{n} affirmation porte sur l’argent"},
            {"en": "{n} claims are about money", "fr": "{n} affirmations portent sur l’argent"}),
    "crisis": ({"en": "{n} about crises", "fr": "{n} sur les crises"}, {"en": "{n} about crises", "fr": "{n} sur les"
                                                                       " crises"}),
    "design": ({"en": "{n} names a design that could tell", "fr": "{n} nomme un dispositif qui permet de trancher"},
               {"en": "{n} name a design that could tell", "fr": "{n} nomment un dispositif qui permet de trancher"}),
    "expected": ({"en": "about {n}", "fr": "environ {n} serait quand même signalée"},
                 {"en": "about {n}", "fr": "environ {n} seraient quand même signalées"}),
}


def counted(key: str, n: int, language: str) -> str:
    """So many of something, in the number it takes."""
    return say(COUNTS[key][numbers.plural(n, language)], language, n=numbers.number(n, language))


def label(key: str, language: str, **values: str) -> str:
    return say(LABELS[key], language, **values)


def summary(audit: Audit, language: str) -> str:
    """How much is claimed, and how much of it beyond what is offered. Marked text."""
    if not audit.claims:
        return say(SENTENCES["none"], language, sentences=counted("sentences", audit.read, language))
    verdicts, strengths = audit.count("verdict"), audit.count("strength")
    return say(SENTENCES["summary"], language, sentences=counted("sentences", audit.read, language),
               claims=counted("claims", len(audit.claims), language),
               causal=counted("causal", strengths["causal"], language),
               beyond=counted("beyond", verdicts["beyond"], language))


def rests(audit: Audit, language: str) -> str:
    """What the argument rests on. Marked text; empty without claims."""
    types, evidence = audit.count("type"), audit.count("evidence")
    return say(SENTENCES["rests"], language, roi=counted("roi", types["roi"], language),
               crisis=counted("crisis", types["crisis"], language),
               design=counted("design", evidence["design"], language)) if audit.claims else ""


def beside(audit: Audit, language: str) -> str:
    """How many claims the study bears out. Marked text; empty where no study was given."""
    found = audit.statuses()
    return say(SENTENCES["study"], language, **_numbers(found, language)) if sum(found.values()) else ""


def unread(audit: Audit, language: str) -> str:
    count = len(audit.sentences) - audit.read
    return say(SENTENCES["unread"], language, sentences=counted("unread", count, language)) if count else ""


def flags(found: FalseFlags, sentences: int, language: str) -> str:
    """How often the auditor cries wolf, in plain words. sentences: of this language, in what was audited."""
    spoken = {"spoken": say(LANGUAGE_NAMES[found.language], language), "of": numbers.number(found.of, language)}
    whose = say(SENTENCES["tuned"], language) if found.reader == "tuned" else ""
    if not found.any:
        return say(SENTENCES["flags_none"], language, **spoken) + whose
    once = {"any": found.of / found.any, "causal": found.of / max(found.causal, 1)}
    expected = counted("expected", round(sentences * found.any / found.of), language)
    return say(SENTENCES["flags" if found.causal else "flags_some"], language, **spoken, expected=expected, **_numbers({
        **{k: round(v) for k, v in once.items()}, "flagged": found.any, "flagged_causal": found.causal},
        language)) + whose


def base_rates(audits: tuple[Audit, ...], language: str) -> tuple[tuple[str, str], ...]:
    """(type, what is known of such claims) of the types met, the most usual first. Marked text."""
    met = {kind: sum(a.count("type")[kind] for a in audits) for kind in BASE_RATES}
    return tuple((say(TYPES[kind], language), say(BASE_RATES[kind], language))
                 for kind in sorted(met, key=lambda k: -met[k]) if met[kind])


def note(code: str, value: str, language: str) -> str:
    return say(NOTES[code], language, value=user(value, 80)) if code in NOTES else user(f"{code}: {value}")


def reason(sentence: Judged, language: str) -> str:
    """Why a claim is marked as it is: by its own words, then beside the study. Marked text."""
    own = REASONS.get(f"{sentence.verdict}_{sentence.evidence}") or REASONS[sentence.verdict]
    return say(own, language)


def bearing(sentence: Judged, language: str) -> str:
    """What the study's findings say of it. Marked text; empty where no study was given."""
    found = sentence.bearing
    if found is None:
        return ""
    shown: dict[str, str] = {"finding": numbers.number(found.finding, language) if found.finding else ""}
    for name, value in found.values:
        shown[name] = (numbers.listing([str(v) for v in value], language) if isinstance(value, list)
                       else numbers.share(value, language))
    entry = STATUSES[f"{found.status}_{found.reason}"]
    return capital(say(entry, language, **shown))


def heading(sentence: Judged, language: str) -> str:
    """ "acts on · money". """
    return f"{say(STRENGTHS[str(sentence.strength)], language)} · {say(TYPES[str(sentence.type)], language)}"


def _numbers(found: dict[str, Any], language: str) -> dict[str, str]:
    return {name: numbers.number(value, language) for name, value in found.items()}

__all__ = ["BASE_RATES", "LABELS", "STATUS_NAMES", "capital", "say"]
