"""What a question of kind `objective` shows: states, codes, tables, its labels and its method, in words."""

from __future__ import annotations

from typing import Any

from recul.report.words.methods import Method

Both = dict[str, str]

STATES: dict[str, Both] = {
    "on_track": {"en": "On track", "fr": "En bonne voie"},
    "at_risk": {"en": "At risk", "fr": "En péril"},
    "close": {"en": "Too close to call", "fr": "Trop serré pour trancher"},
    "unknown": {"en": "Cannot say yet", "fr": "On ne peut pas encore dire"},
    "met": {"en": "Met", "fr": "Atteint"},
    "met_anyway": {"en": "Met anyway", "fr": "Atteint de toute façon"},
    "met_thanks": {"en": "Met by the work", "fr": "Atteint par ce travail"},
    "missed": {"en": "Missed", "fr": "Manqué"},
}
CODES: dict[str, Both] = {
    **STATES,
    "none_named": {"en": "–", "fr": "–"},
    "level_input": {"en": "input", "fr": "moyen"},
    "level_activity": {"en": "activity", "fr": "activité"},
    "level_output": {"en": "output", "fr": "production"},
    "level_out-take": {"en": "out-take", "fr": "réception"},
    "level_outcome": {"en": "outcome", "fr": "résultat"},
    "level_impact": {"en": "impact", "fr": "impact"},
    "over_total": {"en": "in total", "fr": "au total"},
    "over_mean": {"en": "on average", "fr": "en moyenne"},
    "over_last": {"en": "in the last period", "fr": "sur la dernière période"},
    "at_least": {"en": "at least", "fr": "au moins"},
    "at_most": {"en": "at most", "fr": "au plus"},
    "hindcasts": {"en": "the same forecast, from earlier dates", "fr": "la même prévision, faite à des dates passées"},
    "counts": {"en": "earlier counts: a count does not err", "fr": "des comptes antérieurs : un compte n’a pas"
               " d’erreur de prévision"},
    "said_1": {"en": "under 20%", "fr": "moins de 20 %"},
    "said_2": {"en": "20% to 40%", "fr": "de 20 % à 40 %"},
    "said_3": {"en": "40% to 60%", "fr": "de 40 % à 60 %"},
    "said_4": {"en": "60% to 80%", "fr": "de 60 % à 80 %"},
    "said_5": {"en": "80% or more", "fr": "80 % ou plus"},
    "forecast_said": {"en": "these forecasts", "fr": "ces prévisions"},
    "base_rate_said": {"en": "the base rate until then", "fr": "le taux de base jusque-là"},
    "effect_seen": {"en": "seen", "fr": "vu"},
    "effect_not_seen": {"en": "not seen", "fr": "pas vu"},
    "effect_cannot_say": {"en": "cannot say", "fr": "on ne peut pas dire"},
    "action_not_begun": {"en": "not asked: it has not begun", "fr": "non demandé : elle n’a pas commencé"},
    "action_outside": {"en": "not asked: it touched other units, or days before the objective",
                       "fr": "non demandé : elle a touché d’autres unités, ou des jours d’avant l’objectif"},
    "action_over": {"en": "not asked: it was over before the last period",
                    "fr": "non demandé : elle était finie avant la dernière période"},
    "credit_anyway": {"en": "reached anyway", "fr": "atteint de toute façon"},
    "credit_thanks": {"en": "not reached without it", "fr": "pas atteint sans elle"},
    "credit_unknown": {"en": "cannot say", "fr": "on ne peut pas dire"},
    "credit_none": {"en": "nothing to credit yet", "fr": "rien encore à lui devoir"},
}
FACTS: dict[str, Both] = {
    "set_on": {"en": "Counted from", "fr": "Compté à partir du"},
    "deadline": {"en": "Deadline", "fr": "Échéance"},
    "over": {"en": "Counted", "fr": "Compté"},
    "direction": {"en": "Aim", "fr": "Visée"},
    "target": {"en": "Target", "fr": "Objectif"},
    "baseline": {"en": "Baseline", "fr": "Base de comparaison"},
    "change": {"en": "Change aimed at", "fr": "Évolution visée"},
    "done": {"en": "Done by the end of the record", "fr": "Acquis à la fin des données"},
    "action": {"en": "Work it is credited to", "fr": "Travail auquel on l’attribue"},
}
_COLUMNS: dict[str, Both] = {
    "level": {"en": "Level", "fr": "Niveau"},
    "owner": {"en": "Owner", "fr": "Responsable"},
    "deadline": {"en": "Deadline", "fr": "Échéance"},
    "target": {"en": "Target", "fr": "Objectif"},
    "forecast": {"en": "Forecast or result", "fr": "Prévision ou résultat"},
    "low": {"en": "At least", "fr": "Au moins"},
    "high": {"en": "At most", "fr": "Au plus"},
    "probability": {"en": "Chance", "fr": "Probabilité"},
    "state": {"en": "State", "fr": "État"},
}
TABLES: dict[str, dict[str, Any]] = {
    "objective": {"title": {"en": "The objective", "fr": "L’objectif"}, "columns": _COLUMNS},
    "reliability": {
        "title": {"en": "How often what was said came true", "fr": "Ce qui était dit s’est-il produit ?"},
        "note": {
            "en": "Targets of seven heights, put at each earlier date and judged by the forecasts made before it. What"
            " was said and what came true should agree; targets of one date are not independent.",
            "fr": "Des objectifs de sept hauteurs, posés à chaque date passée et jugés d’après les prévisions qui l’ont"
            " précédée. Ce qui était dit et ce qui s’est produit devraient concorder ; les objectifs d’une même date ne"
            " sont pas indépendants.",
        },
        "columns": {
            "bin": {"en": "Said", "fr": "Dit"},
            "times": {"en": "Times", "fr": "Fois"},
            "said": {"en": "On average", "fr": "En moyenne"},
            "came": {"en": "Came true", "fr": "S’est produit"},
        },
    },
    "brier": {
        "title": {"en": "The same objective at earlier dates", "fr": "Le même objectif à des dates passées"},
        "note": {
            "en": "As much above the same periods a season before as it is now. The score is Brier’s, the mean square"
            " of what was said less what came (1 or 0): 0 is perfect, and smaller is better.",
            "fr": "Aussi haut, par rapport aux mêmes périodes une saison plus tôt, qu’il l’est à présent. Le score est"
            " celui de Brier, la moyenne des carrés de ce qui était dit moins ce qui est venu (1 ou 0) : 0 est parfait,"
            " et le plus petit est le meilleur.",
        },
        "columns": {
            "who": {"en": "Who said it", "fr": "Qui le disait"},
            "times": {"en": "Times", "fr": "Fois"},
            "reached": {"en": "Reached", "fr": "Atteint"},
            "score": {"en": "Brier score", "fr": "Score de Brier"},
        },
    },
    "credit": {
        "title": {"en": "Would it have been reached without the work?",
                  "fr": "Aurait-il été atteint sans ce travail ?"},
        "note": {
            "en": "The effect question, asked of the same measure with its own placebos. Credit is given only where the"
            " effect is seen, and the whole interval of what would be without it misses the target.",
            "fr": "La question de l’effet, posée de la même mesure avec ses propres placebos. Le mérite n’est attribué"
            " que si l’effet est vu, et si tout l’intervalle de ce qui serait sans lui manque l’objectif.",
        },
        "columns": {
            "verdict": {"en": "Effect", "fr": "Effet"},
            "brought": {"en": "Brought", "fr": "Apporté"},
            "brought_low": {"en": "At least", "fr": "Au moins"},
            "brought_high": {"en": "At most", "fr": "Au plus"},
            "without": {"en": "Without it", "fr": "Sans lui"},
            "without_low": {"en": "At least", "fr": "Au moins"},
            "without_high": {"en": "At most", "fr": "Au plus"},
            "credit": {"en": "The target", "fr": "L’objectif"},
        },
    },
}
# All objectives of a report together, at its head: the columns taken from the table of each.
BOARD: dict[str, Any] = {
    "table": "objective",
    "columns": ("level", "owner", "target", "forecast", "probability", "state"),
    "title": {"en": "The objectives", "fr": "Les objectifs"},
    "first": {"en": "Objective", "fr": "Objectif suivi"},
    "note": {
        "en": "On track and at risk are said only where the forecast’s 95% interval leaves the target on one side.",
        "fr": "« En bonne voie » et « en péril » ne sont dits que si l’intervalle à 95 % de la prévision laisse"
        " l’objectif d’un seul côté.",
    },
}
LABELS: dict[str, Both] = {
    "relative": {"en": "The target, against the forecast or the count",
                 "fr": "L’objectif, par rapport à la prévision ou au compte"},
    "per_period": {"en": "The target, less the forecast or the count",
                   "fr": "L’objectif, moins la prévision ou le compte"},
    "figure_time": {"en": "The record, and the forecast to the deadline",
                    "fr": "Les données, et la prévision jusqu’à l’échéance"},
    "figure_placebos": {"en": "The target among the errors of earlier forecasts",
                        "fr": "L’objectif parmi les erreurs des prévisions passées"},
    "figure_none": {"en": "What is counted has no forecast to draw.",
                    "fr": "Ce qui est compté n’a pas de prévision à dessiner."},
    "counterfactual": {"en": "Forecast", "fr": "Prévision"},
    "band": {"en": "Where 95% of earlier forecasts would have held it",
             "fr": "Là où 95 % des prévisions passées l’auraient contenu"},
    "window": {"en": "Still to come", "fr": "Encore à venir"},
    "placebo": {"en": "Error of an earlier forecast", "fr": "Erreur d’une prévision passée"},
    "placebo_bar": {"en": "Errors of earlier forecasts", "fr": "Erreurs des prévisions passées"},
    "real": {"en": "The target", "fr": "L’objectif"},
    "quiet": {"en": "Within the forecast’s interval", "fr": "Dans l’intervalle de la prévision"},
    "axis_effect": {"en": "Above or below the forecast", "fr": "Au-dessus ou au-dessous de la prévision"},
    "axis_count": {"en": "Number of forecasts", "fr": "Nombre de prévisions"},
    "dots_note": {"en": "Dots: {n}, each one an earlier forecast.", "fr": "Points : {n}, chacun une prévision passée."},
    "bars_note": {"en": "Earlier forecasts in the bars: {n}.", "fr": "Prévisions passées dans les barres : {n}."},
    "outliers": {"en": "Forecasts beyond the edges of the figure: {n}.",
                 "fr": "Prévisions au-delà des bords : {n}."},
    "counted_later": {"en": "How often the interval missed is counted on later ones only ({of}).",
                      "fr": "Les sorties de l’intervalle sont comptées sur les plus tardives seulement ({of})."},
    "counted_each": {"en": "How often the interval missed is counted on {of}.",
                     "fr": "Les sorties de l’intervalle sont comptées sur {of}."},
    "counted_none": {"en": "None came late enough to count on it how often the interval missed.",
                     "fr": "Aucune n’est assez tardive pour y compter les sorties de l’intervalle."},
    "summary_time": {
        "en": "Line chart of {measure} from {first} to {last}: what was observed, and from {start} on the forecast,"
        " {expected} on average.",
        "fr": "Courbe de {measure} du {first} au {last} : ce qui a été observé, et à partir du {start} la prévision,"
        " {expected} en moyenne.",
    },
    "summary_placebos": {
        "en": "Distribution of the errors of {n} earlier forecasts: half of them lie between {q1} and {q3}, the most"
        " extreme at {min} and {max}. The target stands at {real} from the forecast: {beyond} errors were as large.",
        "fr": "Distribution des erreurs de {n} prévisions passées : la moitié se trouve entre {q1} et {q3}, les plus"
        " extrêmes à {min} et {max}. L’objectif se trouve à {real} de la prévision : {beyond} erreurs ont été aussi"
        " grandes.",
    },
    "placebo_caption": {"en": "The same, from earlier dates", "fr": "La même chose, à des dates passées"},
    "raw_rate": {"en": "Missed, by the usual error of a forecast of no change",
                 "fr": "Sorties, selon l’erreur ordinaire d’une prévision sans changement"},
    "calibrated_rate": {"en": "Missed by more than the interval (the one used)",
                        "fr": "Sorties de l’intervalle (retenu)"},
    "own_rate": {"en": "The same, of these units alone", "fr": "De même, pour ces seules unités"},
    "detectable": {"en": "Smallest gap to a target it could tell", "fr": "Plus petit écart à un objectif qu’elle"
                   " saurait dire"},
    "window_row": {"en": "Foretold or counted", "fr": "Prévu ou compté"},
    "history_row": {"en": "Recorded before", "fr": "Données antérieures"},
    "all_units": {"en": "all", "fr": "toutes"},
    "onset": {"en": "The objective was", "fr": "L’objectif a été"},
    "limits_always": {
        "en": "In any case: a forecast supposes that what comes is of the kind that came before, with what was done"
        " then. A new product, a crisis or a campaign that has no like in the record is not foreseen.",
        "fr": "Dans tous les cas : une prévision suppose que ce qui vient ressemble à ce qui est venu, avec ce qui se"
        " faisait alors. Un produit nouveau, une crise ou une campagne sans pareille dans les données ne sont pas"
        " prévus.",
    },
}
METHODS: dict[str, Method] = {
    "analogue": Method(
        name={"en": "As a season before", "fr": "Comme une saison plus tôt"},
        text={
            "en": "The level of the last weeks or months is carried on to the deadline as it was carried on from the"
            " same moment one and two seasons before. What counts already is added as it is. How far such a forecast"
            " errs is not computed but counted, on the same forecast made at earlier dates with what was known then.",
            "fr": "Le niveau des dernières semaines ou des derniers mois est prolongé jusqu’à l’échéance comme il"
            " l’avait été au même moment, une et deux saisons plus tôt. Ce qui est déjà acquis s’y ajoute tel quel."
            " L’erreur d’une telle prévision n’est pas calculée mais comptée, sur la même prévision faite à des dates"
            " passées avec ce que l’on savait alors.",
        },
        paper="Hyndman, R. J. & Athanasopoulos, G. (2021). Forecasting: Principles and Practice, 3rd edition, chapter"
        " 5.2. OTexts.",
    ),
    "count": Method(
        name={"en": "A count", "fr": "Un compte"},
        text={
            "en": "The deadline lies in the record: what was to be counted is counted, and nothing is foretold. A count"
            " has no error of forecasting, here as at any earlier date, so its interval has no width.",
            "fr": "L’échéance se trouve dans les données : ce qui était à compter est compté, et rien n’est prévu. Un"
            " compte n’a pas d’erreur de prévision, ici comme à toute date passée : son intervalle n’a pas de"
            " largeur.",
        },
        paper="Barcelona Principles 3.0 (2020). International Association for Measurement and Evaluation of"
        " Communication (AMEC).",
    ),
}
PLACEBOS = Method(
    name={"en": "Hindcasts", "fr": "Prévisions rétrospectives"},
    text={
        "en": "The forecast from the end of the record and those from earlier dates, whose outcome is known, go through"
        " one calculation: as far ahead, counted alike, and none sees what came after its date. The chance given is"
        " read off how far they erred, and so is the interval.",
        "fr": "La prévision faite à la fin des données et celles faites à des dates passées, dont on connaît l’issue,"
        " passent par un seul calcul : aussi loin devant, comptées de même, et aucune ne voit ce qui a suivi sa date."
        " La probabilité donnée se lit dans leurs erreurs, tout comme l’intervalle.",
    },
    paper="Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review,"
    " 78(1), 1–3.",
)
