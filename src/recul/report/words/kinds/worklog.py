"""Is the work strategic or operational? A team's own log, in words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import COUNTED_FROM, capital, main_reason, numbers, say, typography
from recul.report.words.methods import Method
from recul.report.words.text import user

Both = dict[str, str]
YEAR = 4

TITLES: dict[str, Both] = {
    "title": {"en": "Is the work strategic or operational, and has that changed?",
              "fr": "Le travail est-il stratégique ou opérationnel, et cela a-t-il changé ?"},
    "title_unit": {"en": "Is the work for {unit} strategic or operational, and has that changed?",
                   "fr": "Le travail pour « {unit} » est-il stratégique ou opérationnel, et cela a-t-il changé ?"},
}

SENTENCES: dict[str, Both] = {
    "hours": {"en": "{hours} hours of the log", "fr": "{hours} heures du journal"},
    "tasks": {"en": "{tasks} tasks of the log", "fr": "{tasks} tâches du journal"},
    "team_column": {"en": "Of {what}, {share} went to strategic work, as the team itself labels it",
                 "fr": "Sur {what}, {share} sont allées au travail stratégique, selon les mots de l’équipe"},
    "audit_sample": {
        "en": "Of {what}, {share} (between {low} and {high}) went to strategic work, as read by a classifier and"
        " corrected by {audited} tasks labelled by hand",
        "fr": "Sur {what}, {share} (entre {low} et {high}) sont allées au travail stratégique, d’après un classifieur"
        " que corrigent {audited} tâches étiquetées à la main",
    },
    "classifier": {"en": "The nature of {what} was read by a classifier that nothing corrects: no share is told.",
            "fr": "La nature de {what} a été lue par un classifieur que rien ne corrige : aucune part n’est donnée."},
    "halves": {"en": "{share}: {earlier} in the first {half} quarters, {later} in the last {half}.",
               "fr": "{share} : {earlier} dans les {half} premiers trimestres, {later} dans les {half} derniers."},
    "seen": {"en": "{told} That is more of a change than shuffled quarters show: {cry}.",
             "fr": "{told} C’est un changement plus net que n’en montrent des trimestres mélangés : {cry}."},
    "not_seen": {"en": "{told} That is no more of a change than shuffled quarters show.",
                 "fr": "{told} Ce n’est pas un changement plus net que n’en montrent des trimestres mélangés."},
    "cannot_say": {"en": "{told} The data cannot say whether that is a change: {reason}.",
                   "fr": "{told} Les données ne permettent pas de dire si c’est un changement : {reason}."},
    "raw_reason": {"en": "{told} The data cannot say more: {reason}.",
                   "fr": "{told} Les données ne permettent pas d’en dire plus : {reason}."},
    "cry": {"en": "of {of} shuffles, the same method would have taken {count} for a change",
            "fr": "sur {of} mélanges, la même méthode en aurait pris {count} pour un changement"},
    "cry_never": {"en": "of {of} shuffles, the same method would have taken none for a change",
                  "fr": "sur {of} mélanges, la même méthode n’en aurait pris aucun pour un changement"},
}

CODES: dict[str, Both] = {
    "quarters_shuffled": {"en": "the quarters of the same log, shuffled",
                          "fr": "les trimestres du même journal, mélangés comme des cartes"},
    "team_column": {"en": "the team’s own column", "fr": "la colonne de l’équipe"},
    "audit_sample": {"en": "a classifier, corrected by a random sample labelled by hand",
                "fr": "un classifieur, corrigé par un échantillon au hasard étiqueté à la main"},
    "classifier": {"en": "a classifier that nothing corrects", "fr": "un classifieur que rien ne corrige"},
    "strategic": {"en": "strategic", "fr": "stratégique"},
    "operational": {"en": "operational", "fr": "opérationnel"},
    "mixed": {"en": "both at once", "fr": "les deux à la fois"},
    "neither": {"en": "neither", "fr": "ni l’un ni l’autre"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "nature_not_corrected": {
        "values": {"tasks": "count"},
        "says": {"en": "what the classifier says of {tasks} tasks is not corrected by any sample labelled by hand",
                 "fr": "ce que le classifieur dit de {tasks} tâches n’est corrigé par aucun échantillon étiqueté à la"
                 " main"},
        "then": {
            "en": "It errs, and not alike for every team. Draw tasks at random (200 are good, 40 the least), write"
            " their `nature` in the log, and say `audit = true`.",
            "fr": "Il se trompe, et pas de la même façon d’une équipe à l’autre. Tirez des tâches au hasard (200 de"
            " préférence, 40 au moins), notez leur `nature` dans le journal et écrivez `audit = true`.",
        },
    },
    "part_labelled": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "{count} of {of} tasks have a nature, and nothing says that they were drawn at random",
                 "fr": "{count} tâches sur {of} ont une nature, et rien ne dit qu’elles aient été tirées au hasard"},
        "then": {"en": "Tasks labelled because they stood out say nothing of the others. If they were drawn at random,"
                 " say `audit = true`.",
                 "fr": "Des tâches étiquetées parce qu’on les a remarquées ne disent rien des autres. Si elles ont été"
                 " tirées au hasard, écrivez `audit = true`."},
    },
    "few_tasks_audited": {
        "values": {"audited": "count", "needed": "count"},
        "says": {"en": "of one of the two halves only {audited} tasks were labelled by hand, and {needed} are needed",
                 "fr": "dans l’une des deux moitiés, {audited} tâches seulement ont été étiquetées à la main, et il en"
                 " faut {needed}"},
        "then": {"en": "Label more tasks, drawn at random from the whole log.",
                 "fr": "Étiquetez davantage de tâches, tirées au hasard dans tout le journal."},
    },
    "few_quarters": {
        "values": {"quarters": "count", "needed": "count"},
        "says": {"en": "it takes {needed} quarters to tell a change from a season, and the log has {quarters}",
                 "fr": "il faut {needed} trimestres pour distinguer un changement d’une saison, et le journal en compte"
                 " {quarters}"},
        "then": {"en": "Two whole years would do.", "fr": "Deux années entières suffiraient."},
    },
    "empty_quarters": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "in {count} of {of} quarters no task was logged",
                 "fr": "{count} trimestres sur {of} n’ont aucune tâche au journal"},
        "then": {"en": "They are quarters without a log, not without work.",
                 "fr": "Ce sont des trimestres sans journal, non sans travail."},
    },
    "tasks_unread": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {
            "en": "of {of} tasks, {count} have no nature that can be told (no words, another language than French or"
            " English, a label nobody declared), and at most {allowed} may",
            "fr": "sur {of} tâches, {count} n’ont pas de nature lisible (pas de mots, une autre langue que le français"
            " et l’anglais, une étiquette non déclarée), et {allowed} au plus le peuvent",
        },
        "then": {"en": "They count nowhere; nobody guesses what they are.",
                 "fr": "Elles ne comptent nulle part ; personne ne devine ce qu’elles sont."},
    },
    "natures_unknown": {
        "values": {"count": "count", "words": "names"},
        "says": {"en": "the nature of {count} tasks is a word that is not known: {words}",
                 "fr": "la nature de {count} tâches est un mot inconnu : {words}"},
        "then": {"en": "Say what the words mean under `natures`.", "fr": "Dites ce que ces mots veulent dire sous"
                 " `natures`."},
    },
    "hours_unstated": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {"en": "of {of} tasks, {count} do not state their hours, and at most {allowed} may",
                 "fr": "sur {of} tâches, {count} ne disent pas leurs heures, et {allowed} au plus le peuvent"},
        "then": {"en": "They count nowhere.", "fr": "Elles ne comptent nulle part."},
    },
    "hours_impossible": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {
            "en": "of {of} tasks, {count} have hours that cannot be (below zero, or more than 24 in someone’s day), and"
            " at most {allowed} may",
            "fr": "sur {of} tâches, {count} ont des heures impossibles (négatives, ou plus de 24 dans la journée de"
            " quelqu’un), et {allowed} au plus le peuvent",
        },
        "then": {"en": "They are left out, and not mended.", "fr": "Elles sont mises de côté, et non corrigées."},
    },
    "may_linger": {
        "values": {"quarters": "count", "alike": "size"},
        "says": {
            "en": "the difference passes shuffled quarters, but not if each quarter keeps {alike} of the one before,"
            " and {quarters} quarters cannot show that it does not",
            "fr": "l’écart dépasse celui de trimestres mélangés, mais non si chaque trimestre garde {alike} du"
            " précédent, et {quarters} trimestres ne peuvent pas montrer le contraire",
        },
        "then": {"en": "A longer log would tell a change from a mood that lasts.",
                 "fr": "Un journal plus long distinguerait un changement d’une humeur qui dure."},
    },
    "no_hours": {
        "values": {},
        "says": {"en": "the log states no hours, and its tasks are counted instead",
                 "fr": "le journal ne dit pas les heures, et ce sont ses tâches que l’on compte"},
        "then": {"en": "A task of five minutes weighs as much as one of two days.",
                 "fr": "Une tâche de cinq minutes y pèse autant qu’une de deux jours."},
    },
}
ORDER = ("hours_impossible", "hours_unstated", "part_labelled", "nature_not_corrected", "natures_unknown",
         "tasks_unread", "few_quarters", "empty_quarters", "few_tasks_audited", "may_linger")

LABELS: dict[str, Both] = {
    "relative": {"en": "Against the share of the earlier quarters",
                 "fr": "Par rapport à la part des premiers trimestres"},
    "per_period": {"en": "Points above or below the earlier quarters",
                   "fr": "Points au-dessus ou au-dessous des premiers trimestres"},
    "axis_effect": {"en": "Strategic share: later less earlier", "fr": "Part stratégique : fin moins début"},
    "limits_always": {
        "en": "In any case: a log holds what its authors wrote down, in their words. An hour on a task that is both"
        " counts half. A change is not explained by being seen; and moods that last longer than a quarter pass for"
        " changes more often than the 5% promised (in simulation 3 to 10%, and up to 25% where they last a year).",
        "fr": "Dans tous les cas : un journal contient ce que ses auteurs y ont noté, à leur façon. Une heure passée à"
        " une tâche qui est les deux à la fois compte pour moitié. Voir un changement n’est pas l’expliquer ; et des"
        " humeurs qui durent plus d’un trimestre passent pour des changements plus souvent que les 5 % promis (en"
        " simulation 3 à 10 %, et jusqu’à 25 % si elles durent un an).",
    },
}

FACTS: dict[str, Both] = {
    "how": {"en": "Whence the nature of tasks", "fr": "D’où vient la nature des tâches"},
    "tasks": {"en": "Tasks counted", "fr": "Tâches comptées"},
    "hours": {"en": "Hours counted", "fr": "Heures comptées"},
    "audited": {"en": "Of which labelled by hand", "fr": "Dont étiquetées à la main"},
    "log_share": {"en": "Strategic share of the whole log", "fr": "Part stratégique de tout le journal"},
    "log_low": {"en": "This share, at least", "fr": "Cette part, au moins"},
    "log_high": {"en": "This share, at most", "fr": "Cette part, au plus"},
    "earlier": {"en": "Strategic share of the earlier half", "fr": "Part stratégique de la première moitié"},
    "later": {"en": "Strategic share of the later half", "fr": "Part stratégique de la seconde moitié"},
    "quarters": {"en": "Quarters of the log", "fr": "Trimestres du journal"},
    "half": {"en": "Quarters of each half", "fr": "Trimestres de chaque moitié"},
}

_SHARE: dict[str, Both] = {"share": {"en": "Share", "fr": "Part"}, "low": {"en": "At least", "fr": "Au moins"},
                           "high": {"en": "At most", "fr": "Au plus"}}

TABLES: dict[str, dict[str, Any]] = {
    "natures": {
        "title": {"en": "Where the hours go", "fr": "Où vont les heures"},
        "note": {"en": "Shares of the hours of the whole log, with their 95% interval where a sample corrects them.",
                 "fr": "Parts des heures de tout le journal, avec leur intervalle à 95 % là où un échantillon les"
                 " corrige."},
        "columns": {"nature": {"en": "Nature", "fr": "Nature"}, **_SHARE},
    },
    "quarters": {
        "title": {"en": "Quarter by quarter", "fr": "Trimestre par trimestre"},
        "note": {"en": "The share of strategic hours; blank where too few tasks of the quarter were labelled.",
                 "fr": "La part des heures stratégiques ; rien là où trop peu de tâches du trimestre sont étiquetées."},
        "columns": {"quarter": {"en": "Quarter", "fr": "Trimestre"}, "tasks": {"en": "Tasks", "fr": "Tâches"},
                    "hours": {"en": "Hours", "fr": "Heures"},
                    "audited": {"en": "Labelled by hand", "fr": "Étiquetées à la main"}, **_SHARE},
    },
}

METHODS: dict[str, Method] = {
    "shift": Method(
        name={"en": "Later years beside earlier ones", "fr": "Les dernières années à côté des premières"},
        text={
            "en": "The share of hours given to strategic work in the later half of the log, less that of the earlier,"
            " halves of whole years, over how much quarters differ. Where a classifier reads the tasks, a random sample"
            " labelled by hand corrects it, hours for weights.",
            "fr": "La part des heures données au travail stratégique dans la seconde moitié du journal, moins celle de"
            " la première, par années entières, rapportée à l’écart ordinaire entre trimestres. Là où un classifieur"
            " lit les tâches, un échantillon tiré au hasard et étiqueté à la main le corrige, pondéré par les heures.",
        },
        paper="Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023). Prediction-powered"
        " inference. Science, 382(6671), 669–674.",
    ),
}

PLACEBOS = Method(
    name={"en": "The same quarters, shuffled", "fr": "Les mêmes trimestres, mélangés"},
    text={
        "en": "The quarters of the log change places at random, 999 times, and each order is asked the same question:"
        " where the order means nothing, so does the change.",
        "fr": "Les trimestres du journal échangent leurs places au hasard, 999 fois, et chaque ordre se voit poser la"
        " même question : là où l’ordre ne veut rien dire, le changement non plus.",
    },
    paper="Chung, E. & Romano, J. P. (2013). Exact and asymptotically robust permutation tests. Annals of Statistics,"
    " 41(2), 484–507.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    unit = finding.question.get("unit")
    return say(TITLES["title_unit"], language, unit=user(unit, 60)) if unit else say(TITLES["title"], language)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts = {name: value for name, _, value in finding.design.facts}
    told = _told(facts, language)
    if finding.verdict == "seen":
        text = say(SENTENCES["seen"], language, told=told, cry=_cry(finding, language))
    elif finding.verdict == "not_seen":
        text = say(SENTENCES["not_seen"], language, told=told)
    else:
        piece = "cannot_say" if _compares(facts) else "raw_reason"
        text = say(SENTENCES[piece], language, told=told, reason=main_reason(finding, language))
    return capital(typography(text, language))


def _told(facts: dict[str, Any], language: str) -> str:
    """Hours, share, and the two halves."""
    counts = "hours" if "hours" in facts else "tasks"
    number = numbers.number(round(facts[counts]), language)
    what = say(SENTENCES[counts], language, **{counts: number})
    if facts["how"] == "classifier" or "log_share" not in facts:
        return say(SENTENCES["classifier"], language, what=what)
    told = {name: numbers.share(facts[name], language) for name in facts if name.startswith("log_")}
    share = say(SENTENCES[facts["how"]], language, what=what, share=told["log_share"], low=told.get("log_low", ""),
                high=told.get("log_high", ""), audited=numbers.number(facts.get("audited", 0), language))
    if not _compares(facts):
        return f"{share}."
    return say(SENTENCES["halves"], language, share=share, half=numbers.number(facts["half"], language),
               **{name: numbers.share(facts[name], language) for name in ("earlier", "later")})


def _compares(facts: dict[str, Any]) -> bool:
    """Whether there are two halves to tell, of a year at least: shorter ones may be one and the same quarter."""
    return "later" in facts and facts["half"] >= YEAR


def _cry(finding: Finding, language: str) -> str:
    rate = finding.placebo.calibrated_rate
    piece = "cry" if rate.count and rate.of >= COUNTED_FROM else "cry_never"
    return say(SENTENCES[piece], language, of=numbers.number(rate.of, language),
               count=numbers.number(rate.count, language))
