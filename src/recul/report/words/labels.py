"""The report's own words: headings, table rows, legends, codes of the engine. English beside French."""

from __future__ import annotations

Both = dict[str, str]

VERDICTS: dict[str, Both] = {
    "seen": {"en": "Seen", "fr": "Vu"},
    "not_seen": {"en": "Not seen", "fr": "Pas vu"},
    "cannot_say": {"en": "Cannot say", "fr": "On ne peut pas dire"},
}

# Codes that stand inside a sentence or a table.
CODES: dict[str, Both] = {
    "declared": {"en": "fixed beforehand", "fr": "fixé d’avance"},
    "alarm": {"en": "raised by an alarm", "fr": "signalé par une alarme"},
    "peak": {"en": "noticed because it peaked", "fr": "remarqué parce que c’était un pic"},
    "randomised": {"en": "drawn at random", "fr": "tiré au sort"},
    "student": {"en": "spread of the placebos, bell-shaped (Student)",
                "fr": "étalement des placebos, en cloche (Student)"},
    "rank": {"en": "rank among the placebos", "fr": "rang parmi les placebos"},
    "none": {"en": "none: too few placebos", "fr": "aucune : trop peu de placebos"},
    "log": {"en": "a logarithmic scale, answered in the outcome’s unit",
            "fr": "une échelle logarithmique, réponse dans l’unité de la mesure"},
    "sqrt": {"en": "a square-root scale, answered in the outcome’s unit",
             "fr": "une échelle de racines carrées, réponse dans l’unité de la mesure"},
    "only": {"en": "the only one asked", "fr": "la seule demandée"},
    "first": {"en": "the first that can be computed, in the question’s order",
              "fr": "la première qui se calcule, dans l’ordre de la question"},
    "placebos": {"en": "the sharpest on the earlier half of the placebos",
                 "fr": "la plus précise sur la première moitié des placebos"},
    "units_and_dates": {"en": "comparable units, at the same moment and at others",
                        "fr": "unités comparables, au même moment et à d’autres"},
    "assignments": {"en": "the same draw made again, at the real moment",
                    "fr": "le même tirage au sort refait, au moment réel"},
    "few_units": {"en": "too few units were observed", "fr": "trop peu d’unités ont été observées"},
    "not_estimated": {"en": "it is not made for such data", "fr": "elle n’est pas faite pour de telles données"},
    "no_variation": {"en": "the series does not vary", "fr": "la série ne varie pas"},
    "repeated_by_donors": {"en": "the series it is compared with repeat it exactly",
                           "fr": "les séries de comparaison la répètent exactement"},
    "no_donors": {"en": "there is nothing to compare with", "fr": "il n’y a rien à quoi comparer"},
    "window_unobserved": {"en": "nothing was observed in the window", "fr": "rien n’a été observé dans la fenêtre"},
    "short_history": {"en": "too little is known of what came before", "fr": "on sait trop peu de ce qui a précédé"},
}

