"""What `recul label` says while messages are read by hand."""

from __future__ import annotations

from recul.report.words import say
from recul.report.words.text import plain

Both = dict[str, str]

TOLD: dict[str, Both] = {
    "keys": {"en": "n negative · u neutral · p positive · s cannot tell · b back · q quit (all is kept)",
             "fr": "n négatif · u neutre · p positif · s ne peut pas dire · b retour · q quitter (tout est gardé)"},
    "audit": {"en": "{count} messages drawn by lot are to be read. They alone correct the shares.",
              "fr": "{count} messages tirés au sort sont à lire. Eux seuls corrigent les parts."},
    "audit_done": {"en": "The sample drawn by lot has been read.", "fr": "L’échantillon tiré au sort est lu."},
    "chosen": {"en": "{count} messages of which the classifier is least sure. They teach it, and correct nothing.",
               "fr": "{count} messages dont le classifieur est le moins sûr. Ils l’instruisent et ne corrigent rien."},
    "no_chosen": {"en": "No more messages teach the classifier anything yet: it takes {needed} labels to begin.",
                  "fr": "Aucun autre message n’instruirait encore le classifieur : il faut {needed} étiquettes pour"
                  " commencer."},
    "number": {"en": "{at} of {of}", "fr": "{at} sur {of}"},
    "unknown_key": {"en": "This key says nothing.", "fr": "Cette touche ne dit rien."},
    "state": {"en": "{name}: {audited} read by lot, {skipped} of them could not be told; the classifier errs in {error}"
              " of those; the share is known to within ± {half} points.",
              "fr": "{name} : {audited} lus par tirage, dont {skipped} non jugés ; le classifieur se trompe sur {error}"
              " d’entre eux ; la part est connue à ± {half} points."},
    "no_state": {"en": "{name}: {audited} read by lot, too few to correct anything.",
                 "fr": "{name} : {audited} lus par tirage, trop peu pour corriger quoi que ce soit."},
    "kappa": {"en": "Two labellers share {count} messages and agree with a kappa of {kappa}.",
              "fr": "Deux lecteurs ont {count} messages en commun et s’accordent avec un kappa de {kappa}."},
    "exported": {"en": "{count} messages written to {file}: fill in the column tone (n, u, p or s), then"
                 " recul label --import.",
                 "fr": "{count} messages écrits dans {file} : remplissez la colonne tone (n, u, p ou s), puis"
                 " recul label --import."},
    "imported": {"en": "Labels taken in: {count}; rows left empty: {empty}.",
                 "fr": "Étiquettes reprises : {count} ; lignes laissées vides : {empty}."},
    "left": {"en": "{count} messages drawn by lot remain to be read: run the same command again.",
             "fr": "{count} messages tirés au sort restent à lire : relancez la même commande."},
}

#: What is said in another way of the sentences of job ads.
OF_SENTENCES: dict[str, Both] = {
    "keys": {"en": "t strategic · o operational · m both at once · n no task · s cannot tell · b back · q quit (all is"
             " kept)",
             "fr": "t stratégique · o opérationnelle · m les deux à la fois · n pas une tâche · s ne peut pas dire ·"
             " b retour · q quitter (tout est gardé)"},
    "audit": {"en": "{count} sentences drawn by lot are to be read. They alone correct the shares.",
              "fr": "{count} phrases tirées au sort sont à lire. Elles seules corrigent les parts."},
    "all_others": {"en": "all other occupations", "fr": "tous les autres métiers"},
    "state": {"en": "{name}: {audited} read by lot, {tasks} of them state a task; the share is known to within"
              " ± {half} points.",
              "fr": "{name} : {audited} lues par tirage, dont {tasks} énoncent une tâche ; la part est connue à"
              " ± {half} points."},
    "no_state": {"en": "{name}: {audited} read by lot, {tasks} of them state a task: too few to correct anything.",
                 "fr": "{name} : {audited} lues par tirage, dont {tasks} énoncent une tâche : trop peu pour corriger"
                 " quoi que ce soit."},
    "kappa": {"en": "Two labellers share {count} sentences and agree with a kappa of {kappa}.",
              "fr": "Deux lecteurs ont {count} phrases en commun et s’accordent avec un kappa de {kappa}."},
    "exported": {"en": "{count} sentences written to {file}: fill in the column nature (t, o, m, n or s), then"
                 " recul label --import.",
                 "fr": "{count} phrases écrites dans {file} : remplissez la colonne nature (t, o, m, n ou s), puis"
                 " recul label --import."},
    "left": {"en": "{count} sentences drawn by lot remain to be read: run the same command again.",
             "fr": "{count} phrases tirées au sort restent à lire : relancez la même commande."},
}


#: Values with decimals, of which French makes 0,5.
DECIMAL = ("half", "kappa")


def told(key: str, language: str, scheme: str = "tone", **values: str) -> str:
    """One line of plain text. scheme: `tone` of messages, or `nature` of the sentences of ads."""
    if language == "fr":
        values |= {name: values[name].replace(".", ",") for name in DECIMAL if name in values}
    entry = OF_SENTENCES.get(key) if scheme == "nature" else None
    return plain(say(entry or TOLD[key], language, **values))
