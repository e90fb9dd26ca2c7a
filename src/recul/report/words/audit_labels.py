"""Names and reasons of an audit, by code. English beside French."""

from __future__ import annotations

Both = dict[str, str]

STRENGTHS: dict[str, Both] = {
    "causal": {"en": "acts on", "fr": "agit sur"},
    "conditional causal": {"en": "may act on", "fr": "pourrait agir sur"},
    "correlational": {"en": "goes with", "fr": "va avec"},
}
TYPES: dict[str, Both] = {
    "crisis": {"en": "crises", "fr": "crises"},
    "roi": {"en": "money", "fr": "argent"},
    "governance": {"en": "organisation", "fr": "organisation"},
    "strategy": {"en": "brand", "fr": "marque"},
    "reach": {"en": "audience", "fr": "audience"},
    "none": {"en": "other", "fr": "autre"},
}
EVIDENCE: dict[str, Both] = {
    "none": {"en": "nothing", "fr": "rien"},
    "source": {"en": "a source", "fr": "une source"},
    "figure": {"en": "a figure", "fr": "un chiffre"},
    "comparison": {"en": "a comparison", "fr": "une comparaison"},
    "design": {"en": "a design", "fr": "un dispositif"},
}
VERDICTS: dict[str, Both] = {
    "beyond": {"en": "beyond what is offered", "fr": "au-delà des preuves apportées"},
    "elsewhere": {"en": "rests on a source to read", "fr": "repose sur une source à lire"},
    "hedged": {"en": "hedged", "fr": "prudente"},
    "together": {"en": "says no more than “goes with”", "fr": "ne dit rien de plus que « va avec »"},
    "testable": {"en": "can be checked", "fr": "vérifiable"},
}
REASONS: dict[str, Both] = {
    "beyond": {"en": "It says that one thing acts on another, and offers nothing for it.",
               "fr": "Elle dit qu’une chose agit sur une autre, et n’apporte rien à l’appui."},
    "beyond_figure": {
        "en": "It says that one thing acts on another, and offers a figure: a figure does not tell what made it.",
        "fr": "Elle dit qu’une chose agit sur une autre, et donne un chiffre : un chiffre ne dit pas d’où il vient.",
    },
    "beyond_comparison": {
        "en": "It says that one thing acts on another, and offers a comparison: the two sides may differ for other"
        " reasons.",
        "fr": "Elle dit qu’une chose agit sur une autre, et donne une comparaison : les deux côtés peuvent différer"
        " pour d’autres raisons.",
    },
    "elsewhere": {"en": "It says that one thing acts on another, and names a source: whether that bears the weight is"
                  " to be read there.",
                  "fr": "Elle dit qu’une chose agit sur une autre, et nomme une source : c’est là qu’il faut lire si"
                  " elle en supporte le poids."},
    "hedged": {"en": "It says that one thing may act on another; nothing offered would tell.",
               "fr": "Elle dit qu’une chose pourrait agir sur une autre ; rien de ce qu’elle apporte ne permet de"
               " trancher."},
    "together": {"en": "It says that two things go together, not that one acts on the other.",
                 "fr": "Elle dit que deux choses vont ensemble, non que l’une agit sur l’autre."},
    "testable": {"en": "It names a design that could tell: what it found can be checked.",
                 "fr": "Elle nomme un dispositif qui permet de trancher : ce qu’il a trouvé peut se vérifier."},
}
# A status and its reason (see `recul.audit.beside`).
STATUSES: dict[str, Both] = {
    "no_finding_none": {"en": "no finding of the study bears on it.", "fr": "aucun résultat de l’étude ne porte sur"
                        " elle."},
    "supported_same_way": {
        "en": "supported by finding {finding} of the study, which saw the same direction (between {low} and {high}).",
        "fr": "étayée par le résultat {finding} de l’étude, qui a vu le même sens (entre {low} et {high}).",
    },
    "supported_same_way_bare": {"en": "supported by finding {finding} of the study, which saw the same direction.",
                                "fr": "étayée par le résultat {finding} de l’étude, qui a vu le même sens."},
    "supported_none_seen": {
        "en": "supported by finding {finding} of the study, which would have seen {detectable} and saw nothing.",
        "fr": "étayée par le résultat {finding} de l’étude, qui aurait vu {detectable} et n’a rien vu.",
    },
    "contradicted_other_way": {
        "en": "contradicted by finding {finding} of the study, which saw otherwise (between {low} and {high}).",
        "fr": "contredite par le résultat {finding} de l’étude, qui a vu autre chose (entre {low} et {high}).",
    },
    "contradicted_other_way_bare": {"en": "contradicted by finding {finding} of the study, which saw otherwise.",
                                    "fr": "contredite par le résultat {finding} de l’étude, qui a vu autre chose."},
    "contradicted_not_seen": {
        "en": "contradicted by finding {finding} of the study, which would have seen {detectable} and saw nothing.",
        "fr": "contredite par le résultat {finding} de l’étude, qui aurait vu {detectable} et n’a rien vu.",
    },
    "beyond_design_cannot_say": {
        "en": "beyond the design: on this, finding {finding} of the study cannot say.",
        "fr": "au-delà du dispositif : là-dessus, le résultat {finding} de l’étude ne permet pas de dire.",
    },
    "beyond_design_figure_outside": {
        "en": "beyond the design: finding {finding} of the study saw the same direction, but {figure} lies outside its"
        " interval, from {low} to {high}.",
        "fr": "au-delà du dispositif : le résultat {finding} de l’étude a vu le même sens, mais {figure} sort de son"
        " intervalle, de {low} à {high}.",
    },
    "not_testable_no_direction": {
        "en": "not testable as worded: it does not say which way, so nothing can be set against finding {finding}.",
        "fr": "invérifiable telle quelle : elle ne dit pas dans quel sens, et rien ne peut être mis en face du résultat"
        " {finding}.",
    },
    "not_testable_hedged": {
        "en": "not testable as worded: finding {finding} saw otherwise, which a hedged claim allows for.",
        "fr": "invérifiable telle quelle : le résultat {finding} a vu autre chose, ce qu’une affirmation prudente"
        " laisse possible.",
    },
    "not_testable_too_small": {
        "en": "not testable: {figure} is smaller than what finding {finding} of the study could have seen"
        " ({detectable}).",
        "fr": "invérifiable : {figure} est plus petit que ce que le résultat {finding} de l’étude aurait pu voir"
        " ({detectable}).",
    },
    "not_testable_figure_unread": {
        "en": "not testable as worded: how large it says the change was cannot be told for sure, so it cannot be set"
        " against finding {finding}.",
        "fr": "invérifiable telle quelle : l’ampleur qu’elle annonce ne peut être lue avec certitude, ni donc mise en"
        " face du résultat {finding}.",
    },
    "not_testable_several": {"en": "not testable: findings {findings} of the study bear on it, and disagree.",
                             "fr": "invérifiable : les résultats {findings} de l’étude portent sur elle et ne"
                             " s’accordent pas."},
}
NOTES: dict[str, Both] = {
    "encoding_detected": {"en": "Encoding not declared: read as {value}.", "fr": "Encodage non déclaré : lu comme"
                          " {value}."},
    "scripts_ignored": {"en": "Scripts in the page, neither run nor read: {value}.",
                        "fr": "Scripts dans la page, ni exécutés ni lus : {value}."},
    "changes_deleted": {"en": "Tracked deletions, left out: {value}.", "fr": "Suppressions suivies, laissées de côté :"
                        " {value}."},
    "lines_repeated": {"en": "Headers and footers repeated from page to page, counted once: {value} lines left out.",
                       "fr": "En-têtes et pieds répétés d’une page à l’autre, comptés une fois : {value} lignes"
                       " laissées de côté."},
    "words_joined": {"en": "Words cut at the end of a line, put together again: {value}.",
                     "fr": "Mots coupés en bout de ligne, recollés : {value}."},
    "pages_without_text": {"en": "Pages without text (pictures, scans), not read: {value}.",
                           "fr": "Pages sans texte (images, numérisations), non lues : {value}."},
    "pages_unreadable": {"en": "Pages whose text cannot be read, left out: {value}.",
                         "fr": "Pages dont le texte ne peut être lu, laissées de côté : {value}."},
}
LABELS: dict[str, Both] = {
    "title": {"en": "What it claims, and what it offers", "fr": "Ce qu’il affirme, et ce qu’il apporte"},
    "title_many": {"en": "What they claim, and what they offer", "fr": "Ce qu’ils affirment, et ce qu’ils apportent"},
    "brand": {"en": "Audit of claims", "fr": "Audit des affirmations"},
    "documents": {"en": "{count} documents", "fr": "{count} documents"},
    "short": {"en": "In short", "fr": "En bref"},
    "tile_sentences": {"en": "sentences read", "fr": "phrases lues"},
    "tile_claims": {"en": "claims", "fr": "affirmations"},
    "tile_causal": {"en": "say that one thing acts on another", "fr": "disent qu’une chose agit sur une autre"},
    "tile_beyond": {"en": "go beyond what they offer", "fr": "vont au-delà de leurs preuves"},
    "by_type": {"en": "What the argument rests on", "fr": "Sur quoi repose l’argument"},
    "by_type_note": {"en": "Claims by subject, and what each offers as evidence.",
                     "fr": "Affirmations par sujet, et ce que chacune apporte comme preuve."},
    "subject": {"en": "Subject", "fr": "Sujet"},
    "all": {"en": "All", "fr": "Toutes"},
    "beyond": {"en": "Beyond", "fr": "Au-delà"},
    "share_beyond": {"en": "Share beyond", "fr": "Part au-delà"},
    "known": {"en": "What is known of such claims", "fr": "Ce que l’on sait de telles affirmations"},
    "mistaken": {"en": "How often the auditor is mistaken", "fr": "Combien de fois l’auditeur se trompe"},
    "mistaken_note": {
        "en": "It reads each sentence alone, by its words: it knows neither whether a claim is true nor what the next"
        " page offers. Its sentences to learn from were written for that, by a language model; expect more mistakes on"
        " real documents.",
        "fr": "Il lit chaque phrase seule, à ses mots : il ne sait ni si une affirmation est vraie, ni ce qu’apporte la"
        " page suivante. Les phrases dont il a appris ont été écrites pour cela, par un modèle de langue ; sur de vrais"
        " documents, attendez-vous à davantage d’erreurs.",
    },
    "notes": {"en": "How it was read", "fr": "Comment il a été lu"},
    "corpus": {"en": "Document by document", "fr": "Document par document"},
    "document": {"en": "Document", "fr": "Document"},
    "text": {"en": "The text, claim by claim", "fr": "Le texte, affirmation par affirmation"},
    "left_out": {"en": "{count} paragraphs without a claim are not shown.",
                 "fr": "{count} paragraphes sans affirmation ne sont pas montrés."},
    "left_out_one": {"en": "One paragraph without a claim is not shown.",
                     "fr": "Un paragraphe sans affirmation n’est pas montré."},
    "page": {"en": "p. {page}", "fr": "p. {page}"},
    "line": {"en": "line {line}", "fr": "ligne {line}"},
    "paragraph": {"en": "¶ {line}", "fr": "¶ {line}"},
    "offers": {"en": "offers: {evidence}", "fr": "apporte : {evidence}"},
    "key": {"en": "How claims are marked", "fr": "Comment les affirmations sont marquées"},
    "study": {"en": "Beside the findings of the study", "fr": "Face aux résultats de l’étude"},
    "finding": {"en": "Finding {number}", "fr": "Résultat {number}"},
}
STATUS_NAMES: dict[str, Both] = {
    "supported": {"en": "supported by the study", "fr": "étayée par l’étude"},
    "contradicted": {"en": "contradicted by the study", "fr": "contredite par l’étude"},
    "beyond_design": {"en": "beyond the design of the study", "fr": "au-delà du dispositif de l’étude"},
    "not_testable": {"en": "not testable as worded", "fr": "invérifiable telle quelle"},
    "no_finding": {"en": "no finding bears on it", "fr": "aucun résultat ne porte sur elle"},
}
