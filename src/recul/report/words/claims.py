"""What `recul claim` says: claims in one line, what became of them, how the ledger stands. English beside French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from recul.report.words import capital, numbers, say
from recul.report.words.sentences import MEASURES
from recul.report.words.text import plain, user

if TYPE_CHECKING:
    from recul.ledger.claims import Claim
    from recul.ledger.settle import Stand

Both = dict[str, str]

SAYS: dict[str, Both] = {
    "up": {"en": "up", "fr": "en hausse"},
    "down": {"en": "down", "fr": "en baisse"},
    "at_least": {"en": "at least {low}", "fr": "au moins {low}"},
    "at_most": {"en": "at most {high}", "fr": "au plus {high}"},
    "between": {"en": "between {low} and {high}", "fr": "entre {low} et {high}"},
}
AGAINST: dict[str, Both] = {
    "before": {"en": "against as long a time just before", "fr": "par rapport à la même durée juste avant"},
    "last_year": {"en": "against the same dates a year earlier", "fr": "par rapport aux mêmes dates l’année d’avant"},
    "number": {"en": "against {level}", "fr": "par rapport à {level}"},
}
LINE: dict[str, Both] = {
    "claim": {"en": "{measure}{units}: {says}{against}, {start} to {end}",
              "fr": "{measure}{units} : {says}{against}, du {start} au {end}"},
    "units": {"en": " for {units}", "fr": " pour {units}"},
}
STATES: dict[str, Both] = {
    "open": {"en": "open", "fr": "ouvert"},
    "due": {"en": "due", "fr": "échu"},
    "settled": {"en": "settled", "fr": "soldé"},
    "late": {"en": "late", "fr": "en retard"},
}
OUTCOME: dict[bool, Both] = {
    True: {"en": "came true", "fr": "vérifié"},
    False: {"en": "did not come true", "fr": "démenti"},
}
WHY: dict[str, Both] = {
    "not_over": {"en": "its window is not over", "fr": "sa fenêtre n’est pas close"},
    "not_recorded": {"en": "the record does not hold the whole window yet",
                     "fr": "le relevé ne contient pas encore toute la fenêtre"},
    "window_missing": {"en": "{missing} of the {of} values of the window were not observed, and missing is not zero",
                       "fr": "{missing} des {of} valeurs de la fenêtre n’ont pas été observées, et un manque n’est pas"
                       " un zéro"},
    "baseline_not_recorded": {"en": "the record begins after what it is compared with",
                              "fr": "le relevé commence après ce à quoi il se compare"},
    "baseline_missing": {"en": "{missing} of the {of} values of what it is compared with were not observed",
                         "fr": "{missing} des {of} valeurs de ce à quoi il se compare n’ont pas été observées"},
    "baseline_not_positive": {"en": "what it is compared with is not above zero, so that nothing is a share of it",
                              "fr": "ce à quoi il se compare n’est pas positif, et rien n’en est une part"},
    "measure_gone": {"en": "the record has no such measure any more", "fr": "le relevé n’a plus cette mesure"},
    "unit_gone": {"en": "the record has no such unit any more", "fr": "le relevé n’a plus cette unité"},
    "misaligned": {"en": "its window is no whole number of the record’s periods any more",
                   "fr": "sa fenêtre n’est plus un nombre entier de périodes du relevé"},
}
TOLD: dict[str, Both] = {
    "written": {"en": "Claim {number} is written: {claim}; {probability} ({by}).",
                "fr": "Pronostic {number} écrit : {claim} ; {probability} ({by})."},
    "written_late": {"en": "Its window had begun: it is marked late, and not scored with the others.",
                     "fr": "Sa fenêtre avait commencé : il est marqué en retard, et n’est pas noté avec les autres."},
    "head": {"en": "Head of the ledger: {head}", "fr": "Tête du registre : {head}"},
    "keep": {"en": "Keep it elsewhere: with it, `recul claim verify --head` sees a ledger cut short or written anew.",
             "fr": "Gardez-la ailleurs : avec elle, `recul claim verify --head` voit un registre coupé ou réécrit."},
    "settled": {"en": "Claim {number} {outcome}: {value}{baseline}. {claim}; {probability} ({by}).",
                "fr": "Pronostic {number} {outcome} : {value}{baseline}. {claim} ; {probability} ({by})."},
    "baseline": {"en": " against {baseline}", "fr": " contre {baseline}"},
    "stays": {"en": "Claim {number} stays open: {why}.", "fr": "Le pronostic {number} reste ouvert : {why}."},
    "differs": {"en": "Claim {number} was settled ({outcome}) on {value}; the record says otherwise now: {now}. The"
                      " settlement stands as it was written.",
                "fr": "Le pronostic {number} a été soldé ({outcome}) sur {value} ; le relevé dit autre chose"
                      " aujourd’hui : {now}. Ce qui a été soldé reste tel quel."},
    "nothing": {"en": "Nothing to settle.", "fr": "Rien à solder."},
    "waiting": {"en": "Claims whose window is not over: {count}.", "fr": "Pronostics dont la fenêtre court encore :"
                " {count}."},
    "sound": {"en": "The chain holds: {count} entries, none changed, removed, moved or put in.",
              "fr": "La chaîne tient : {count} entrées, aucune changée, retirée, déplacée ni ajoutée."},
    "head_found": {"en": "The head kept is entry {number}; entries written since: {since}.",
                   "fr": "La tête gardée est l’entrée {number} ; entrées écrites depuis : {since}."},
    "clock_back": {"en": "Entry {number} bears a time before that of the entry before it: a clock was set back.",
                   "fr": "L’entrée {number} porte une heure antérieure à celle de l’entrée précédente : une horloge a"
                   " été reculée."},
    "none": {"en": "No claim is written yet.", "fr": "Aucun pronostic n’est encore écrit."},
    "none_such": {"en": "No claim is in that state.", "fr": "Aucun pronostic n’est dans cet état."},
    "entered": {"en": "Findings entered in the ledger: {count}.", "fr": "Réponses inscrites au registre : {count}."},
    "findings": {"en": "Findings of Recul in the ledger: {count} (seen {seen}, not seen {not_seen}).",
                 "fr": "Réponses de Recul au registre : {count} (vu {seen}, pas vu {not_seen})."},
}
HEADS: dict[str, Both] = {
    "number": {"en": "No.", "fr": "N°"},
    "by": {"en": "Author", "fr": "Auteur"},
    "claim": {"en": "Claim", "fr": "Pronostic"},
    "probability": {"en": "Said", "fr": "Annoncé"},
    "state": {"en": "State", "fr": "État"},
}


def told(name: str, language: str, **values: Any) -> str:
    """A line, plain text: numbers in the reader's form, texts as somebody wrote them."""
    shown = {key: numbers.number(value, language) if isinstance(value, int) else value
             for key, value in values.items()}
    return plain(say(TOLD[name], language, **shown))


