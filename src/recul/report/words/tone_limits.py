"""What bounds a comparison of tones: see `limits.py` for the fields."""

from __future__ import annotations

from typing import Any

from recul.report.words.limits_asked import APART

LIMITS: dict[str, dict[str, Any]] = {
    "not_corrected": {
        "values": {"names": "names"},
        "says": {"en": "no sample of the messages about {names} has been read by hand, so their shares are not"
                 " corrected",
                 "fr": "aucun échantillon des messages sur {names} n’a été lu à la main, et leurs parts ne sont"
                 " donc pas corrigées"},
        "then": {"en": "A classifier errs by more with one brand than with another, and shares that are not corrected"
                 " cannot be compared. Run `recul label` and read 200 messages of each.",
                 "fr": "Un classifieur se trompe davantage sur une marque que sur une autre, et des parts non corrigées"
                 " ne se comparent pas. Lancez `recul label` et lisez 200 messages de chaque côté."},
    },
    "few_labels": {
        "values": {"labels": "count", "needed": "count", "name": "name"},
        "says": {"en": "only {labels} messages about {name} were read by hand and could be told, and {needed} are"
                 " needed",
                 "fr": "seuls {labels} messages sur {name} ont été lus à la main et ont pu être jugés, et il en faut"
                 " {needed}"},
        "then": {"en": "Go on with `recul label`; 200 give shares to within two points or so.",
                 "fr": "Continuez avec `recul label` ; 200 donnent des parts à deux points près environ."},
    },
    "few_days": {
        "values": {"days": "count", "ways": "count", "needed": "count"},
        "says": {"en": "the messages are of {days} days, which can change sides in only {ways} ways, and {needed} are"
                 " needed",
                 "fr": "les messages viennent de {days} jours, qui ne peuvent changer de côté que de {ways} façons, et"
                 " il en faut {needed}"},
        "then": {"en": "What is said in a day is said of the same few events, so days are compared and not messages:"
                 " take a longer period.",
                 "fr": "Ce qui se dit dans une journée se dit des mêmes événements : on compare donc des jours et non"
                 " des messages. Prenez une période plus longue."},
    },
    "labels_skipped": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "of {of} messages read by hand, the tone of {count} could not be told",
                 "fr": "sur {of} messages lus à la main, le ton de {count} n’a pas pu être jugé"},
        "then": {"en": "They are missing, not neutral: shares are of the messages whose tone can be told.",
                 "fr": "Ils manquent, ils ne sont pas neutres : les parts sont celles des messages dont le ton peut se"
                 " juger."},
    },
    "labels_beyond": {
        "values": {"count": "count"},
        "says": {"en": "{count} labels are not used yet, because messages drawn before theirs have not been read",
                 "fr": "{count} étiquettes ne servent pas encore, car des messages tirés avant les leurs n’ont pas été"
                 " lus"},
        "then": {"en": "The first of the lot must all be read for the sample to be random: run `recul label` again.",
                 "fr": "Les premiers du tirage doivent tous être lus pour que l’échantillon soit aléatoire : relancez"
                 " `recul label`."},
    },
    "labels_unknown": {
        "values": {"count": "count"},
        "says": {"en": "{count} labels are of messages that the record does not hold",
                 "fr": "{count} étiquettes portent sur des messages absents des données"},
        "then": {"en": "They are not used. Was a source renamed, or a file taken out?",
                 "fr": "Elles ne servent pas. Une source a-t-elle changé de nom, un fichier a-t-il été retiré ?"},
    },
    "labels_taught": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {"en": "the classifier learnt from {count} of the {of} messages read by hand to correct it"
                 " (at most {allowed} may be so)",
                 "fr": "le classifieur a appris sur {count} des {of} messages lus à la main pour le corriger"
                 " ({allowed} au plus peuvent l’être)"},
        "then": {"en": "On what it has seen it errs less than elsewhere, and so would be corrected too little. Train"
                 " it on other messages (`recul tone train`), or remove the model"
                 " from `[tone]`.",
                 "fr": "Sur ce qu’il a vu, il se trompe moins qu’ailleurs, et serait donc trop peu"
                 " corrigé. Entraînez-le sur d’autres messages (`recul tone train`), ou retirez-le de `[tone]`."},
    },
    "labellers_differ": {
        "values": {"kappa": "number", "messages": "count"},
        "says": {"en": "two people who read the same {messages} messages hardly agree (kappa {kappa})",
                 "fr": "deux personnes qui ont lu les mêmes {messages} messages ne s’accordent guère (kappa {kappa})"},
        "then": {"en": "A share of messages that two readers see differently depends on who reads. Agree on what counts"
                 " as negative, then read again.",
                 "fr": "Une part de messages que deux lecteurs voient autrement dépend de qui lit. Convenez de ce qui"
                 " est négatif, puis relisez."},
    },
    "one_labeller": {
        "values": {},
        "says": {"en": "no message was read by two people, so it is not known whether another reader would agree",
                 "fr": "aucun message n’a été lu par deux personnes : on ne sait pas si un autre lecteur serait"
                 " d’accord"},
        "then": {"en": "Have some of them read a second time: `recul label --again --by NAME`.",
                 "fr": "Faites-en relire une partie : `recul label --again --by NOM`."},
    },
    "texts_missing": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "of {of} messages, {count} have no text and are of no tone",
                 "fr": "sur {of} messages, {count} n’ont pas de texte et donc pas de ton"},
        "then": {"en": "They are left out.", "fr": "Ils sont laissés de côté."},
    },
    "underpowered": APART,
}
