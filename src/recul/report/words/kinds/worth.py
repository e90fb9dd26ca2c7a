"""Was it worth what it cost? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import main_reason, numbers, say, when
from recul.report.words.methods import Method
from recul.report.words.sentences import PIECES as SHARED
from recul.report.words.text import user

Both = dict[str, str]
# Less than half a hundredth of the cost is nothing.
NEARLY = 0.005

TITLE: Both = {"en": "Was “{action}” worth what it cost?", "fr": "Le coût de « {action} » a-t-il été couvert ?"}
SENTENCES: dict[str, Both] = {
    "pays": {
        "en": "“{action}” brought back {times} times what it cost{range} {when}: {had}.",
        "fr": "« {action} » a rapporté {times} fois son coût{range} {when} : {had}.",
    },
    "does_not_pay": {
        "en": "“{action}” did not pay for itself: it brought back at most {most} times what it cost {when}; {had}.",
        "fr": "« {action} » n’a pas couvert son coût : le retour est d’au plus {most} fois ce coût {when} ; {had}.",
    },
    "nothing": {
        "en": "“{action}” did not pay for itself: nothing of what it cost came back {when}; {had}.",
        "fr": "« {action} » n’a pas couvert son coût : rien n’en est revenu {when} ; {had}.",
    },
    "even": {
        "en": "“{action}” brought back about what it cost: {times} times{range} {when}, which these data cannot tell"
        " from paying for itself exactly.",
        "fr": "« {action} » a rapporté à peu près son coût : {times} fois{range} {when}, ce que ces données ne"
        " distinguent pas d’une action juste rentable.",
    },
    "cannot_say": {
        "en": "The data cannot say whether “{action}” paid for itself {when}: {reason}.",
        "fr": "Les données ne permettent pas de dire si « {action} » a couvert son coût {when} : {reason}.",
    },
}
HAD: dict[str, Both] = {
    "pays": {
        "en": "had it done nothing, the same method would have said that it paid in {nothing} of {of} placebos, and in"
        " {even} had it just covered its cost",
        "fr": "sans aucun effet, la même méthode l’aurait dit rentable {nothing} fois sur {of} placebos, et {even} fois"
        " si l’effet avait tout juste couvert le coût",
    },
    "does_not_pay": {
        "en": "had it just covered its cost, the same method would have said so in {even} of {of} placebos",
        "fr": "si l’effet avait tout juste couvert le coût, la même méthode l’aurait dit {even} fois sur {of} placebos",
    },
    "uncounted": {
        "en": "the placebos are too few to count how often the same method is wrong about it",
        "fr": "les placebos sont trop peu nombreux pour compter combien de fois la même méthode s’y trompe",
    },
}
CHIPS: dict[str, Both] = {
    "pays": {"en": "It paid", "fr": "Rentable"},
    "does_not_pay": {"en": "It did not pay", "fr": "Non rentable"},
    "even": {"en": "About even", "fr": "À l’équilibre"},
    "unknown": {"en": "Cannot say", "fr": "On ne peut pas dire"},
}
PIECES: dict[str, Both] = {
    "truth": {
        "en": "Simulated world: the truth is known, it brought back {truth} times what it cost.",
        "fr": "Monde simulé : la vérité est connue, l’action a rapporté {truth} fois son coût.",
    },
    "truth_none": {
        "en": "Simulated world: the truth is known, it just covered its cost.",
        "fr": "Monde simulé : la vérité est connue, l’action a tout juste couvert son coût.",
    },
    "truth_seen_outside": {
        "en": "The side of break-even is right, but the interval misses the size.",
        "fr": "Le côté de l’équilibre est le bon, mais l’intervalle manque la taille.",
    },
    "truth_wrong_side": {"en": "It lies on the other side of break-even.",
                         "fr": "Elle est de l’autre côté de l’équilibre."},
    "truth_missed": {"en": "The interval misses it.", "fr": "L’intervalle ne la contient pas."},
}
LABELS: dict[str, Both] = {
    "relative": {"en": "Return on the cost (net gain over it)", "fr": "Retour sur le coût (gain net rapporté à lui)"},
    "per_period": {"en": "Net gain over the window", "fr": "Gain net sur la fenêtre"},
    "axis_effect": {"en": "Return on the cost", "fr": "Retour sur le coût"},
    "placebo": {"en": "Placebo (just covers the cost)", "fr": "Placebo (couvre tout juste le coût)"},
    "placebo_bar": {"en": "Placebos (just cover the cost)", "fr": "Placebos (couvrent tout juste le coût)"},
    "quiet": {"en": "Too near to break-even to tell", "fr": "Trop près de l’équilibre pour trancher"},
    "placebo_caption": {
        "en": "The same method, of actions that would just cover the cost: it cries wolf when it says that they paid,"
        " or did not",
        "fr": "La même méthode, sur des actions qui couvriraient tout juste le coût : elle crie au loup quand elle les"
        " dit rentables, ou non rentables",
    },
    "detectable": {"en": "Smallest effect it would have shown to pay", "fr": "Plus petit effet qu’elle aurait dit"
                   " rentable"},
    "minimum_row": {"en": "Smallest gain or loss of interest, as a share of the cost",
                    "fr": "Plus petit gain ou perte d’intérêt, en part du coût"},
    "limits_always": {
        "en": "In any case: the cost and the margin are taken as declared; gains after the window are not counted, nor"
        " is"
        " anything that is not in the outcome. What else acted at that moment, and not on the units compared with,"
        " would"
        " pass for an effect.",
        "fr": "Dans tous les cas : le coût et la marge sont pris tels que déclarés ; ce qui vient après la fenêtre"
        " n’est"
        " pas compté, ni rien qui ne soit dans la mesure. Ce qui a agi au même moment, sans toucher les unités de"
        " comparaison, passerait pour un effet.",
    },
}
CODES: dict[str, Both] = {
    "pays_for_itself": {"en": "pays for itself", "fr": "couvre le coût"},
    "could_see": {"en": "could have been seen at all", "fr": "aurait pu être vu"},
    "could_tell": {"en": "could have been shown to pay", "fr": "aurait pu être dit rentable"},
    "did_nothing": {"en": "done nothing", "fr": "n’avait rien fait"},
    "broke_even": {"en": "just covered its cost", "fr": "avait tout juste couvert son coût"},
    "pays": {"en": "that it paid", "fr": "qu’elle est rentable"},
    "does_not_pay": {"en": "that it did not pay", "fr": "qu’elle ne l’est pas"},
    "last_click": {"en": "Last click: all the credit to what was clicked last",
                   "fr": "Dernier clic : tout au dernier lien suivi"},
    "first_click": {"en": "First click: all the credit to what was clicked first",
                    "fr": "Premier clic : tout au premier lien suivi"},
    "media_value": {"en": "Media-value equivalent: what the same reach would cost as advertising",
                    "fr": "Équivalent publicitaire : le prix d’une publicité de même portée"},
}
ITEMS: dict[str, Both] = {
    "(hours)": {"en": "Hours of work", "fr": "Heures de travail"},
    "(paid)": {"en": "Paid", "fr": "Payé"},
    "tools": {"en": "Tools", "fr": "Outils"},
    "content": {"en": "Content", "fr": "Contenus"},
    "spend": {"en": "Media spend", "fr": "Achat d’espace"},
    "(total)": {"en": "Full cost", "fr": "Coût complet"},
}
FACTS: dict[str, Both] = {
    "named": {"en": "Action", "fr": "Action"},
    "full_cost": {"en": "Full cost", "fr": "Coût complet"},
    "hours": {"en": "Hours of work in it", "fr": "Dont heures de travail"},
    "margin": {"en": "Kept of the outcome (margin)", "fr": "Part gardée (marge)"},
    "unit_margin": {"en": "Kept of one of the outcome", "fr": "Gardé par unité"},
}
TABLES: dict[str, Any] = {
    "bill": {
        "title": {"en": "What it cost", "fr": "Ce que l’action a coûté"},
        "columns": {"item": {"en": "Item", "fr": "Poste"}, "amount": {"en": "Amount", "fr": "Montant"}},
    },
    "needed": {
        "title": {"en": "What effect would pay, and what these data can show",
                  "fr": "Quel effet serait rentable, et ce que ces données peuvent montrer"},
        "note": {
            "en": "Of the outcome over the window, four times out of five for what could have been seen or told.",
            "fr": "De la mesure sur la fenêtre ; quatre fois sur cinq pour ce qui aurait pu être vu ou dit.",
        },
        "columns": {"what": {"en": "The smallest effect that…", "fr": "Le plus petit effet qui…"},
                    "effect": {"en": "Effect", "fr": "Effet"}},
    },
    "said": {
        "title": {"en": "What the same method says of placebos of this cost",
                  "fr": "Ce que la même méthode dit de placebos de ce coût"},
        "note": {
            "en": "Placebos are moments and places where nothing happened. To say that an action pays which did"
            " nothing,"
            " or only covers its cost, is an error; so is to say of the latter that it does not pay.",
            "fr": "Les placebos sont des moments et des lieux où rien ne s’est passé. Dire rentable une action qui n’a"
            " rien fait, ou qui couvre tout juste son coût, est une erreur ; dire de celle-ci qu’elle ne l’est pas en"
            " est"
            " une aussi.",
        },
        "columns": {"had": {"en": "Had it…", "fr": "Si l’action…"},
                    "saying": {"en": "it would say…", "fr": "la méthode dirait…"},
                    "count": {"en": "Times", "fr": "Fois"}, "of": {"en": "Of placebos", "fr": "Sur placebos"},
                    "rate": {"en": "Share", "fr": "Part"}},
    },
    "tools": {
        "title": {"en": "What other tools would have said", "fr": "Ce que d’autres outils auraient dit"},
        "note": {
            "en": "None of these asks what would have happened without the action; no answer here rests on them. Clicks"
            " credit sales that would have come anyway, and miss those that came without a click. AMEC, the association"
            " of those who measure communication, asks everyone to abandon media-value equivalents.",
            "fr": "Aucun ne demande ce qui se serait passé sans l’action ; aucune réponse ne s’y appuie ici. Les clics"
            " s’attribuent des ventes qui auraient eu lieu de toute façon, et ignorent celles venues sans clic. L’AMEC,"
            " l’association de ceux qui mesurent la communication, demande à tous d’abandonner les équivalents"
            " publicitaires.",
        },
        "columns": {"tool": {"en": "Tool", "fr": "Outil"}, "credited": {"en": "Credited", "fr": "Attribué"},
                    "return": {"en": "Return it would claim", "fr": "Retour qu’il annoncerait"}},
    },
}
ORDER = ("return_unclear",)
LIMITS: dict[str, dict[str, Any]] = {
    "return_unclear": {
        "values": {"break_even": "percent", "told": "percent"},
        "says": {
            "en": "an effect of {break_even} pays for itself, and with these data only one of {told} or more could have"
            " been shown to pay",
            "fr": "un effet de {break_even} couvre le coût, et avec ces données seul un effet de {told} ou plus aurait"
            " pu"
            " être dit rentable",
        },
        "without": {
            "en": "these data could not have distinguished any effect from one that just covers the cost",
            "fr": "ces données n’auraient pu distinguer aucun effet de celui qui couvre tout juste le coût",
        },
        "then": {
            "en": "So no return is given: it would be a guess. A longer action, more places, or places held out by lot"
            " would tell.",
            "fr": "Aucun retour n’est donc donné : ce serait deviner. Une action plus longue, plus de lieux, ou des"
            " lieux"
            " laissés de côté par tirage au sort le diraient.",
        },
    },
    "return_wide": {
        "values": {"width": "percent"},
        "says": {
            "en": "the interval of the return is wide: {width} of the cost from end to end",
            "fr": "l’intervalle du retour est large : {width} du coût d’un bout à l’autre",
        },
        "then": {
            "en": "Its side of break-even can be relied on more than its size: a return so badly known is given only"
            " where it stands out, and of simulated brands it was then said too far from break-even seven times in"
            " ten.",
            "fr": "Son côté de l’équilibre est plus sûr que sa taille : un retour si mal connu n’est donné que s’il se"
            " détache, et chez des marques simulées il était alors dit trop loin de l’équilibre sept fois sur dix.",
        },
    },
    "hours_left_out": {
        "values": {},
        "says": {
            "en": "no hours of work were declared: unless they are all in the cost, the return is said too high",
            "fr": "aucune heure de travail n’est déclarée : si elles ne sont pas toutes dans le coût, le retour annoncé"
            " est trop élevé",
        },
        "then": {"en": "Declare the hours the action took, or `hours = 0` where none are left out.",
                 "fr": "Déclarez les heures passées, ou `hours = 0` s’il n’en manque pas."},
    },
    "end_undeclared": {
        "values": {"window": "periods"},
        "says": {
            "en": "no end of the action was declared: all of its cost is set against {window} of what it brought",
            "fr": "aucune fin de l’action n’est déclarée : tout son coût est comparé à ce qu’elle a rapporté en"
            " {window}",
        },
        "then": {"en": "If it went on, or was paid for longer, the return is said too low: declare its `end`.",
                 "fr": "Si elle a continué, ou a été payée pour plus longtemps, le retour annoncé est trop bas :"
                 " déclarez sa fin, `end`."},
    },
    "gain_unobserved": {
        "values": {"share": "percent"},
        "says": {
            "en": "{share} of the window was not observed, and what was gained there is not counted",
            "fr": "{share} de la fenêtre n’a pas été observé, et ce qui y a été gagné n’est pas compté",
        },
        "then": {"en": "The return may be somewhat larger than said.",
                 "fr": "Le retour peut être un peu plus grand qu’annoncé."},
    },
}
PLACEBOS = Method(
    {"en": "Placebos", "fr": "Placebos"},
    {
        "en": "The effect is that of the question of effects, and so are its placebos: the same method asked where"
        " nothing happened, of comparable units and other moments. An action that just covers its cost is such a"
        " placebo"
        " with the effect added that pays for it; what it would be said to return tells how far chance alone carries"
        " the"
        " answer.",
        "fr": "L’effet est celui de la question d’effet, et ses placebos aussi : la même méthode posée là où rien ne"
        " s’est passé, à des unités comparables et à d’autres moments. Une action qui couvre tout juste son coût est un"
        " tel placebo auquel s’ajoute l’effet qui la paie ; le retour qu’on lui trouverait dit jusqu’où le hasard seul"
        " porte la réponse.",
    },
    "Lewis, R. A. & Rao, J. M. (2015). The unfavorable economics of measuring the returns to advertising. Quarterly"
    " Journal of Economics, 130(4), 1941–1973.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLE, language, action=_named(finding))


def chip(finding: Finding, language: str) -> str:
    """The answer in a word or two."""
    return say(CHIPS.get(finding.answer, CHIPS["unknown"]), language)


def shown_truth(truth: float, language: str) -> str:
    """The true return as the sentence says it: 3.4 times the cost, not +241 %."""
    return numbers.number(1 + truth, language, 1)


def compared(finding: Finding, truth: float) -> str:
    """How the answer stands beside the true return."""
    e = finding.estimate
    holds = e.relative_low is not None and e.relative_high is not None and e.relative_low <= truth <= e.relative_high
    if holds:
        return "truth_found"
    if finding.verdict == "seen" and (e.relative or 0.0) * truth <= 0:
        return "truth_wrong_side" if truth else "truth_false_alarm"
    return "truth_seen_outside" if finding.verdict == "seen" else "truth_missed"


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    shown = {"action": _named(finding), "when": when(finding, language)}
    e = finding.estimate
    if finding.verdict == "cannot_say" or e.relative is None:
        return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language), **shown)
    back, least, most = (None if v is None else 1 + v for v in (e.relative, e.relative_low, e.relative_high))
    shown["had"] = _had(finding, language)
    if finding.answer == "does_not_pay" and most is not None:
        # Rounded up, a return below break-even would read as break-even itself.
        return say(SENTENCES["nothing" if most < NEARLY else "does_not_pay"], language,
                   most=numbers.number(min(most, 0.99), language, 2), **shown)
    times, low, high = (numbers.number(v, language, 1) for v in (back, least, most))
    return say(SENTENCES[finding.answer], language, times=times,
               range=say(SHARED["range"], language, low=low, high=high), **shown)


def _had(finding: Finding, language: str) -> str:
    """What the same method says of placebos, as a clause."""
    (table,) = [t for t in finding.tables if t.code == "said"]
    counts = {(did, word): (count, of) for did, word, count, of, _ in table.rows}
    nothing, of = counts["did_nothing", "pays"]
    even, _ = counts["broke_even", "pays" if finding.answer == "even" else finding.answer]
    counted = {"even": even, "nothing": nothing, "of": of}
    return say(HAD[finding.answer if of and finding.answer in HAD else "uncounted"], language,
               **{name: numbers.number(n, language) for name, n in counted.items()})


def _named(finding: Finding) -> str:
    names = [value for name, _, value in finding.design.facts if name == "named"]
    return user(names[0] if names else finding.question.get("action", ""))
