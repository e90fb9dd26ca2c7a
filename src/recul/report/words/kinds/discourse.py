"""Which claims go beyond their evidence? The share of a text's sentences that do, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recul.audit.base import EVIDENCE
from recul.finding import Finding
from recul.report.words import COUNTED_FROM, capital, main_reason, numbers, say, typography
from recul.report.words.audit_labels import EVIDENCE as OFFERS
from recul.report.words.audit_labels import TYPES as SUBJECTS
from recul.report.words.methods import Method
from recul.report.words.text import user

Both = dict[str, str]

TITLE: Both = {"en": "How much of {documents} claims more than it offers evidence for?",
               "fr": "Quelle part de {documents} affirme plus qu’elle ne prouve ?"}
ALL: Both = {"en": "the documents", "fr": "ces documents"}

SENTENCES: dict[str, Both] = {
    "read": {
        "en": "Of {sentences} sentences read, {flagged} were flagged as saying that one thing acts on another, beyond"
        " what they offer as evidence; mistakes alone would flag about {mistakes}",
        "fr": "Sur {sentences} phrases lues, {flagged} ont été signalées comme disant qu’une chose agit sur une autre"
        " au-delà des preuves apportées ; les erreurs seules en feraient signaler environ {mistakes}",
    },
    "seen": {
        "en": "{read}. So {share} of the sentences or more go beyond their evidence (between {low} and {high}){missed}:"
        " {cry}.",
        "fr": "{read}. {share} des phrases ou davantage vont donc au-delà de leurs preuves (entre {low} et"
        " {high}){missed} : {cry}.",
    },
    "missed": {"en": "; with those that it misses, from {low} to {high}",
               "fr": " ; avec celles qui lui échappent, de {low} à {high}"},
    "not_seen": {
        "en": "{read}. That is no more than in texts that claim nothing: less than {high} of the sentences are"
        " flagged beyond mistakes.",
        "fr": "{read}. Ce n’est pas plus que dans des textes qui n’affirment rien : moins de {high} des phrases sont"
        " signalées au-delà des erreurs.",
    },
    "cannot_say": {
        "en": "{read}. The data cannot say how many of the sentences go beyond their evidence: {reason}.",
        "fr": "{read}. Les données ne permettent pas de dire combien de phrases vont au-delà de leurs preuves :"
        " {reason}.",
    },
    "cry": {"en": "of {of} texts that claim nothing, the same method would have accused {count}",
            "fr": "sur {of} textes qui n’affirment rien, la même méthode en aurait accusé {count}"},
    "cry_never": {"en": "of {of} texts that claim nothing, the same method would have accused none",
                  "fr": "sur {of} textes qui n’affirment rien, la même méthode n’en aurait accusé aucun"},
    "cry_uncounted": {"en": "there are too few texts that claim nothing to count how often the same method cries wolf",
                      "fr": "les textes qui n’affirment rien sont trop peu nombreux pour compter combien de fois la"
                      " même méthode crie au loup"},
}

PIECES: dict[str, Both] = {
    "truth": {"en": "Simulated world: the truth is known, {truth} of the sentences go beyond their evidence.",
              "fr": "Monde simulé : la vérité est connue, {truth} des phrases vont au-delà de leurs preuves."},
    "truth_none": {"en": "Simulated world: the truth is known, no sentence goes beyond its evidence.",
                   "fr": "Monde simulé : la vérité est connue, aucune phrase ne va au-delà de ses preuves."},
    "truth_found": {"en": "That is no less than what was seen.", "fr": "Ce n’est pas moins que ce qui a été vu."},
    "truth_seen_outside": {"en": "Something is there, but less of it than was seen.",
                           "fr": "Il y en a, mais moins que ce qui a été vu."},
}

CODES: dict[str, Both] = {
    "known_authors": {"en": "sentences that claim nothing, of authors whose every sentence is known",
                      "fr": "des phrases qui n’affirment rien, d’auteurs dont chaque phrase est connue"},
    "cannot_tell_claims": {"en": "the reader cannot tell such claims from other sentences in this language",
                           "fr": "le lecteur ne distingue pas ces affirmations des autres phrases dans cette langue"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "few_sentences": {
        "values": {"sentences": "count", "needed": "count"},
        "says": {"en": "only {sentences} sentences could be read, and {needed} are needed",
                 "fr": "{sentences} phrases seulement ont pu être lues, et il en faut {needed}"},
        "then": {"en": "More of the text, or more documents of the same kind, would help.",
                 "fr": "Davantage de texte, ou d’autres documents du même genre, aideraient."},
    },
    "sentences_unread": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {
            "en": "{count} of {of} sentences are in another language than French or English, in both at once, or in"
            " none that can be told, and at most {allowed} may be",
            "fr": "{count} des {of} phrases sont dans une autre langue que le français ou l’anglais, dans les deux à la"
            " fois, ou dans aucune qui se reconnaisse, et {allowed} au plus peuvent l’être",
        },
        "then": {"en": "They were not read, and count nowhere.", "fr": "Elles n’ont pas été lues et ne comptent nulle"
                 " part."},
    },
    "close_to_mistakes": {
        "values": {"score": "number", "needed": "number"},
        "says": {
            "en": "what was flagged is above what mistakes alone would flag by {score} times its own error, and texts"
            " may mislead the auditor more than those it was tried on: {needed} times are needed",
            "fr": "ce qui a été signalé dépasse ce que les erreurs seules feraient signaler de {score} fois sa propre"
            " incertitude, et d’autres textes peuvent tromper l’auditeur plus que ceux où il a été éprouvé : il en faut"
            " {needed}",
        },
        "then": {"en": "A longer text would help.", "fr": "Un texte plus long aiderait."},
    },
    "fewer_than_mistakes": {
        "values": {"score": "number"},
        "says": {
            "en": "less was flagged than mistakes alone would flag, by {score} times its own error: the auditor reads"
            " this text otherwise than those it was tried on",
            "fr": "il a été signalé moins que ce que les erreurs seules feraient signaler, de {score} fois sa propre"
            " incertitude : l’auditeur lit ce texte autrement que ceux où il a été éprouvé",
        },
        "then": {"en": "What it says of it is not to be trusted.", "fr": "Ce qu’il en dit n’est pas fiable."},
    },
    "underpowered": {
        "values": {"detectable": "percent", "minimum": "percent"},
        "says": {"en": "only {detectable} of the sentences or more would have been seen to go beyond, and the question"
                 " is about {minimum}",
                 "fr": "il aurait fallu qu’au moins {detectable} des phrases aillent au-delà pour que cela se voie, et"
                 " la question porte sur {minimum}"},
        "without": {"en": "no share of the sentences, however large, was sure of being seen, and the question is about"
                    " {minimum}",
                    "fr": "aucune part des phrases, même grande, n’était sûre d’être vue, et la question porte sur"
                    " {minimum}"},
        "then": {"en": "Seeing nothing here does not mean that there is nothing: a longer text would help.",
                 "fr": "Ne rien voir ici ne veut pas dire qu’il n’y a rien : un texte plus long aiderait."},
    },
}
ORDER = ("few_sentences", "sentences_unread", "fewer_than_mistakes", "close_to_mistakes")

LABELS: dict[str, Both] = {
    "relative": {"en": "Share of the sentences, at least", "fr": "Part des phrases, au moins"},
    "per_period": {"en": "Points of a hundred sentences", "fr": "Points sur cent phrases"},
    "axis_effect": {"en": "Sentences beyond their evidence, of a hundred",
                    "fr": "Phrases au-delà de leurs preuves, sur cent"},
    "limits_always": {
        "en": "In any case: the auditor reads each sentence alone, and does not know whether a claim is true, nor what"
        " the next page offers for it. Its mistakes were counted on texts written for that by a language model; real"
        " documents may mislead it more. Labels drawn from these documents themselves would tell.",
        "fr": "Dans tous les cas : l’auditeur lit chaque phrase seule, et ne sait ni si une affirmation est vraie, ni"
        " ce que la page suivante apporte à l’appui. Ses erreurs ont été comptées sur des textes écrits pour cela par"
        " un modèle de langue ; de vrais documents peuvent le tromper davantage. Des étiquettes tirées de ces documents"
        " mêmes le diraient.",
    },
}

FACTS: dict[str, Both] = {
    "documents": {"en": "Documents", "fr": "Documents"},
    "sentences": {"en": "Sentences read", "fr": "Phrases lues"},
    "claims": {"en": "Claims of any strength", "fr": "Affirmations de toute force"},
    "flagged": {"en": "Flagged as beyond their evidence", "fr": "Signalées au-delà de leurs preuves"},
    "raw_share": {"en": "Share flagged, not corrected", "fr": "Part signalée, non corrigée"},
    "false_rate": {"en": "Flagged by mistake, of other sentences", "fr": "Signalées à tort, parmi les autres phrases"},
    "true_rate": {"en": "Flagged rightly, of sentences beyond", "fr": "Signalées à raison, parmi celles au-delà"},
    "share": {"en": "Share with those missed", "fr": "Part avec celles qui échappent"},
    "share_low": {"en": "At least", "fr": "Au moins"},
    "share_high": {"en": "At most", "fr": "Au plus"},
}

ITEMS: dict[str, Both] = {**{f"type_{key}": entry for key, entry in SUBJECTS.items()},
                          **{f"evidence_{key}": entry for key, entry in OFFERS.items()}}
_BEYOND: Both = {"en": "Beyond their evidence", "fr": "Au-delà des preuves"}
TABLES: dict[str, dict[str, Any]] = {
    "claims": {
        "title": {"en": "What the argument rests on", "fr": "Sur quoi repose l’argument"},
        "note": {"en": "Claims by subject, and what each offers as evidence. As read, not corrected for mistakes.",
                 "fr": "Affirmations par sujet, et ce que chacune apporte. Comme lues, sans correction des erreurs."},
        "columns": {"type": {"en": "Subject", "fr": "Sujet"}, **{key: OFFERS[key] for key in EVIDENCE},
                    "all": {"en": "All", "fr": "Toutes"}, "beyond": _BEYOND},
    },
    "documents": {
        "title": {"en": "Document by document", "fr": "Document par document"},
        "note": {"en": "As read, not corrected for mistakes.", "fr": "Comme lu, sans correction des erreurs."},
        "columns": {"document": {"en": "Document", "fr": "Document"}, "sentences": {"en": "Sentences", "fr": "Phrases"},
                    "claims": {"en": "Claims", "fr": "Affirmations"},
                    "crisis": {"en": "On crises", "fr": "Sur les crises"},
                    "roi": {"en": "On money", "fr": "Sur l’argent"},
                    "beyond": _BEYOND},
    },
    "quoted": {
        "title": {"en": "Flagged, as they stand", "fr": "Signalées, telles quelles"},
        "note": {"en": "Those the auditor is surest of.", "fr": "Celles dont l’auditeur est le plus sûr."},
        "columns": {"sentence": {"en": "Sentence", "fr": "Phrase"},
                    "evidence": {"en": "It offers", "fr": "Elle apporte"}},
    },
}


def _quoted(value: Any, finding: Finding, language: str) -> str:
    return user(value, 300)


CELLS = {"sentence": _quoted}

METHODS: dict[str, Method] = {
    "rogan_gladen": Method(
        name={"en": "A share, corrected for mistakes", "fr": "Une part, corrigée des erreurs"},
        text={
            "en": "The share of sentences flagged, less what mistakes alone would flag: that many go beyond their"
            " evidence at least, for what is missed only adds to them. How often the auditor is mistaken was counted on"
            " authors that it never learnt from; how much they differ from one to the next is in the interval.",
            "fr": "La part des phrases signalées, moins ce que les erreurs seules feraient signaler : il y en a au"
            " moins autant qui vont au-delà de leurs preuves, car ce qui échappe ne fait qu’en ajouter. Les erreurs de"
            " l’auditeur ont été comptées sur des auteurs dont il n’a rien appris ; ce en quoi ils diffèrent l’un de"
            " l’autre est dans l’intervalle.",
        },
        paper="Rogan, W. J. & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American"
        " Journal of Epidemiology, 107(1), 71–76.",
    ),
}

PLACEBOS = Method(
    name={"en": "Texts that claim nothing", "fr": "Des textes qui n’affirment rien"},
    text={
        "en": "The sentences of each known author that claim nothing go through the same call, as if they were the"
        " document, with the mistakes counted on all the others. So do all of each"
        " author’s sentences that do not go beyond their evidence, claims among them: where those mislead more, the"
        " interval is as wide as that asks.",
        "fr": "Les phrases de chaque auteur connu qui n’affirment rien passent par le même calcul, comme si elles"
        " étaient le document, avec les erreurs comptées sur tous les autres. De même toutes ses phrases qui ne"
        " vont pas au-delà de leurs preuves, affirmations comprises : si elles trompent davantage, l’intervalle"
        " s’élargit d’autant.",
    },
    paper="Yu, B., Li, Y. & Wang, J. (2019). Detecting causal language use in science findings. EMNLP-IJCNLP,"
    " 4664–4674.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    named: Sequence[str] = finding.question.get("documents") or ()
    shown = user(named[0], 60) if len(named) == 1 else typography(ALL[language], language)
    if len(named) == 1 and language == "fr":
        shown = f"«\u00a0{shown}\u00a0»"
    return say(TITLE, language, documents=shown)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts = {name: value for name, _, value in finding.design.facts}
    mistakes = round(facts["sentences"] * facts["false_rate"])
    read = say(SENTENCES["read"], language, **{name: numbers.number(value, language) for name, value in (
        ("sentences", facts["sentences"]), ("flagged", facts["flagged"]), ("mistakes", mistakes))})
    e = finding.estimate
    if finding.verdict == "cannot_say":
        return capital(say(SENTENCES["cannot_say"], language, read=read, reason=main_reason(finding, language)))
    share, low, high = (numbers.percent(min(max(v or 0.0, 0.0), 1.0), language, 0)
                        for v in (e.relative, e.relative_low, e.relative_high))
    if finding.verdict == "not_seen":
        return capital(say(SENTENCES["not_seen"], language, read=read, high=high))
    return capital(say(SENTENCES["seen"], language, read=read, share=share, low=low, high=high,
                       missed=_missed(facts, language), cry=_cry(finding, language)))


def _missed(facts: dict[str, Any], language: str) -> str:
    if facts["share"] is None:
        return ""
    return say(SENTENCES["missed"], language, **{name: numbers.percent(facts[key], language, 0) for name, key in (
        ("low", "share_low"), ("high", "share_high"))})


def compared(finding: Finding, truth: float) -> str:
    """The answer is of what there is at least: a truth at or above its lower end is found."""
    low = finding.estimate.relative_low
    if finding.verdict == "seen":
        return "truth_found" if low is not None and truth >= low else "truth_seen_outside"
    return "truth_quiet" if not truth else "truth_missed"


def shown_truth(truth: float, language: str) -> str:
    """The true share as the sentence says it."""
    return numbers.percent(truth, language, 0)


def _cry(finding: Finding, language: str) -> str:
    rate = finding.placebo.calibrated_rate
    piece = "cry_uncounted" if rate.of < COUNTED_FROM else "cry" if rate.count else "cry_never"
    return say(SENTENCES[piece], language, of=numbers.number(rate.of, language),
               count=numbers.number(rate.count, language))
