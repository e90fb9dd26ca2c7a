"""Does the risk of crises alone justify the work? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import main_reason, numbers, say
from recul.report.words.averted_limits import LIMITS
from recul.report.words.kinds.worth import ITEMS as BILLED
from recul.report.words.kinds.worth import TABLES as OF_WORTH
from recul.report.words.methods import Method
from recul.report.words.sentences import PIECES as SHARED

Both = dict[str, str]
__all__ = ["LIMITS"]

TITLE: Both = {"en": "Does the risk of crises alone justify the work?",
               "fr": "Le risque de crise justifie-t-il à lui seul le travail ?"}
IF: Both = {"en": "if a crisis costs less in proportion to the negative messages that answering spares",
            "fr": "à supposer que le coût d’une crise baisse en proportion des messages négatifs évités"}
SENTENCES: dict[str, Both] = {
    "justified": {
        "en": "The risk of crises alone justifies the work: answering averts about {averted} of loss a year{range},"
        " and the work costs {cost}, {if}; {had}.",
        "fr": "Le risque de crise justifie à lui seul le travail : répondre évite environ {averted} de perte par"
        " an{range}, pour un travail de {cost}, {if} ; {had}.",
    },
    "not_justified": {
        "en": "The risk of crises alone does not justify the work: answering averts at most {most} of loss a year, and"
        " the work costs {cost}, {if}; {had}.",
        "fr": "Le risque de crise ne justifie pas à lui seul le travail : répondre évite au plus {most} de perte par"
        " an, pour un travail de {cost}, {if} ; {had}.",
    },
    "even": {
        "en": "Of crises alone, answering averts about what the work costs: {averted} of loss a year{range} for {cost},"
        " {if}.",
        "fr": "Sur les seules crises, répondre évite à peu près ce que coûte le travail : {averted} de perte par"
        " an{range} pour {cost}, {if}.",
    },
    "cannot_say": {
        "en": "The data cannot say whether the risk of crises alone justifies the work: {reason}.",
        "fr": "Les données ne permettent pas de dire si le risque de crise justifie à lui seul le travail : {reason}.",
    },
}
HAD: Both = {
    "en": "where nothing was lost, or nothing averted, the same argument spoke for the work in {nothing} of {of}"
    " placebos, and said the same in {even} of {evens} that just cover its cost",
    "fr": "là où rien n’était perdu, ou rien évité, le même argument a plaidé pour le travail {nothing} fois sur {of}"
    " placebos, et il a dit la même chose {even} fois sur {evens} où le travail couvre tout juste son"
    " coût",
}
CHIPS: dict[str, Both] = {
    "justified": {"en": "Justified by crises alone", "fr": "Justifié par les seules crises"},
    "not_justified": {"en": "Not by itself", "fr": "Pas à lui seul"},
    "even": {"en": "About even", "fr": "À l’équilibre"},
    "unknown": {"en": "Cannot say", "fr": "On ne peut pas dire"},
}
PIECES: dict[str, Both] = {
    "truth": {
        "en": "Simulated world: the truth is known, answering averts {truth} of what the work costs.",
        "fr": "Monde simulé : la vérité est connue, répondre évite {truth} de ce que coûte le travail.",
    },
    "truth_none": {
        "en": "Simulated world: the truth is known, answering averts just what the work costs.",
        "fr": "Monde simulé : la vérité est connue, répondre évite tout juste ce que coûte le travail.",
    },
    "truth_seen_outside": {
        "en": "The side is right, but the interval misses the size.",
        "fr": "Le côté est le bon, mais l’intervalle manque la taille.",
    },
    "truth_wrong_side": {"en": "It lies on the other side.", "fr": "Elle est de l’autre côté."},
    "truth_missed": {"en": "The interval misses it.", "fr": "L’intervalle ne la contient pas."},
}
LABELS: dict[str, Both] = {
    "relative": {"en": "Averted a year beyond the cost, as a share of it",
                 "fr": "Évité par an au-delà du coût, en part du coût"},
    "per_period": {"en": "Averted a year, less the cost", "fr": "Évité par an, moins le coût"},
    "axis_effect": {"en": "Averted beyond the cost, as a share of it",
                    "fr": "Évité au-delà du coût, en part du coût"},
    "figure_ranges": {"en": "What crises cost, what is averted, what the work costs",
                      "fr": "Ce que coûtent les crises, ce qui est évité, ce que coûte le travail"},
    "figure_none": {"en": "There is no argument to draw: one of its parts is missing.",
                    "fr": "Il n’y a pas d’argument à dessiner : il en manque une partie."},
    "placebo": {"en": "Placebo history (just covers the cost)", "fr": "Histoire placebo (couvre tout juste le coût)"},
    "placebo_bar": {"en": "Placebo histories (just cover the cost)",
                    "fr": "Histoires placebos (couvrent tout juste le coût)"},
    "quiet": {"en": "Too near to the cost to tell", "fr": "Trop près du coût pour trancher"},
    "minimum_row": {"en": "Smallest gain or loss of interest, as a share of the cost",
                    "fr": "Plus petit gain ou perte d’intérêt, en part du coût"},
    "limits_always": {
        "en": "In any case: only losses in the outcome asked about, within the window after a surge, are counted. The"
        " work may well pay in other ways, which this argument leaves aside. Crises to come are taken to be as frequent"
        " and as costly as those of the record.",
        "fr": "Dans tous les cas : seules comptent les pertes de la mesure étudiée, dans la fenêtre qui suit un pic. Le"
        " travail peut rapporter autrement, ce que cet argument laisse de côté. Les crises à venir sont supposées aussi"
        " fréquentes et aussi coûteuses que celles du relevé.",
    },
}
CODES: dict[str, Both] = {
    "yearly_loss": {"en": "Expected loss from crises", "fr": "Perte attendue des crises"},
    "averted_part": {"en": "Averted by answering", "fr": "Évité en répondant"},
    "yearly_cost": {"en": "Cost of the work", "fr": "Coût du travail"},
    "one_crisis": {"en": "One crisis, on average", "fr": "Une crise, en moyenne"},
    "share_averted": {"en": "Negative messages averted by an answer",
                      "fr": "Messages négatifs évités par une réponse"},
    "surges_hurt": {"en": "Surges seen to hurt, of those that could be read",
                    "fr": "Pics dont une perte est vue, parmi ceux qui ont pu être lus"},
    "firestorms_hurt": {"en": "Elsewhere: firestorms that hurt what people think of the brand",
                        "fr": "Ailleurs : tempêtes qui ont dégradé l’image de la marque"},
    "just_covers": {"en": "the work just covers its cost", "fr": "le travail couvre tout juste son coût"},
    "nothing_lost": {"en": "no surge hurts", "fr": "aucun pic ne coûte"},
    "nothing_averted": {"en": "answering averts nothing", "fr": "répondre n’évite rien"},
    "neither": {"en": "no surge hurts, and answering averts nothing", "fr": "aucun pic ne coûte, et répondre n’évite"
                " rien"},
    "justified": {"en": "that it is justified", "fr": "qu’il est justifié"},
    "not_justified": {"en": "that it is not", "fr": "qu’il ne l’est pas"},
    "histories": {"en": "histories made of quiet moments and of answers drawn again",
                  "fr": "histoires faites de moments calmes et de réponses retirées au sort"},
}
ITEMS = BILLED
FACTS: dict[str, Both] = {
    "full_cost": {"en": "Cost of a year of the work", "fr": "Coût d’une année de travail"},
    "listened": {"en": "Months in which a loss could be told", "fr": "Mois où une perte pouvait se lire"},
    "episodes": {"en": "Surges", "fr": "Pics"},
    "read": {"en": "Of them, losses that could be read", "fr": "Dont pertes qui ont pu être lues"},
    "seen": {"en": "Of them, losses seen", "fr": "Dont pertes vues"},
    "hours": {"en": "Hours of work in it", "fr": "Dont heures de travail"},
    "margin": {"en": "Kept of the outcome (margin)", "fr": "Part gardée (marge)"},
    "unit_margin": {"en": "Kept of one of the outcome", "fr": "Gardé par unité"},
}
# The picture: which table it is drawn of, and which of its rows.
RANGES: dict[str, Any] = {"table": "amounts", "rows": ("yearly_loss", "averted_part", "yearly_cost")}
TABLES: dict[str, Any] = {
    "amounts": {
        "title": {"en": "The argument in amounts, a year", "fr": "L’argument en montants, par an"},
        "note": {
            "en": "The loss is how often crises come times what one costs; each is known badly where few crises were"
            " seen, and the interval allows for both. No loss is taken at its face: the largest ones are partly chance,"
            " and are believed only as far as the others bear them out.",
            "fr": "La perte est la fréquence des crises multipliée par le coût d’une crise ; l’une et l’autre se"
            " connaissent mal quand peu de crises ont été vues, et l’intervalle en tient compte. Aucune perte n’est"
            " prise telle quelle : les plus grandes doivent une part au hasard, et ne sont crues qu’autant que les"
            " autres les confirment.",
        },
        "columns": {"what": {"en": "Amount", "fr": "Montant"}, "amount": {"en": "Estimate and interval",
                                                                        "fr": "Estimation et intervalle"}},
    },
    "often": {
        "title": {"en": "How often", "fr": "À quelle fréquence"},
        "note": {
            "en": "More crises a year may be expected than were seen: losses too small to be seen count too.",
            "fr": "On peut attendre plus de crises par an qu’il n’en a été vu : les pertes trop petites pour être vues"
            " comptent aussi.",
        },
        "columns": {"years": {"en": "Years of record", "fr": "Années de relevé"},
                    "read": {"en": "Surges read", "fr": "Pics lus"},
                    "hurt": {"en": "Losses seen", "fr": "Pertes vues"},
                    "yearly": {"en": "Crises a year, expected", "fr": "Crises par an, attendues"}},
    },
    "shares": {
        "title": {"en": "The shares it rests on", "fr": "Les parts sur lesquelles il repose"},
        "columns": {"share": {"en": "Share", "fr": "Part"}, "value": {"en": "Value", "fr": "Valeur"},
                    "of": {"en": "Of", "fr": "Sur"}},
    },
    "bill": OF_WORTH["bill"] | {"title": {"en": "What the work costs a year", "fr": "Ce que le travail coûte par an"}},
    "said": {
        "title": {"en": "What the same argument says of placebo histories",
                  "fr": "Ce que le même argument dit d’histoires placebos"},
        "note": {
            "en": "Histories of the same length, whose losses and answers are planted on quiet moments and on answers"
            " drawn again, so that the truth is known. Every line is an error. Those that just cover the cost are"
            " histories in which the argument would be made at all: with a loss and an effect of answering seen.",
            "fr": "Des histoires de même durée, dont les pertes et les réponses sont posées sur des moments calmes et"
            " des réponses retirées au sort : la vérité y est connue. Chaque ligne est une erreur. Celles qui couvrent"
            " tout juste le coût sont des histoires où l’argument se ferait : une perte et un effet des réponses y sont"
            " vus.",
        },
        "columns": {"had": {"en": "Where…", "fr": "Là où…"}, "saying": {"en": "it would say…", "fr": "il dirait…"},
                    "count": {"en": "Times", "fr": "Fois"}, "of": {"en": "Of placebos", "fr": "Sur placebos"},
                    "rate": {"en": "Share", "fr": "Part"}},
    },
}
ORDER = ("no_surges", "no_loss_seen", "no_answer_seen", "answers_unread", "record_short", "surges_bunched",
         "histories_pay", "might_pay", "might_cost_more", "argument_unclear")
METHODS: dict[str, Method] = {
    "crises": Method(
        name={"en": "Crises a year, what they cost, what is averted", "fr": "Crises par an, leur coût, ce qui est"
              " évité"},
        text={
            "en": "The loss after every surge that can be read, large or small, is that of the crisis question, with"
            " how far it strays where nothing happened. From all of them together comes what is believed of how often"
            " surges hurt and what it then costs: a large loss among many harmless surges is believed to be partly"
            " chance. Firestorms elsewhere, of which 58 in 100 hurt the image of the brand, count as one surge more."
            " The share averted is that of the question about answers. The three are multiplied by drawing each many"
            " times.",
            "fr": "La perte qui suit chaque pic lisible, grand ou petit, est celle de la question de crise, avec son"
            " écart habituel là où rien ne s’est passé. De toutes ensemble se tire ce que l’on peut croire de la"
            " fréquence à laquelle un pic coûte, et de ce coût : une grande perte parmi beaucoup de pics sans"
            " conséquence est crue due en partie au hasard. Les tempêtes observées ailleurs, dont 58 sur 100 ont"
            " dégradé l’image de la marque, comptent comme un pic de plus. La part évitée est celle de la question sur"
            " les réponses. Les trois se multiplient en tirant chacune un grand nombre de fois.",
        },
        paper="Hansen, N., Kupfer, A.-K. & Hennig-Thurau, T. (2018). Brand crises in the digital age: The short- and"
        " long-term effects of social media firestorms on consumers and brands. International Journal of Research in"
        " Marketing, 35(4), 557–574.",
    ),
}
PLACEBOS = Method(
    {"en": "Placebos", "fr": "Placebos"},
    {
        "en": "Whole histories in which the truth is known: surges and crises are planted, and the errors of their"
        " losses are those of quiet moments of this very record, as the errors of the answers are those of the same"
        " answers drawn again. In the ones it is judged by, the work just covers its cost; in the others nothing is"
        " lost, nothing is averted, or neither.",
        "fr": "Des histoires entières dont la vérité est connue : on y pose des pics et des crises, et les erreurs de"
        " leurs pertes sont celles de moments calmes de ce même relevé, comme celles des réponses sont celles des mêmes"
        " réponses retirées au sort. Dans celles qui jugent l’argument, le travail couvre tout juste son coût ; dans"
        " les autres, rien n’est perdu, rien n’est évité, ou ni l’un ni l’autre.",
    },
    "Efron, B. (2011). Tweedie’s formula and selection bias. Journal of the American Statistical Association, 106(496),"
    " 1602–1614.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLE, language)


def chip(finding: Finding, language: str) -> str:
    """The answer in a few words."""
    return say(CHIPS.get(finding.answer, CHIPS["unknown"]), language)


def shown_truth(truth: float, language: str) -> str:
    """What is truly averted, as a share of the cost."""
    return numbers.percent(1 + truth, language, numbers.percent_digits(1 + truth))


def compared(finding: Finding, truth: float) -> str:
    """How the answer stands beside the truth."""
    e = finding.estimate
    holds = e.relative_low is not None and e.relative_high is not None and e.relative_low <= truth <= e.relative_high
    if holds:
        return "truth_found"
    if finding.verdict == "seen" and (e.relative or 0.0) * truth <= 0:
        return "truth_wrong_side" if truth else "truth_false_alarm"
    return "truth_seen_outside" if finding.verdict == "seen" else "truth_missed"


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    if finding.verdict == "cannot_say" or finding.answer not in SENTENCES:
        return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language))
    amounts = {row[0]: row[1:] for t in finding.tables if t.code == "amounts" for row in t.rows}
    averted, low, high = (_money(v, finding, language) for v in amounts["averted_part"])
    shown = {"averted": averted, "most": high, "range": say(SHARED["range"], language, low=low, high=high),
             "cost": _money(amounts["yearly_cost"][0], finding, language), "if": say(IF, language),
             "had": _had(finding, language)}
    return say(SENTENCES[finding.answer], language, **shown)


def _money(value: float, finding: Finding, language: str) -> str:
    return numbers.amount(value, finding.estimate.unit, language, 0)


def _had(finding: Finding, language: str) -> str:
    """What the same argument says of placebo histories, as a clause."""
    counts = {(kind, word): (count, of) for t in finding.tables if t.code == "said"
              for kind, word, count, of, _ in t.rows}
    none = [counts[kind, "justified"] for kind in ("nothing_lost", "nothing_averted", "neither")]
    even, evens = counts["just_covers", finding.answer if finding.answer == "not_justified" else "justified"]
    return say(HAD, language, nothing=numbers.number(sum(n for n, _ in none), language),
               of=numbers.number(sum(of for _, of in none), language), even=numbers.number(even, language),
               evens=numbers.number(evens, language))
