"""What is said of questions that cannot be asked as they are put."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "at least five days of them, hour after hour": "au moins cinq jours d’heures observées, heure après heure",
    "Bring a longer record: before that nobody knows what is usual.":
        "Fournissez des données plus anciennes : avant cela, personne ne sait ce qui est habituel.",
    "messages of {units!r}": "messages de {units!r}",
    "{sum} hours that were observed": "{sum} heures observées",
    "PyMC-Marketing, an optional extra": "PyMC-Marketing, une extension facultative",
    "Run `pip install recul[channels]`, or leave `estimator` out: Recul's own model needs nothing more.":
        "Lancez `pip install recul[channels]`, ou n’indiquez pas `estimator` : le modèle de Recul se passe de tout le"
        " reste.",
    '"{name}", and {error} is not installed': '"{name}", alors que {error} n’est pas installé',
    "Correct the name.": "Corrigez le nom.",
    "action {action!r}: end": "action {action!r} : end",
    "event {event!r}, units": "événement {event!r}, units",
    "Check the spelling in the files and in study.toml.":
        "Vérifiez l’orthographe dans les fichiers et dans study.toml.",
    "action: end": "action : end",
    "Declare it as an [[action]] with this id, or correct the name.":
        "Déclarez-la en [[action]] avec cet `id`, ou corrigez le nom.",
    "action {action!r}: start": "action {action!r} : start",
    "no action at all": "aucune action",
    "a moment in the record of {measure!r}, {first} to {last}":
        "un moment couvert par les données de {measure!r}, de {first} à {last}",
    "no task with hours above zero that can be": "aucune tâche aux heures positives qui puisse l’être",
    "the hours of some tasks": "les heures de quelques tâches",
    "Mend the `hours` column of the source, or name another.":
        "Corrigez la colonne `hours` de la source, ou indiquez-en une autre.",
    "no task whose nature is stated or can be read": "aucune tâche dont la nature soit indiquée ou lisible",
    "tasks described in French or English, or their `nature`":
        "des tâches décrites en français ou en anglais, ou leur `nature`",
    "Name the `text` or the `nature` column of the source.":
        "Indiquez la colonne `text` ou la colonne `nature` de la source.",
    "Set a later deadline, or ask by a finer `frequency`.":
        "Fixez une échéance plus lointaine, ou choisissez une `frequency` plus fine.",
    "no period in which all of them were observed": "aucune période où toutes aient été observées",
    "Ask about fewer units, or add the files that cover them.":
        "Posez la question sur moins d’unités, ou ajoutez les fichiers qui les couvrent.",
    "at least one whole {frequency} between the two": "au moins une période entière ({frequency}) entre les deux",
    "Write it as the file does.": "Écrivez-le comme dans le fichier.",
    "no known contract (they say {names})": "aucun contrat connu (on y lit {names})",
    "no contract stated": "aucun contrat indiqué",
    "the kind of contract of some ads": "le type de contrat de quelques annonces",
    "Name the `contract` column of the source, or say what its words mean under `contracts`.":
        "Indiquez la colonne `contract` de la source, ou dites sous `contracts` ce que ses mots signifient.",
    "an occupation of the ads: {names}": "un métier des annonces : {names}",
    "no sentence that can be read in the ads of {what}": "aucune phrase lisible dans les annonces de {what}",
    "all other occupations": "tous les autres métiers",
    "other occupations than the one asked about": "d’autres métiers que celui de la question",
    "ads with their text, in French or English": "des annonces avec leur texte, en français ou en anglais",
    "Name the `text` column of the source, or ask about another occupation.":
        "Indiquez la colonne `text` de la source, ou posez la question d’un autre métier.",
    "ads of {occupation!r}": "annonces de {occupation!r}",
    "none is stated": "aucun n’est indiqué",
    "values above zero": "des valeurs supérieures à zéro",
    "values of zero or above": "des valeurs de zéro ou plus",
    'Scale = "sqrt", which takes zeros, or leave these units out of the comparison.':
        'Écrivez `scale = "sqrt"`, qui accepte les zéros, ou retirez ces unités de la comparaison.',
    "Leave `scale` out, or leave these units out of the comparison.":
        "N’indiquez pas `scale`, ou retirez ces unités de la comparaison.",
    "{scale!r}, and {sum} values that it has no place for in {count} units, first {value:g} of {unit} on {day}":
        "{scale!r}, et {sum} valeurs que cette échelle n’accepte pas dans {count} unités, à commencer par {value:g}"
        " pour {unit}, le {day}",
    "Give daily values, or mend the files.": "Fournissez des valeurs par jour, ou corrigez les fichiers.",
    "measures that have no week in common": "des mesures qui n’ont aucune semaine en commun",
    "weeks in which all of them are known": "des semaines où toutes sont connues",
    "Bring records of the same time.": "Fournissez des données de la même période.",
    "weeks of {names} that begin on another day than those of {outcome!r}":
        "des semaines de {names} qui ne commencent pas le même jour que celles de {outcome!r}",
    "some in each group": "quelques-uns dans chaque groupe",
    "Check the dates.": "Vérifiez les dates.",
    "one that messages with a text are about: {names}": "un nom dont parlent des messages qui ont un texte : {names}",
    "Write the name as the files do.": "Écrivez le nom comme dans les fichiers.",
    "other units than the one asked about": "d’autres unités que celle de la question",
    "none of {g}": "aucun pour {g}",
    'Add a line such as `focus = "community"`.': 'Ajoutez une ligne comme `focus = "community"`.',
    "nothing, and no single channel whose name says community or owned":
        "rien, et pas de canal unique dont le nom contienne community ou owned",
    "each measure once: as outcome, as a channel or as a control":
        "chaque mesure une seule fois : résultat, canal ou témoin",
    "Remove it from all but one.": "Ne la laissez qu’à un endroit.",
    "a moment that was listened to": "un moment où l’on écoutait",
    "Nothing can be said of a record's first four days, nor of hours that were not collected: bring messages that begin"
    " earlier, or ask about another moment.":
        "On ne peut rien dire des quatre premiers jours des données, ni des heures sans collecte : fournissez des"
        " messages plus anciens, ou choisissez un autre moment.",
    "Correct the date, or bring messages that cover it.":
        "Corrigez la date, ou fournissez des messages qui la couvrent.",
    "messages of {count} units": "des messages de {count} unités",
    'Add a line such as `unit = "{units}"`, to say whose crisis it would be.':
        'Ajoutez une ligne comme `unit = "{units}"`, pour dire de qui ce serait la crise.',
    "a moment in the record, {span}": "un moment couvert par les données, {span}",
    "action {action!r}: {where}": "action {action!r} : {where}",
    "'experiment', of an action whose units were not drawn at random":
        "« experiment », pour une action dont les unités n’ont pas été tirées au sort",
    'an action with onset_rule = "randomised"': 'une action avec onset_rule = "randomised"',
    "Leave the estimator out, or say that the units were drawn.":
        "N’indiquez pas `estimator`, ou dites que les unités ont été tirées au sort.",
    "a window inside the record, with history before it":
        "une fenêtre couverte par les données, avec de l’historique avant elle",
    "Bring a record that begins before the action.": "Fournissez des données qui commencent avant l’action.",
    "window of action {action!r}": "fenêtre de l’action {action!r}",
    "{window} periods from period {start} of {count}": "{window} périodes à partir de la période {start} sur {count}",
    "Bring a longer record, or add `window = {recorded}`, the {recorded} periods recorded.":
        "Fournissez des données plus longues, ou ajoutez `window = {recorded}`, les {recorded} périodes enregistrées.",
    "Correct the date, bring a record that covers it, or add `window = {recorded}`, the {recorded} periods recorded.":
        "Corrigez la date, fournissez des données qui la couvrent, ou ajoutez `window = {recorded}`, les {recorded}"
        " périodes enregistrées.",
    "Write a first one: recul claim add.": "Écrivez-en une première : `recul claim add`.",
    "the outcome itself": "le résultat lui-même",
    "no measure but the outcome": "aucune autre mesure que le résultat",
    "metrics beside the outcome": "des indicateurs à côté du résultat",
    "Name measures of the record under `metrics`.": "Indiquez des mesures des données sous `metrics`.",
    "`target`, a number in the measure's unit, or `change`, a share of the baseline":
        "`target`, un nombre dans l’unité de la mesure, ou `change`, une part de la valeur de départ",
    "Write `target = 1200`, or `change = 0.10` for 10 % more than the baseline.":
        "Écrivez `target = 1200`, ou `change = 0.10` pour 10 % de plus que la valeur de départ.",
    "neither": "aucun des deux",
    "both `target` and `change`": "`target` et `change` à la fois",
    'a number above zero, or "year before": what it is a change of':
        'un nombre supérieur à zéro, ou "year before" : ce par rapport à quoi l’on change',
    "No share of nothing, or of less, is anything: name the baseline, or write a `target`.":
        "Une part de rien, ou de moins que rien, n’a pas de sens : indiquez la valeur de départ (`baseline`), ou"
        " écrivez une `target`.",
    "a share above -1: -0.10 for 10 % less": "une part supérieure à -1 : -0.10 pour 10 % de moins",
    "Write `target = 0` for nothing at all.": "Écrivez `target = 0` pour plus rien du tout.",
    "a day after the start, {start}": "un jour postérieur au début, {start}",
    "'mean' or 'last'": '"mean" ou "last"',
    "Choose one of the two, or leave `over` out.": "Choisissez l’un des deux, ou n’indiquez pas `over`.",
    "a baseline above zero": "une valeur de départ supérieure à zéro",
    "Write a `target` in the measure's own unit.": "Écrivez une `target` dans l’unité de la mesure.",
    "'total', of {measure!r}, whose values do not add up":
        '"total", pour {measure!r}, dont les valeurs ne s’additionnent pas',
    "{found:g} a year before, with a relative `change`": "{found:g} un an plus tôt, avec un `change` relatif",
    "{baseline:g}, with a relative `change`": "{baseline:g}, avec un `change` relatif",
    "each word under one kind of contract": "chaque mot sous un seul type de contrat",
    "Remove it from all kinds but one.": "Ne le laissez que dans un seul type.",
    "{twice!r} more than once": "{twice!r} plus d’une fois",
    '"left": conversations that were alike until then, and left for the moment':
        '"left" : des conversations semblables jusque-là, et laissées sans réponse pour l’instant',
    "Surges die by themselves: whatever is done at the peak, less follows than came before.":
        "Les emballements retombent d’eux-mêmes : quoi que l’on fasse au plus haut, il y a moins de messages après"
        " qu’avant.",
    "The loud are answered and the quiet are not: so compared, an answer that halves the decay looks harmful.":
        "On répond aux conversations bruyantes et pas aux calmes : ainsi comparée, une réponse qui divise la durée par"
        " deux paraît nuisible.",
    "Conversations alike in what came after the answer are alike in what the answer did.":
        "Des conversations semblables par ce qui a suivi la réponse le sont par l’effet même de la réponse.",
    'Leave it out, or write "left".': 'Ne l’indiquez pas, ou écrivez "left".',
    "an opening hour before the closing one, like [9, 18]":
        "une heure d’ouverture avant celle de fermeture, comme [9, 18]",
    "Exchange or mend the two.": "Échangez ou corrigez les deux.",
    "at least one day, 1 for Monday to 7 for Sunday": "au moins un jour, de 1 pour lundi à 7 pour dimanche",
    "Leave it out for Monday to Friday.": "Ne l’indiquez pas si c’est du lundi au vendredi.",
    "Correct the moment, or bring messages that cover it.":
        "Corrigez le moment, ou fournissez des messages qui le couvrent.",
    "a moment in the record, {times} to {times2} UTC": "un moment couvert par les données, de {times} à {times2} UTC",
    'Add a line such as `unit = "{units}"`, to say whose surge the statement was to calm.':
        'Ajoutez une ligne comme `unit = "{units}"`, pour dire de qui la déclaration devait calmer l’emballement.',
    "a date and time, such as 2025-10-14T11:30:00": "une date et une heure, comme 2025-10-14T11:30:00",
    "Say at what hour the statement was made: a surge halves in hours.":
        "Indiquez à quelle heure la déclaration a été faite : un emballement retombe de moitié en quelques heures.",
    "'randomised'": '"randomised"',
    "Say that the spells were drawn, if they were.":
        "Indiquez que les périodes ont été tirées au sort, si elles l’ont été.",
    "Bring a record that covers the whole test.": "Fournissez des données qui couvrent tout le test.",
    "action {a!r}: onset_rule": "action {a!r} : onset_rule",
    "different units": "des unités différentes",
    "the same units in each": "les mêmes unités dans chacune",
    "Mend them.": "Corrigez-les.",
    "action {a!r}: start": "action {a!r} : start",
    "action {a!r}: end": "action {a!r} : end",
    "Leave out less.": "Écartez-en moins.",
    "the first one begins with the record": "la première commence en même temps que les données",
    "a record that begins earlier": "des données qui commencent plus tôt",
    "what the ids of spells begin with, each an action of kind on or off: {names}":
        "le début commun des `id` de périodes, chacune une action de kind on ou off : {names}",
    "Declare the spells as `recul design` writes them.": "Déclarez les périodes comme `recul design` les écrit.",
    "pairs that follow each other, one on and one off": "des paires qui se suivent, l’une on et l’autre off",
    "Declare every spell, as it was drawn and not as it was kept.":
        "Déclarez chaque période telle que tirée au sort, et non telle que suivie.",
    "spells of {test!r}": "périodes de {test!r}",
    "less than the shortest spell, {length} {frequency}s":
        "moins que la plus courte période de test, {length} ({frequency})",
    "{names}, of kind {names2}": "{names}, de kind {names2}",
    "`against` or `against_period`, not both": "`against` ou `against_period`, pas les deux",
    "Keep one: a difference must have one reading.":
        "Gardez l’un des deux : une différence ne doit avoir qu’une lecture.",
    "`period` beside `against_period`": "`period` à côté de `against_period`",
    "Say which period it is compared with.": "Indiquez à quelle période la comparer.",
    "two periods that do not overlap": "deux périodes qui ne se chevauchent pas",
    "Change one of them.": "Changez l’une des deux.",
    "one that shares days with `period`": "une période qui a des jours en commun avec `period`",
    "the public": "du public",
    "the brand": "de la marque",
    "messages of both sides": "des messages des deux côtés",
    "Declare the source that holds them, or its `direction` column.":
        "Déclarez la source qui les contient, ou sa colonne `direction`.",
    "none of {name}'s (direction {word!r})": "aucun message {name} (direction {word!r})",
    "each word under one nature": "chaque mot sous une seule nature",
    "Remove it from all natures but one.": "Ne le laissez que dans une seule nature.",
    "{start} to {deadline}": "du {start} au {deadline}",
    " to ": " à ",
    "Correct the date, or bring a record that covers it.":
        "Corrigez la date, ou fournissez des données qui la couvrent.",
}
