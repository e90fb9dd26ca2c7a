"""Do the claims written down beforehand do better than the base rate? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, numbers, say
from recul.report.words.methods import Method
from recul.report.words.text import user

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "all": {"en": "Do the claims written down beforehand do better than the base rate?",
            "fr": "Les pronostics consignés d’avance font-ils mieux que la fréquence habituelle ?"},
    "by": {"en": "Do the claims by {by} do better than the base rate?",
           "fr": "Les pronostics signés {by} font-ils mieux que la fréquence habituelle ?"},
}
WHOSE: dict[str, Both] = {
    "all": {"en": "the probabilities written down beforehand", "fr": "les probabilités consignées d’avance"},
    "by": {"en": "the probabilities given by {by}", "fr": "les probabilités données par {by}"},
}

SENTENCES: dict[str, Both] = {
    "better": {
        "en": "{whose} missed what happened by {size} less than the base rate did (between {low} and {high}, in squared"
        " error, over {claims} claims): {cry}.",
        "fr": "{whose} se sont moins écartées de ce qui est arrivé que la fréquence habituelle : {size} d’erreur"
        " quadratique en moins (entre {low} et {high}, sur {claims} pronostics) ; {cry}.",
    },
    "worse": {
        "en": "{whose} missed what happened by {size} more than the base rate did (between {low} and {high}, in squared"
        " error, over {claims} claims): {cry}.",
        "fr": "{whose} se sont plus écartées de ce qui est arrivé que la fréquence habituelle : {size} d’erreur"
        " quadratique en plus (entre {low} et {high}, sur {claims} pronostics) ; {cry}.",
    },
    "not_seen": {
        "en": "{whose} were not seen to be nearer to what happened than the base rate, nor further from it; a"
        " difference of {detectable} would have been seen, four times out of five.",
        "fr": "on ne voit pas que {whose} aient été plus près de ce qui est arrivé que la fréquence habituelle, ni plus"
        " loin ; un écart de {detectable} se serait vu, quatre fois sur cinq.",
    },
    "cannot_say": {
        "en": "the ledger cannot say whether {whose} do better than the base rate: {reason}.",
        "fr": "le registre ne permet pas de dire si {whose} font mieux que la fréquence habituelle : {reason}.",
    },
}

CODES: dict[str, Both] = {
    "exchanged": {"en": "the author and the base rate, exchanged by lot",
                  "fr": "l’auteur et la fréquence habituelle, échangés au hasard"},
    "no_claims": {"en": "no claim written in time is settled", "fr": "aucun pronostic fait à temps n’est soldé"},
    "claims_none": {"en": "nothing settled yet", "fr": "rien de soldé encore"},
    "claims_few": {"en": "too few to tell", "fr": "trop peu pour le dire"},
    "claims_better": {"en": "better than the base rate", "fr": "mieux que la fréquence habituelle"},
    "claims_worse": {"en": "worse than the base rate", "fr": "moins bien que la fréquence habituelle"},
    "claims_as_good": {"en": "no difference that matters", "fr": "aucun écart qui compte"},
    "claims_constant": {"en": "one constant number does as well", "fr": "un seul chiffre constant fait aussi bien"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "ledger_broken": {
        "values": {"first": "count", "breaches": "count"},
        "says": {
            "en": "the ledger is not as it was written: the first entry that does not fit is number {first} (entries at"
            " fault: {breaches})",
            "fr": "le registre n’est plus tel qu’il a été écrit : la première entrée en défaut est la numéro {first}"
            " (entrées en défaut : {breaches})",
        },
        "then": {"en": "`recul claim verify` says what was done to it.",
                 "fr": "`recul claim verify` dit ce qui lui est arrivé."},
    },
    "few_claims": {
        "values": {"claims": "count", "blocks": "count", "fewer": "count", "needed_blocks": "count", "needed": "count"},
        "says": {
            "en": "too few claims to tell: {claims} settled at {blocks} separate moments ({needed_blocks} are needed),"
            " and {fewer} of the rarer outcome ({needed} are needed)",
            "fr": "trop peu de pronostics pour le dire : {claims} soldés, à {blocks} moments distincts (il en faut"
            " {needed_blocks}), dont {fewer} de l’issue la plus rare (il en faut {needed})",
        },
        "then": {
            "en": "Where one outcome is rare, whoever bets on the other looks right until it comes.",
            "fr": "Quand une issue est rare, qui parie sur l’autre a l’air d’avoir raison jusqu’à ce qu’elle arrive.",
        },
    },
    "constant_as_good": {
        "values": {"error": "change"},
        "says": {
            "en": "one and the same probability for every claim would have done as well (error against it: {error})",
            "fr": "une seule et même probabilité pour tous les pronostics aurait fait aussi bien (erreur par rapport à"
            " elle : {error})",
        },
        "then": {
            "en": "It is the past of the record that was a poor guide, and no claim that knew better.",
            "fr": "C’est le passé du relevé qui guidait mal ; aucun pronostic n’en savait davantage.",
        },
    },
    "claims_late": {
        "values": {"late": "count"},
        "says": {
            "en": "claims written when their window had begun, which are not scored: {late}",
            "fr": "pronostics écrits alors que leur fenêtre avait commencé, qui ne sont pas notés : {late}",
        },
        "then": {"en": "They are no claims about the future.", "fr": "Ils ne portent pas sur l’avenir."},
    },
    "claims_due": {
        "values": {"due": "count"},
        "says": {
            "en": "claims whose window is over and which are not settled: {due}",
            "fr": "pronostics dont la fenêtre est close et qui ne sont pas soldés : {due}",
        },
        "then": {"en": "`recul claim settle` settles those that the record can, and says why of the others.",
                 "fr": "`recul claim settle` solde ceux que le relevé permet de solder, et dit pourquoi pour les"
                 " autres."},
    },
}
ORDER = ("ledger_broken", "few_claims", "constant_as_good")

LABELS: dict[str, Both] = {
    "relative": {"en": "Error, against the base rate’s (below zero is better)",
                 "fr": "Erreur, par rapport à la fréquence habituelle (négatif : mieux)"},
    "per_period": {"en": "The same, in squared error a claim", "fr": "De même, en erreur quadratique par pronostic"},
    "axis_effect": {"en": "Error against the base rate’s (negative: better)",
                    "fr": "Erreur par rapport à l’habitude (négatif : mieux)"},
    "limits_always": {
        "en": "In any case: who chooses what to claim chooses how hard it is. The base rate is that of each claim’s own"
        " kind, so that sure things earn nothing, but a claim left unwritten leaves no trace. The chain of digests"
        " shows what was changed or removed inside the ledger, not what was cut off its end or written anew: for that,"
        " compare the head with one kept elsewhere.",
        "fr": "Dans tous les cas : qui choisit ses pronostics en choisit la difficulté. La fréquence habituelle est"
        " celle de pronostics du même genre, si bien que les évidences ne rapportent rien, mais un pronostic jamais"
        " écrit ne laisse pas de trace. La chaîne d’empreintes montre ce qui a été changé ou retiré à l’intérieur du"
        " registre, pas ce qui a été coupé à la fin ni réécrit en entier : pour cela, comparez la tête à celle que"
        " vous avez gardée ailleurs.",
    },
}

FACTS: dict[str, Both] = {
    "claims": {"en": "Claims scored", "fr": "Pronostics notés"},
    "blocks": {"en": "Separate moments", "fr": "Moments distincts"},
    "true": {"en": "Came true", "fr": "Vérifiés"},
    "head": {"en": "Head of the ledger (number and beginning of the digest)",
             "fr": "Tête du registre (numéro et début de l’empreinte)"},
}

_RANGE: dict[str, Both] = {"low": {"en": "At least", "fr": "Au moins"}, "high": {"en": "At most", "fr": "Au plus"}}
TABLES: dict[str, dict[str, Any]] = {
    "scores": {
        "title": {"en": "What was said, and how it turned out", "fr": "Ce qui a été dit, et ce qu’il en a été"},
        "note": {
            "en": "Errors: mean squared distance between the probability and what happened (Brier); 0 is perfect, 0.25"
            " is a coin. Log score: 0 is perfect, 0.69 is a coin. Late claims are not scored.",
            "fr": "Erreurs : écart quadratique moyen entre la probabilité et ce qui est arrivé (Brier) ; 0 est parfait,"
            " 0,25 vaut pile ou face. Score logarithmique : 0 est parfait, 0,69 vaut pile ou face. Les pronostics en"
            " retard ne sont pas notés.",
        },
        "columns": {
            "by": {"en": "Author", "fr": "Auteur"}, "claims": {"en": "Claims scored", "fr": "Pronostics notés"},
            "late": {"en": "Late", "fr": "En retard"}, "true": {"en": "Came true", "fr": "Vérifiés"},
            "brier": {"en": "Error", "fr": "Erreur"},
            "base": {"en": "Base rate’s error", "fr": "Erreur de l’habitude"},
            "log": {"en": "Log score", "fr": "Score log."},
        },
    },
    "authors": {
        "title": {"en": "Each author against the base rate", "fr": "Chaque auteur face à la fréquence habituelle"},
        "note": {
            "en": "Error against the base rate’s: below zero is better. The intervals allow for all authors being asked"
            " about at once. Needed: settled claims of the same kind that would show a difference of the size that"
            " matters, four times out of five.",
            "fr": "Erreur par rapport à celle de la fréquence habituelle : négatif, c’est mieux. Les intervalles"
            " tiennent compte de ce que tous les auteurs sont examinés à la fois. Il en faut : pronostics du même"
            " genre, soldés, qui montreraient un écart qui compte, quatre fois sur cinq.",
        },
        "columns": {
            "by": {"en": "Author", "fr": "Auteur"}, "error": {"en": "Error against it", "fr": "Erreur relative"},
            **_RANGE, "record": {"en": "Record", "fr": "Bilan"}, "needed": {"en": "Needed", "fr": "Il en faut"},
            "truth": {"en": "The truth", "fr": "La vérité"},
        },
    },
    "calibration": {
        "title": {"en": "Do the probabilities mean what they say?", "fr": "Les probabilités tiennent-elles parole ?"},
        "note": {
            "en": "Of the claims given about so much, how many came true. Ends: 95% interval. Who is well calibrated"
            " has said as much as came true in each line.",
            "fr": "Parmi les pronostics donnés à peu près à tant, combien se sont vérifiés. Bornes : intervalle à 95 %."
            " Chez qui est bien calibré, chaque ligne annonce ce qui est arrivé.",
        },
        "columns": {
            "from": {"en": "From", "fr": "À partir de"},
            "said": {"en": "Said, on average", "fr": "Annoncé, en moyenne"},
            "claims": {"en": "Claims", "fr": "Pronostics"},
            "came_true": {"en": "Came true", "fr": "Vérifiés"}, **_RANGE,
        },
    },
}

METHODS: dict[str, Method] = {
    "brier": Method(
        name={"en": "Squared error against the base rate", "fr": "Erreur quadratique face à la fréquence habituelle"},
        text={
            "en": "Each probability is set against what happened: the square of the distance is its error. The same is"
            " done for the base rate: how often claims of the same kind (same measure, units, length and baseline)"
            " would have come true in the record, of the windows that ended before the claim was written; where the"
            " record holds fewer than ten such windows apart, the share of these very claims that came true. Claims"
            " about the same weeks share their luck, and count together.",
            "fr": "Chaque probabilité est comparée à ce qui est arrivé : le carré de l’écart est son erreur. On fait de"
            " même pour la fréquence habituelle : combien de fois des pronostics du même genre (même mesure, mêmes"
            " unités, même durée, même référence) se seraient vérifiés dans le relevé, sur les fenêtres closes avant"
            " que le pronostic soit écrit ; si le relevé en compte moins de dix séparées, la part de ces pronostics-ci"
            " qui se sont vérifiés. Les pronostics portant sur les mêmes semaines partagent la même chance, et comptent"
            " ensemble.",
        },
        paper="Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather"
        " Review, 78(1), 1–3.",
    ),
}

PLACEBOS = Method(
    name={"en": "Exchanged forecasters", "fr": "Prévisionnistes échangés"},
    text={
        "en": "The placebos are the same claims, with the author and the base rate changing places by lot, moment by"
        " moment: had neither known more than the other, it would be chance which of the two is called the author.",
        "fr": "Les placebos sont les mêmes pronostics, où l’auteur et la fréquence habituelle échangent leurs places au"
        " hasard, moment par moment : si aucun des deux n’en savait plus, ce serait le hasard qui désigne l’auteur.",
    },
    paper="Diebold, F. X. & Mariano, R. S. (1995). Comparing predictive accuracy. Journal of Business & Economic"
    " Statistics, 13(3), 253–263.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    by = finding.question.get("by")
    return say(TITLES["by" if by else "all"], language, **({"by": user(by, 60)} if by else {}))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    by, e = finding.question.get("by"), finding.estimate
    whose = say(WHOSE["by" if by else "all"], language, **({"by": user(by, 60)} if by else {}))
    if finding.verdict == "not_seen":
        shown = numbers.share(finding.placebo.detectable_effect, language)
        return capital(say(SENTENCES["not_seen"], language, whose=whose, detectable=shown))
    if finding.verdict == "cannot_say":
        return capital(say(SENTENCES["cannot_say"], language, whose=whose, reason=main_reason(finding, language)))
    ends = sorted(abs(v) for v in (e.relative_low, e.relative_high) if v is not None)
    values = [abs(e.relative or 0.0), *ends]
    digits = numbers.percent_digits(*values)
    size, low, high = (numbers.percent(v, language, digits) for v in values)
    claims = next(int(value) for name, _, value in finding.design.facts if name == "claims")
    return capital(say(SENTENCES[finding.answer], language, whose=whose, size=size, low=low, high=high,
                       claims=numbers.number(claims, language), cry=cry(finding, language)))
