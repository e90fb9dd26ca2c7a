"""What is said of tests to be planned."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "a share above 0 and below 1, such as 0.5": "une part supérieure à 0 et inférieure à 1, comme 0.5",
    "Write 0.5 for half of them.": "Écrivez 0.5 pour la moitié d’entre elles.",
    "the same share twice": "deux fois la même part",
    "each share once": "chaque part une seule fois",
    "Write them with commas, like 0.5,0.25.": "Séparez-les par des virgules, comme 0.5,0.25.",
    "Choose a length in weeks.": "Choisissez une durée en semaines.",
    "Mend the number.": "Corrigez le nombre.",
    "a number of weeks from 1 to 26": "un nombre de semaines de 1 à 26",
    "day or week": "day ou week",
    "Remove the double.": "Supprimez le doublon.",
    "Choose a later day: what is past cannot be drawn at random any more.":
        "Choisissez un jour plus tardif : le passé ne peut plus être tiré au sort.",
    "a day within ten years from today": "un jour dans les dix ans à venir",
    "a whole number from 1 to {weeks_most}": "un nombre entier de 1 à {weeks_most}",
    "a share above 0 and below 1: 0.05 for 5 %": "une part supérieure à 0 et inférieure à 1 : 0.05 pour 5 %",
    "Write a share.": "Écrivez une part.",
    "a number from 0 to {cost_most:g}": "un nombre de 0 à {cost_most:g}",
    "a day after today, {today}": "un jour postérieur à aujourd’hui, {today}",
    "Choose another.": "Changez cette valeur.",
    "a study file in UTF-8": "un fichier d’étude en UTF-8",
    "Paste the action yourself.": "Collez l’action vous-même.",
    "actions written as [[action]] tables": "des actions écrites en tables [[action]]",
    "one that can": "un fichier où l’on peut écrire",
    "a file that cannot be read ({error})": "un fichier qui ne se lit pas ({error})",
    "a study to which no [[action]] can be added at its end ({error})":
        "une étude à la fin de laquelle aucune [[action]] ne peut être ajoutée ({error})",
    "Paste the action yourself, or mend the rights of {root}.":
        "Collez l’action vous-même, ou corrigez les droits d’accès de {root}.",
    "Bring a longer record, or mend the office hours of the question of kind response.":
        "Fournissez des données plus longues, ou corrigez les heures de bureau de la question de genre response.",
    "{count} answered in office hours and followed to their end":
        "{count} ayant reçu une réponse aux heures de bureau et suivies jusqu’au bout",
    "{least} or more, to know what follows an answer": "{least} ou plus, pour savoir ce qui suit une réponse",
    "shares from 0.05 to 0.95, of answers held back": "des parts de 0.05 à 0.95, de réponses retenues",
    "Write 0.5 for every other one.": "Écrivez 0.5 pour une sur deux.",
    "units to draw from": "unités à tirer au sort",
    "several units, some of which are held out": "plusieurs unités, dont certaines sont mises à part",
    "Add --by weeks: on one unit, the work is put on and off in weeks drawn at random.":
        "Ajoutez --by weeks : pour une seule unité, le travail est suspendu certaines semaines tirées au sort.",
    "{window} weeks, with {periods} weeks of past (to {ends})":
        "{window} semaines, avec {periods} semaines de passé (jusqu’au {ends})",
    "a past at least {stretches_least} times as long as the test, {needed} weeks":
        "un passé d’au moins {stretches_least} fois la durée du test, {needed} semaines",
    "a share that holds out some units and leaves others":
        "une part qui mette à part quelques unités et en laisse d’autres",
    "Plan a test of {longest} weeks at most, or bring a longer record.":
        "Prévoyez un test de {longest} semaines au plus, ou fournissez des données plus longues.",
    "{share:g} of {n} units, which is {n2}": "{share:g} de {n} unités, soit {n2}",
    "Choose a share from {value:.2g} to {value2:.2g}.": "Choisissez une part de {value:.2g} à {value2:.2g}.",
    "Plan on a measure, or by longer periods, in which they have such values.":
        "Prévoyez-le sur une mesure, ou par des périodes plus longues, où elles ont de telles valeurs.",
    "values by the week or finer": "des valeurs par semaine ou plus fréquentes",
    "Bring weekly or daily values: a test lasts weeks.":
        "Fournissez des valeurs par semaine ou par jour : un test dure des semaines.",
    "units with values of {measure!r} above zero, to the end of the record":
        "des unités où {measure!r} est supérieure à zéro, jusqu’à la fin des données",
    "Take that day, or add --frequency day.": "Prenez ce jour, ou ajoutez --frequency day.",
    "values by the {frequency}": "des valeurs par {frequency}",
    "units with values in the record": "des unités qui ont des valeurs dans les données",
    "a day the record does not hold yet: it ends on {ends}":
        "un jour que les données ne contiennent pas encore : elles s’arrêtent le {ends}",
    "{start}, within a week of the record": "{start}, à moins d’une semaine des données",
    "a day on which its weeks begin, such as {near}": "un jour où commencent ses semaines, comme {near}",
    "{u}, never observed in {measure!r}": "{u}, jamais observée dans {measure!r}",
    "Leave it out: {names}.": "Ne l’indiquez pas : {names}.",
    "none was observed": "aucune n’a été observée",
    "Bring a longer record, or shorter spells.": "Fournissez des données plus longues, ou raccourcissez les périodes.",
    "0.5, of weeks drawn within pairs": "0.5, pour des semaines tirées au sort par paires",
    "Leave out less, or make the spells longer with --spell.":
        "Écartez-en moins, ou allongez les périodes avec --spell.",
    "{there} weeks of {measure!r}, untouched and observed whole in too few places":
        "{there} semaines de {measure!r}, sans action et observées en entier à trop peu d’endroits",
    "a past of {wanted} weeks: {stretches_least} times a test of {least} pairs of {spell} weeks":
        "un passé de {wanted} semaines : {stretches_least} fois un test de {least} paires de {spell} semaines",
    "0 or more, and less than a spell of {length} periods": "0 ou plus, et moins qu’une période de test de {length}",
    "none: {names}": "aucune : {names}",
    "{count} with values of zero or below, of which no share can be taken":
        "{count} avec des valeurs nulles ou négatives, dont on ne peut prendre aucune part",
    "{count} not observed lately": "{count} plus observées récemment",
}