def claim_text(claim: Claim, language: str) -> str:
    """What is claimed, without who and how sure, marked text."""
    relative = claim.against in ("before", "last_year")
    bounds = {name: _bound(getattr(claim, name), relative, language) for name in ("low", "high")}
    says = say(SAYS[claim.says], language, **bounds)
    level = numbers.number(claim.level, language) if claim.level is not None else ""
    against = f" {say(AGAINST[claim.against], language, level=level)}" if claim.against else ""
    units = say(LINE["units"], language, units=numbers.listing(claim.units, language)) if claim.units else ""
    measure = say(MEASURES[claim.measure], language) if claim.measure in MEASURES else user(claim.measure, 60)
    ends = (numbers.day(str(day), language) for day in (claim.start, claim.end))
    return capital(say(LINE["claim"], language, measure=measure, units=units, says=says, against=against,
                       **dict(zip(("start", "end"), ends, strict=True))))


def _bound(value: float | None, relative: bool, language: str) -> str:
    if value is None:
        return ""
    return numbers.percent(value, language, numbers.percent_digits(value), sign=True) if relative else \
        numbers.number(value, language)


def probability(claim: Claim, language: str) -> str:
    return numbers.share(claim.probability, language)


def written_text(number: int, claim: Claim, language: str) -> str:
    return told("written", language, number=number, claim=claim_text(claim, language),
                probability=probability(claim, language), by=user(claim.by, 60))


def why_text(stand: Stand, now: datetime, language: str) -> str:
    """Why a claim is not settled."""
    reading = stand.now
    if stand.state(now) == "open" or reading is None or not reading.why:
        return plain(say(WHY["not_over"], language))
    counts = {name: numbers.number(n, language) for name, n in zip(("missing", "of"), reading.values, strict=False)}
    return plain(say(WHY[reading.why], language, **counts))


def outcome_text(kept: Mapping[str, Any], language: str) -> str:
    return plain(say(OUTCOME[bool(kept["outcome"])], language))


def value_text(kept: Mapping[str, Any], language: str) -> str:
    """ "1,200 against 1,100". """
    beside = kept.get("baseline")
    shown = "" if beside is None else say(TOLD["baseline"], language, baseline=numbers.number(beside, language))
    return plain(f"{numbers.number(kept.get('value'), language)}{shown}")


def settled_text(stand: Stand, language: str) -> str:
    kept = stand.settled[1] if stand.settled else {}
    return told("settled", language, number=stand.number, outcome=outcome_text(kept, language),
                value=value_text(kept, language), baseline="", claim=claim_text(stand.claim, language),
                probability=probability(stand.claim, language), by=user(stand.claim.by, 60))


def differs_text(stand: Stand, language: str) -> str:
    """What the record says today of a claim that it settled otherwise."""
    kept, now = stand.settled[1] if stand.settled else {}, stand.now
    if now is None or now.outcome is None:
        shown = plain(say(WHY[now.why if now and now.why else "not_recorded"], language, missing="?", of="?"))
        if now is not None and now.values:
            shown = why_of(now.why, now.values, language)
    else:
        shown = f"{value_text({'value': now.value, 'baseline': now.baseline}, language)}, " + outcome_text(
            {"outcome": now.outcome}, language)
    return told("differs", language, number=stand.number, outcome=outcome_text(kept, language),
                value=value_text(kept, language), now=shown)


def why_of(why: str, values: Sequence[int], language: str) -> str:
    counts = {name: numbers.number(n, language) for name, n in zip(("missing", "of"), values, strict=False)}
    return plain(say(WHY[why], language, **counts))


def state_text(stand: Stand, now: datetime, language: str) -> str:
    """Open, due or settled, and how; and whether it came late."""
    state = plain(say(STATES[stand.state(now)], language))
    if stand.settled:
        state += f", {outcome_text(stand.settled[1], language)}"
    return f"{state} ({plain(say(STATES['late'], language))})" if stand.late else state