LABELS: dict[str, Both] = {
    "toggle": {"en": "Language", "fr": "Langue"},
    "skip": {"en": "Skip to the findings", "fr": "Aller aux réponses"},
    "answers": {"en": "The answers", "fr": "Les réponses"},
    "brand": {"en": "Brand", "fr": "Marque"},
    "period": {"en": "Period", "fr": "Période"},
    "from_to": {"en": "{start} to {end}", "fr": "du {start} au {end}"},
    "whole_record": {"en": "all that was recorded", "fr": "tout ce qui a été enregistré"},
    "no_findings": {"en": "No question was asked.", "fr": "Aucune question n’a été posée."},
    "question_n": {"en": "Question {n}", "fr": "Question {n}"},
    "effect": {"en": "Did “{action}” change {measure}?",
               "fr": "« {action} » : y a-t-il eu un changement dans {measure} ?"},
    "effect_no_action": {"en": "Did {measure} change?", "fr": "Y a-t-il eu un changement dans {measure} ?"},
    "other_kind": {"en": "Question of kind “{kind}”", "fr": "Question de type « {kind} »"},
    "answer": {"en": "Answer", "fr": "Réponse"},
    "truth": {"en": "The truth", "fr": "La vérité"},
    "to_top": {"en": "Back to the answers", "fr": "Retour aux réponses"},
    # numbers
    "numbers": {"en": "The numbers", "fr": "Les chiffres"},
    "numbers_caption": {"en": "The estimate, and its {level} interval",
                        "fr": "L’estimation, et son intervalle à {level}"},
    "numbers_forbidden": {
        "en": "What the method computed. No answer can rest on it",
        "fr": "Ce que la méthode a calculé. Aucune réponse ne peut s’y appuyer",
    },
    "quantity": {"en": "Quantity", "fr": "Grandeur"},
    "estimate": {"en": "Estimate", "fr": "Estimation"},
    "interval": {"en": "Interval", "fr": "Intervalle"},
    "relative": {"en": "Against what would have been expected", "fr": "Par rapport au niveau attendu"},
    "per_period": {"en": "Mean difference, {per}", "fr": "Écart moyen, {per}"},
    "per_hour": {"en": "each hour", "fr": "par heure"},
    "per_day": {"en": "each day", "fr": "par jour"},
    "per_week": {"en": "each week", "fr": "par semaine"},
    "per_month": {"en": "each month", "fr": "par mois"},
    "per_quarter": {"en": "each quarter", "fr": "par trimestre"},
    "per_year": {"en": "each year", "fr": "par an"},
    "each_unit": {"en": "{per} and unit", "fr": "{per} et par unité"},
    "mean_of_units": {"en": "The lines are the mean of the {n} units asked about.",
                      "fr": "Les courbes sont la moyenne des {n} unités en question."},
    "total": {"en": "Total over the window", "fr": "Total sur la fenêtre"},
    "to": {"en": "{low} to {high}", "fr": "de {low} à {high}"},
    "or_more": {"en": "{low} or more", "fr": "{low} ou plus"},
    "no_interval": {"en": "no interval can be given", "fr": "sans intervalle possible"},
    # figures
    "figure_time": {"en": "What happened, and what would have been expected",
                    "fr": "Ce qui s’est passé, et ce qui était attendu"},
    "figure_placebos": {"en": "The real case among its placebos", "fr": "Le cas réel parmi ses placebos"},
    "figure_none": {"en": "There is nothing to draw for this question.",
                    "fr": "Il n’y a rien à dessiner pour cette question."},
    "actual": {"en": "Observed", "fr": "Observé"},
    "counterfactual": {"en": "Expected otherwise", "fr": "Attendu sinon"},
    "band": {"en": "Where 95% of placebos would lie", "fr": "Là où seraient 95 % des placebos"},
    "window": {"en": "Window of the question", "fr": "Fenêtre de la question"},
    "placebo": {"en": "Placebo (nothing happened)", "fr": "Placebo (rien ne s’est passé)"},
    "placebo_bar": {"en": "Placebos (nothing happened)", "fr": "Placebos (rien ne s’est passé)"},
    "real": {"en": "Real case", "fr": "Cas réel"},
    "quiet": {"en": "Too small to be called seen", "fr": "Trop petit pour être dit « vu »"},
    "axis_effect": {"en": "Difference from the expected level", "fr": "Écart au niveau attendu"},
    "axis_count": {"en": "Number of placebos", "fr": "Nombre de placebos"},
    "date": {"en": "Date", "fr": "Date"},
    "low": {"en": "Low end of the band", "fr": "Bas de la bande"},
    "high": {"en": "High end of the band", "fr": "Haut de la bande"},
    "not_zero": {"en": "The vertical axis does not start at zero.", "fr": "L’axe vertical ne commence pas à zéro."},
    "outliers": {"en": "Placebos beyond the edges of the figure: {n}.", "fr": "Placebos au-delà des bords : {n}."},
    "dots_note": {"en": "Dots: {n}, each one a placebo.", "fr": "Points : {n}, chacun un placebo."},
    "bars_note": {"en": "Placebos in the bars: {n}.", "fr": "Placebos dans les barres : {n}."},
    "counted_later": {
        "en": "How often the method cries wolf is counted on later ones only ({of}), each by its own interval.",
        "fr": "La fréquence à laquelle la méthode crie au loup est comptée sur les plus tardifs seulement ({of}),"
        " chacun selon son propre intervalle.",
    },
    "counted_each": {
        "en": "How often the method cries wolf is counted on {of}, each by its own interval.",
        "fr": "La fréquence à laquelle la méthode crie au loup est comptée sur {of}, chacun selon son propre"
        " intervalle.",
    },
    "counted_none": {
        "en": "None came late enough to count on it how often the method cries wolf.",
        "fr": "Aucun n’est assez tardif pour y compter combien de fois la méthode crie au loup.",
    },
    "zone_note": {"en": "Times are in {zone}.", "fr": "Les heures sont en {zone}."},
    "axis_time": {"en": "Time ({zone})", "fr": "Heure ({zone})"},
    "data_time": {"en": "The figure as a table (window only)", "fr": "La figure en tableau (fenêtre seule)"},
    "summary_time": {
        "en": "Line chart of {measure} from {first} to {last}. Before {start} the observed line and the expected one"
        " are drawn together; from then on, {observed} periods observed: the mean is {actual}, where {expected} would"
        " have been expected.",
        "fr": "Courbe de {measure} du {first} au {last}. Avant le {start}, la courbe observée et la courbe attendue"
        " sont tracées ensemble ; ensuite, {observed} périodes observées : la moyenne est de {actual}, quand {expected}"
        " était attendu.",
    },
    "summary_placebos": {
        "en": "Distribution of {n} placebos: half of them lie between {q1} and {q3}, the most extreme at {min} and"
        " {max}. The real case stands at {real}: {beyond} placebos are at least as far from zero.",
        "fr": "Distribution de {n} placebos : la moitié se trouve entre {q1} et {q3}, les plus extrêmes à {min} et"
        " {max}. Le cas réel se trouve à {real} : {beyond} placebos sont au moins aussi loin de zéro.",
    },
    "no_placebos": {"en": "No placebo could be run.", "fr": "Aucun placebo n’a pu être mené."},
    # placebo run
    "placebo_run": {"en": "The placebo run", "fr": "L’épreuve des placebos"},
    "placebo_caption": {
        "en": "The same method, asked where nothing happened",
        "fr": "La même méthode, là où rien ne s’est passé",
    },
    "planned": {"en": "Placebos aimed at, at most", "fr": "Placebos visés, au plus"},
    "ran": {"en": "Placebos that ran", "fr": "Placebos menés"},
    "failed": {"en": "Refused by the method", "fr": "Refusés par la méthode"},
    "spread_over": {"en": "Drawn from", "fr": "Tirés de"},
    "dates_sources": {"en": "dates: {dates}; series: {sources}", "fr": "dates : {dates} ; séries : {sources}"},
    "independent": {"en": "Worth how many independent ones", "fr": "Valeur en placebos indépendants"},
    "raw_rate": {"en": "Cries wolf, by the method’s own interval", "fr": "Crie au loup, selon son propre intervalle"},
    "calibrated_rate": {"en": "Cries wolf, after calibration (the one used)",
                        "fr": "Crie au loup, après calibrage (retenu)"},
    "own_rate": {"en": "Cries wolf in its own past, after calibration", "fr": "Crie au loup dans son propre passé"
                 ", après calibrage"},
    "detectable": {"en": "Smallest effect it could have seen", "fr": "Plus petit effet qu’elle aurait pu voir"},
    "detectable_none": {"en": "none could be relied on", "fr": "aucun n’est assuré"},
    "rate": {"en": "{rate}: {count} of {of} ({low} to {high})", "fr": "{rate} : {count} sur {of} (de {low} à {high})"},
    "rate_none": {"en": "could not be counted", "fr": "n’a pas pu être compté"},
    "measured": {"en": "What", "fr": "Quoi"},
    "value": {"en": "Value", "fr": "Valeur"},
    # limits, method, provenance
    "limits": {"en": "What cannot be said", "fr": "Ce qu’on ne peut pas dire"},
    "limits_none": {"en": "No particular limit was met.", "fr": "Aucune limite particulière n’a été rencontrée."},
    "limits_always": {
        "en": "In any case: a change seen at that moment may have any cause that acted at that moment and not on the"
        " units it is compared with. Growth of its own, faster or slower than theirs, would pass for an effect.",
        "fr": "Dans tous les cas : un changement vu à ce moment peut avoir n’importe quelle cause qui a agi alors sans"
        " toucher les unités de comparaison. Une croissance propre, plus ou moins vive que la leur, passerait pour un"
        " effet.",
    },
    "forbids": {"en": "Forbids an answer", "fr": "Interdit une réponse"},
    "method": {"en": "The method", "fr": "La méthode"},
    "method_unknown": {"en": "Method: {name}.", "fr": "Méthode : {name}."},
    "paper": {"en": "Paper", "fr": "Article"},
    "design": {"en": "How it was asked", "fr": "Comment la question a été posée"},
    "chosen": {"en": "Method chosen", "fr": "Méthode choisie"},
    "onset": {"en": "The moment was", "fr": "Le moment a été"},
    "window_row": {"en": "Window", "fr": "Fenêtre"},
    "history_row": {"en": "Past seen before it", "fr": "Passé vu avant elle"},
    "scale_row": {"en": "Compared on", "fr": "Comparaison sur"},
    "seasons_row": {"en": "Seasons declared", "fr": "Saisons déclarées"},
    "units_row": {"en": "Units asked about", "fr": "Unités en question"},
    "donors_row": {"en": "Compared with", "fr": "Comparées à"},
    "minimum_row": {"en": "Smallest effect of interest", "fr": "Plus petit effet d’intérêt"},
    "rule_row": {"en": "Interval by", "fr": "Intervalle par"},
    "bound_row": {"en": "Had to exceed", "fr": "Devait dépasser"},
    "bound_value": {"en": "{bound} of its own standard deviations", "fr": "{bound} de ses propres écarts-types"},
    "guaranteed": {"en": "guaranteed bound: {bound}", "fr": "borne garantie : {bound}"},
    "spread_row": {"en": "Spread wider than claimed by", "fr": "Étalement par rapport à l’annonce"},
    "correlation_row": {"en": "Placebos of one date move together", "fr": "Les placebos d’une date varient ensemble"},
    "seed_row": {"en": "Seed", "fr": "Graine"},
    "all_units": {"en": "none", "fr": "aucune"},
    "provenance": {"en": "Where the data come from", "fr": "D’où viennent les données"},
    "provenance_caption": {"en": "Files read", "fr": "Fichiers lus"},
    "provenance_none": {"en": "The data were given in memory; no file was read.",
                        "fr": "Les données ont été données en mémoire ; aucun fichier n’a été lu."},
    "file": {"en": "File", "fr": "Fichier"},
    "source": {"en": "Source", "fr": "Source"},
    "rows_read": {"en": "Rows read", "fr": "Lignes lues"},
    "rows_kept": {"en": "Kept", "fr": "Gardées"},
    "rows_refused": {"en": "Refused", "fr": "Refusées"},
    "duplicates": {"en": "Doubles", "fr": "Doublons"},
    "file_notes": {"en": "What was noticed while reading", "fr": "Ce qui a été remarqué à la lecture"},
    "refusal": {"en": "{path}: {count} × {reason}", "fr": "{path} : {count} × {reason}"},
    "file_note": {"en": "{path}: {note}", "fr": "{path} : {note}"},
    "sha256": {"en": "SHA-256", "fr": "SHA-256"},
    "footer": {
        "en": "Every question is asked many times: once where something happened, and again where nothing did.",
        "fr": "Chaque question est posée de nombreuses fois : une fois là où quelque chose s’est passé, les autres là"
        " où rien ne s’est passé.",
    },
    "made_by": {"en": "Made by Recul {version}", "fr": "Produit par Recul {version}"},
    "glossary": {"en": "How to read this report", "fr": "Comment lire ce rapport"},
    "gloss_seen": {
        "en": "Seen: the change is larger than what the same method finds where nothing happened.",
        "fr": "Vu : le changement dépasse ce que la même méthode trouve là où rien ne s’est passé.",
    },
    "gloss_not_seen": {
        "en": "Not seen: no such change, and one large enough to matter would have shown.",
        "fr": "Pas vu : aucun changement de ce genre, et un changement assez grand pour compter se serait vu.",
    },
    "gloss_cannot_say": {
        "en": "Cannot say: these data can tell neither; the reason is given.",
        "fr": "On ne peut pas dire : ces données ne permettent de dire ni l’un ni l’autre ; la raison est donnée.",
    },
    "gloss_placebo": {
        "en": "Placebo: the same question asked at a place or a time where nothing is known to have happened. A change"
        " “seen” there is a false alarm: the method cries wolf.",
        "fr": "Placebo : la même question posée en un lieu ou à un moment où, à notre connaissance, rien ne s’est"
        " passé. Un changement « vu » là est une fausse alerte : la méthode crie au loup.",
    },
}
