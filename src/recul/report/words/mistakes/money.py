"""What is said of costs, margins and returns."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "one that is asked beside this one": "une question posée à côté de celle-ci",
    "Correct it, or leave it out where there is one only.": "Corrigez-le, ou ne l’indiquez pas s’il n’y en a qu’une.",
    "the label of one {fit}: {names}": "le `label` d’une {fit} : {names}",
    'Add a line such as `{key} = "…"`, the label of the one meant, each label once.':
        'Ajoutez une ligne comme `{key} = "…"`, avec le `label` de celle que vous visez, chaque `label` une seule'
        " fois.",
    "no {fit} in this study": "aucune {fit} dans cette étude",
    'Add a [[question]] of kind = "{kind}" with an `outcome`.':
        'Ajoutez une [[question]] avec kind = "{kind}" et un `outcome`.',
    'Add a [[question]] of kind = "{kind}".': 'Ajoutez une [[question]] avec kind = "{kind}".',
    "the label of a {fit}: {names}": "le `label` d’une {fit} : {names}",
    "{count} of them": "{count} d’entre elles",
    "nothing, and {count} of them in this study": "rien, alors que l’étude en compte {count}",
    "the log over action {action!r}": "le journal pendant l’action {action!r}",
    "one currency, or a declared rate": "une seule monnaie, ou un taux déclaré",
    "no `cost`, no `costs` and no `hours`": "ni `cost`, ni `costs`, ni `hours`",
    "what the action cost, in full": "ce que l’action a coûté, en entier",
    "Add lines such as `costs = { tools = 200, spend = 4000 }` and `hours = 40`.":
        "Ajoutez des lignes comme `costs = { tools = 200, spend = 4000 }` et `hours = 40`.",
    "a cost without a currency": "un coût sans monnaie",
    "the currency it was paid in": "la monnaie dans laquelle il a été payé",
    'Add a line such as `currency = "EUR"`.': 'Ajoutez une ligne comme `currency = "EUR"`.',
    "the cost of {name}": "le coût de l’{name}",
    "a full cost of 0": "un coût complet de 0",
    "a cost above 0: without one there is no return on it": "un coût supérieur à 0 : sans coût, pas de rendement",
    "Add what it cost in money (`costs`) and in work (`hours`).":
        "Ajoutez ce qu’elle a coûté en argent (`costs`) et en travail (`hours`).",
    "values that do not add up, rates or prices": "des valeurs qui ne s’additionnent pas, des taux ou des prix",
    'amounts or counts, of a source with aggregate = "sum"':
        'des montants ou des comptes, d’une source avec aggregate = "sum"',
    "Ask about sales, visits or subscriptions instead.":
        "Posez plutôt la question sur des ventes, des visites ou des abonnements.",
    "values without a `value_unit`": "des valeurs sans `value_unit`",
    'an amount of money, "€", "£" or a code such as "EUR" or "USD", for a `margin` of it':
        'une somme d’argent, "€", "£" ou un code comme "EUR" ou "USD", pour en prendre une marge (`margin`)',
    "Correct the `value_unit` of its source; or write `unit_margin`, what one of it leaves, instead.":
        "Corrigez la `value_unit` de sa source ; ou écrivez plutôt `unit_margin`, ce que laisse une unité.",
    "a nature of the log: {names}": "une nature du journal : {names}",
    'Remove `hours` from the action, or `hours_from = "tasks"` from the question.':
        'Retirez `hours` de l’action, ou `hours_from = "tasks"` de la question.',
    "its last day, to which hours are counted": "son dernier jour, jusqu’auquel les heures sont comptées",
    "Add a line such as `end = 2025-11-30`.": "Ajoutez une ligne comme `end = 2025-11-30`.",
    "every row, as their hours would be left out": "toutes les lignes, car leurs heures seraient oubliées",
    "Mend them (1.5 for an hour and a half), or declare the action's `hours`.":
        "Corrigez-les (1.5 pour une heure et demie), ou déclarez les `hours` de l’action.",
    "no task": "aucune tâche",
    "tasks whose hours can be counted": "des tâches dont on puisse compter les heures",
    "Declare a source of the table `tasks` that covers it, or the action's `hours`.":
        "Déclarez une source de la table `tasks` qui la couvre, ou les `hours` de l’action.",
    "the hours of each": "les heures de chacune",
    "Fill them in, choose `natures` that have them, or declare the action's `hours`.":
        "Complétez-les, choisissez des `natures` qui en ont, ou déclarez les `hours` de l’action.",
    "hours of work": "des heures de travail",
    "Mend them in the log, or declare the action's `hours`.":
        "Corrigez-les dans le journal, ou déclarez les `hours` de l’action.",
    "Bring the rest of the log, or declare the action's `hours`.":
        "Fournissez le reste du journal, ou déclarez les `hours` de l’action.",
    "{of} in {currency}, beside {home}, and no rate between them":
        "{of} en {currency}, à côté de {home}, sans taux entre les deux",
    "Add `rates = {{ {currency} = … }}` to [costs]: what one {currency} is worth in {home}.":
        "Ajoutez `rates = {{ {currency} = … }}` à [costs] : ce que vaut un {currency} en {home}.",
    'Add a table [costs] with `currency = "{home}"` and `rates = {{ {currency} = … }}`: what one {currency} is worth in'
    " {home}.":
        'Ajoutez une table [costs] avec `currency = "{home}"` et `rates = {{ {currency} = … }}` : ce que vaut un'
        " {currency} en {home}.",
    "the cost of action {action!r}": "le coût de l’action {action!r}",
    "what went into {channel!r}": "ce que {channel!r} a reçu",
    "{name}: currency": "{name} : currency",
    "the full cost of an hour of work": "le coût complet d’une heure de travail",
    'Add a table [costs] with `currency = "EUR"` and `hour = 38.0`, your own figures.':
        'Ajoutez une table [costs] avec `currency = "EUR"` et `hour = 38.0`, vos propres chiffres.',
    "`margin`, the share of it that is kept": "`margin`, la part que vous en gardez",
    "Write `margin = 0.55`.": "Écrivez `margin = 0.55`.",
    "action {action!r}: hours": "action {action!r} : hours",
    "{hours:g} hours declared, and those of the log asked for":
        "{hours:g} heures déclarées, et celles du journal demandées",
    "{n} row of its files that could not be read": "{n} ligne de ses fichiers qui n’a pas pu être lue",
    "{n} rows of its files that could not be read": "{n} lignes de ses fichiers qui n’ont pas pu être lues",
    "{unknown} of {tasks} tasks without hours": "{unknown} tâches sur {tasks} sans heures",
    "{negative} of {tasks} tasks of negative hours": "{negative} tâches sur {tasks} aux heures négatives",
    "a log from {first} to {last}": "un journal du {first} au {last}",
    "one of all the action, {begun} to {ended}": "un journal de toute l’action, du {begun} au {ended}",
    "nothing, and {hours:g} hours of work for {name}": "rien, et {hours:g} heures de travail pour l’{name}",
    "an outcome in {unit!r}, which is money": "un résultat en {unit!r}, donc de l’argent",
    "values in {unit!r}": "des valeurs en {unit!r}",
    'Ask it as a [[question]] of kind "effect", or correct the name.':
        'Posez-la en [[question]] avec kind = "effect", ou corrigez le nom.',
    "an effect on {measure!r} asked in this study, by its label or its action: {names}":
        "un effet sur {measure!r} demandé dans cette étude, par son `label` ou son `action` : {names}",
    "a window that holds all of what was paid for": "une fenêtre qui contienne tout ce qui a été payé",
    "Leave `window` out, or ask when the action is over and its last day recorded; or declare the part you ask about as"
    " an action with its own cost.":
        "N’indiquez pas `window`, ou attendez que l’action soit finie et son dernier jour enregistré ; ou déclarez la"
        " partie qui vous intéresse comme une action, avec son propre coût.",
    "Declare those that began together as an action of their own, with its own cost, and ask about each.":
        "Déclarez comme une action à part celles qui ont commencé ensemble, avec son propre coût, et posez la question"
        " de chacune.",
    "a window that ends before action {action!r} does, on {end}":
        "une fenêtre qui finit avant l’action {action!r}, laquelle dure jusqu’au {end}",
    "a cost that an effect could pay for": "un coût qu’un effet puisse rembourser",
    "Check the units, the currency and the margin. If they are right, nothing needs asking: it did not pay.":
        "Vérifiez les unités, la monnaie et la marge. Si elles sont justes, la question ne se pose pas : l’action n’a"
        " pas été rentable.",
    "action {action!r}: starts": "action {action!r} : starts",
    "units that did not begin together, each judged over {n} period from its own start, and a cost until {end}":
        "des unités qui n’ont pas commencé ensemble, chacune jugée sur {n} période depuis son propre début, et un coût"
        " qui court jusqu’au {end}",
    "units that did not begin together, each judged over {n} periods from its own start, and a cost until {end}":
        "des unités qui n’ont pas commencé ensemble, chacune jugée sur {n} périodes depuis son propre début, et un coût"
        " qui court jusqu’au {end}",
    "a full cost of {total:,.0f} {currency}, and {recorded:,.0f} {currency} kept of all that was recorded in its"
    " window":
        "un coût complet de {total:,.0f} {currency}, pour {recorded:,.0f} {currency} gardés sur tout ce qui a été"
        " enregistré dans sa fenêtre",
    "Correct the `value_unit` of its source, or leave this measure out.":
        "Corrigez la `value_unit` de sa source, ou n’indiquez pas cette mesure.",
    "values in {value_unit!r}": "des valeurs en {value_unit!r}",
    "the outcome's own unit, {unit!r}": "l’unité du résultat lui-même, {unit!r}",
    "{measure!r} of {count} units": "{measure!r} pour {count} unités",
    "Add a line such as `channel = \"{units}\"`, the one that is the action's.":
        'Ajoutez une ligne comme `channel = "{units}"`, celle qui correspond à l’action.',
    "no unit": "aucune unité",
    "`margin`, the share kept of an outcome that is money, or `unit_margin`, what one of any other leaves":
        "`margin`, la part gardée d’un résultat en argent, ou `unit_margin`, ce que laisse une unité de tout autre",
    "Add a line such as `margin = 0.55`.": "Ajoutez une ligne comme `margin = 0.55`.",
    "neither of the two": "aucun des deux",
    "both of them": "les deux à la fois",
    "a share above 0 and at most 1: 0.55 where 55 of 100 € of sales are left":
        "une part supérieure à 0 et d’au plus 1 : 0.55 s’il reste 55 € sur 100 € de ventes",
    "It is a share: write 0.55 for 55 %. Of an outcome that is no money, write `unit_margin`.":
        "C’est une part : écrivez 0.55 pour 55 %. Pour un résultat qui n’est pas de l’argent, écrivez `unit_margin`.",
    "`reach`, a measure, and `price_per_thousand`, or neither":
        "`reach`, une mesure, et `price_per_thousand`, ou aucun des deux",
    "Add the other, or remove it.": "Ajoutez l’autre, ou supprimez-le.",
    "one without the other": "l’un sans l’autre",
    'no such key unless hours_from = "tasks"': 'cette clé seulement avec hours_from = "tasks"',
    "Remove it, or take the hours from the log.": "Supprimez-la, ou prenez les heures du journal.",
    "no such key without `last_click`, `first_click` or `reach`":
        "cette clé seulement avec `last_click`, `first_click` ou `reach`",
    "action {action!r}": "action {action!r}",
    "outcome {measure!r}": "résultat {measure!r}",
    "crisis question with an outcome": "question de genre crisis avec un `outcome`",
    "response question": "question de genre response",
}
