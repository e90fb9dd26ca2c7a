"""What bounds a comparison of the work that job ads describe: see `limits.py` for the fields."""

from __future__ import annotations

from typing import Any

LIMITS: dict[str, dict[str, Any]] = {
    "sentences_not_corrected": {
        "values": {"name": "item"},
        "says": {"en": "no sample of the sentences of ads for {name} has been read by hand, and nothing corrects what"
                 " the classifier says of them",
                 "fr": "aucun échantillon des phrases d’annonces pour {name} n’a été lu à la main, et rien ne corrige"
                 " ce que le classifieur en dit"},
        "then": {"en": "It errs, and not alike from one occupation to the next, so no share is told. Run `recul label`"
                 " and read 200 sentences of each group.",
                 "fr": "Il se trompe, et pas de la même façon d’un métier à l’autre : aucune part n’est donc donnée."
                 " Lancez `recul label` et lisez 200 phrases de chaque groupe."},
    },
    "few_tasks_labelled": {
        "values": {"labels": "count", "needed": "count", "name": "item"},
        "says": {"en": "of the sentences of ads for {name} read by hand only {labels} state a task, and {needed} are"
                 " needed",
                 "fr": "parmi les phrases d’annonces pour {name} lues à la main, {labels} seulement énoncent une tâche,"
                 " et il en faut {needed}"},
        "then": {"en": "Go on with `recul label`: nearly half of an ad speaks of the firm, the profile or the perks.",
                 "fr": "Continuez avec `recul label` : près de la moitié d’une annonce parle de l’entreprise, du profil"
                 " ou des avantages."},
    },
    "one_kind_only": {
        "values": {"needed": "count", "name": "item"},
        "says": {"en": "the tasks read by hand in ads for {name} are nearly all of one kind, and {needed} of the other"
                 " are needed",
                 "fr": "les tâches lues à la main dans les annonces pour {name} sont presque toutes de la même nature,"
                 " et il en faut {needed} de l’autre"},
        "then": {"en": "So near the edge a share is known on one side only. Read more sentences.",
                 "fr": "Si près du bord, une part n’est connue que d’un côté. Lisez davantage de phrases."},
    },
    "few_employers": {
        "values": {"employers": "count", "needed": "count", "name": "item"},
        "says": {"en": "the ads for {name} name only {employers} employers, and {needed} are needed",
                 "fr": "les annonces pour {name} ne nomment que {employers} employeurs, et il en faut {needed}"},
        "then": {"en": "The ads of one employer are alike: what a few of them write is not yet what the occupation is."
                 " Ads that name no employer may all be of one.",
                 "fr": "Les annonces d’un même employeur se ressemblent : ce qu’écrivent quelques-uns n’est pas encore"
                 " ce qu’est le métier. Celles qui n’en nomment aucun peuvent être toutes du même."},
    },
    "employers_unnamed": {
        "values": {"count": "count", "of": "count", "allowed": "percent", "name": "item"},
        "says": {"en": "of {of} ads for {name}, {count} name no employer, and at most {allowed} may",
                 "fr": "sur {of} annonces pour {name}, {count} ne nomment pas leur employeur, et {allowed} au plus le"
                 " peuvent"},
        "then": {"en": "Each counts as an employer of its own. Where a few firms or agencies wrote many of them, the"
                 " answer is surer than it should be.",
                 "fr": "Chacune compte comme un employeur à elle seule. Si quelques entreprises ou agences en ont écrit"
                 " beaucoup, la réponse est plus assurée qu’elle ne devrait l’être."},
    },
    "ads_without_sentences": {
        "values": {"count": "count", "of": "count", "allowed": "percent", "name": "item"},
        "says": {"en": "of {of} ads for {name}, {count} have no sentence that can be read (no text, no words, or far"
                 " too much of it), and at most {allowed} may",
                 "fr": "sur {of} annonces pour {name}, {count} n’ont aucune phrase lisible (pas de texte, pas de mots,"
                 " ou beaucoup trop), et {allowed} au plus le peuvent"},
        "then": {"en": "They are left out; nobody guesses what they would say.",
                 "fr": "Elles sont laissées de côté ; personne ne devine ce qu’elles diraient."},
    },
    "sentences_foreign": {
        "values": {"count": "count", "of": "count", "allowed": "percent", "name": "item"},
        "says": {"en": "of {of} sentences of ads for {name}, {count} are in neither French nor English, and at most"
                 " {allowed} may be",
                 "fr": "sur {of} phrases d’annonces pour {name}, {count} ne sont ni en français ni en anglais, et"
                 " {allowed} au plus peuvent l’être"},
        "then": {"en": "They are left out.", "fr": "Elles sont laissées de côté."},
    },
    "ads_repeated": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "of {of} ads, {count} say word for word what an earlier one of the same group of ads says",
                 "fr": "sur {of} annonces, {count} reprennent mot pour mot une annonce antérieure du même métier"},
        "then": {"en": "An ad that is posted again counts once: it is the same work.",
                 "fr": "Une annonce republiée compte une fois : c’est le même travail."},
    },
    "ads_unplaced": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "of {of} ads, {count} do not state their occupation",
                 "fr": "sur {of} annonces, {count} ne disent pas leur métier"},
        "then": {"en": "They are of no group.", "fr": "Elles ne sont d’aucun groupe."},
    },
    "occupation_spelled": {
        "values": {"count": "count", "words": "names"},
        "says": {"en": "{count} ads write the same occupation in another way: {words}",
                 "fr": "{count} annonces écrivent le même métier autrement : {words}"},
        "then": {"en": "They would count as another occupation. Write it one way in the file.",
                 "fr": "Elles compteraient comme un autre métier. Écrivez-le d’une seule façon dans le fichier."},
    },
    "labels_skipped": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "of {of} sentences read by hand, the nature of {count} could not be told",
                 "fr": "sur {of} phrases lues à la main, la nature de {count} n’a pas pu être jugée"},
        "then": {"en": "They are missing: shares are of the tasks whose nature can be told.",
                 "fr": "Elles manquent : les parts sont celles des tâches dont la nature peut se juger."},
    },
    "labels_beyond": {
        "values": {"count": "count"},
        "says": {"en": "{count} labels are not used yet, because sentences drawn before theirs have not been read",
                 "fr": "{count} étiquettes ne servent pas encore, car des phrases tirées avant les leurs n’ont pas été"
                 " lues"},
        "then": {"en": "The first of the lot must all be read for the sample to be random: run `recul label` again.",
                 "fr": "Les premières du tirage doivent toutes être lues pour que l’échantillon soit aléatoire :"
                 " relancez `recul label`."},
    },
    "labels_unknown": {
        "values": {"count": "count"},
        "says": {"en": "{count} labels are of sentences that no ad holds any more",
                 "fr": "{count} étiquettes portent sur des phrases qu’aucune annonce ne contient plus"},
        "then": {"en": "They are not used. Were ads edited or taken out, a source renamed?",
                 "fr": "Elles ne servent pas. Des annonces ont-elles été modifiées ou retirées, une source"
                 " renommée ?"},
    },
    "labellers_differ": {
        "values": {"kappa": "number", "messages": "count"},
        "says": {"en": "two people who read the same {messages} sentences hardly agree (kappa {kappa})",
                 "fr": "deux personnes qui ont lu les mêmes {messages} phrases ne s’accordent guère (kappa {kappa})"},
        "then": {"en": "The answer then depends on who reads. Agree on what is strategic, then read again.",
                 "fr": "La réponse dépend alors de qui lit. Convenez de ce qui est stratégique, puis relisez."},
    },
    "one_labeller": {
        "values": {},
        "says": {"en": "no sentence was read by two people, so it is not known whether another reader would agree",
                 "fr": "aucune phrase n’a été lue par deux personnes : on ne sait pas si un autre lecteur serait"
                 " d’accord"},
        "then": {"en": "Have some of them read a second time: `recul label --again --by NAME`.",
                 "fr": "Faites-en relire une partie : `recul label --again --by NOM`."},
    },
    "estimate_failed": {
        "values": {"why": "code"},
        "says": {"en": "no difference could be estimated ({why})", "fr": "aucun écart n’a pu être estimé ({why})"},
        "then": {"en": "It takes a sample of each group.", "fr": "Il faut un échantillon de chaque groupe."},
    },
    "underpowered": {
        "values": {"detectable": "percent", "minimum": "percent"},
        "says": {"en": "only a difference of {detectable} of the tasks or more would have been seen, and the question"
                 " is about {minimum}",
                 "fr": "seul un écart d’au moins {detectable} des tâches aurait été vu, et la question porte sur"
                 " {minimum}"},
        "without": {"en": "no difference, however large, was sure of being seen, and the question is about {minimum} of"
                    " the tasks",
                    "fr": "aucun écart, même grand, n’était sûr d’être vu, et la question porte sur {minimum} des"
                    " tâches"},
        "then": {"en": "Seeing no difference here does not mean that there is none: read more sentences, or ask of more"
                 " ads.",
                 "fr": "Ne voir aucun écart ici ne veut pas dire qu’il n’y en a pas : lisez davantage de phrases, ou"
                 " réunissez davantage d’annonces."},
    },
}
