"""Is the work advertised for an occupation more strategic than others'? Ads read by hand and by machine, in words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import COUNTED_FROM, capital, main_reason, numbers, say, shown, typography
from recul.report.words.duties_limits import LIMITS
from recul.report.words.methods import Method
from recul.report.words.text import user

__all__ = ["LIMITS"]

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "title": {"en": "Is the work advertised for {own} more strategic than for {other}?",
              "fr": "Le travail annoncé pour « {own} » est-il plus stratégique que pour {other} ?"},
}

ITEMS: dict[str, Both] = {"all_others": {"en": "all other occupations", "fr": "tous les autres métiers"}}

SENTENCES: dict[str, Both] = {
    "shares": {
        "en": "Of the tasks advertised for {own}, {share} are strategic (between {low} and {high}), against"
        " {other_share} for {other} (between {other_low} and {other_high})",
        "fr": "Des tâches annoncées pour « {own} », {share} sont stratégiques (entre {low} et {high}), contre"
        " {other_share} pour {other} (entre {other_low} et {other_high})",
    },
    "seen": {"en": "{shares}: {gap} {side}, with {audited} sentences read by hand; {cry}.",
             "fr": "{shares} : {gap} {side}, avec {audited} phrases lues à la main ; {cry}."},
    "not_seen": {"en": "{shares}: no difference was seen, with {audited} sentences read by hand; one of {detectable}"
                 " points would have been, four times out of five.",
                 "fr": "{shares} : aucun écart n’a été vu, avec {audited} phrases lues à la main ; un écart de"
                 " {detectable} points l’aurait été quatre fois sur cinq."},
    "cannot_say": {"en": "{shares}. The data cannot say whether the two differ: {reason}.",
                   "fr": "{shares}. Les données ne permettent pas de dire si les deux diffèrent : {reason}."},
    "withheld": {"en": "The data cannot say whether the work advertised for {own} is more or less strategic than for"
                 " {other}: {reason}.",
                 "fr": "Les données ne permettent pas de dire si le travail annoncé pour « {own} » est plus ou moins"
                 " stratégique que pour {other} : {reason}."},
    "gap": {"en": "a difference of {value} points (between {low} and {high})",
            "fr": "un écart de {value} points (entre {low} et {high})"},
    "more": {"en": "towards strategy", "fr": "en faveur du stratégique"},
    "less": {"en": "towards operations", "fr": "en faveur de l’opérationnel"},
    "cry": {"en": "where nothing differs, the same method would have cried wolf in {count} of {of}",
            "fr": "là où rien ne diffère, la même méthode aurait crié au loup {count} fois sur {of}"},
    "cry_uncounted": {"en": "how often the same method cries wolf could not be counted",
                      "fr": "on n’a pas pu compter combien de fois la même méthode crie au loup"},
}

CODES: dict[str, Both] = {
    "departures": {"en": "the same ads, each employer’s distance from the common share turned round by lot",
                   "fr": "les mêmes annonces, l’écart de chaque employeur à la part commune retourné par tirage au"
                   " sort"},
    "sentences_not_audited": {"en": "too few sentences were read by hand",
                              "fr": "trop peu de phrases ont été lues à la main"},
}

ORDER = ("sentences_not_corrected", "few_tasks_labelled", "occupation_spelled", "ads_without_sentences",
         "sentences_foreign", "employers_unnamed", "few_employers", "one_kind_only")

IN_POINTS = True
LABELS: dict[str, Both] = {
    "per_period": {"en": "Difference, of a hundred tasks", "fr": "Écart, sur cent tâches"},
    "axis_effect": {"en": "Strategic share: the occupation less the others",
                    "fr": "Part stratégique : le métier moins les autres"},
    "detectable": {"en": "Smallest difference it could have seen", "fr": "Plus petit écart qu’elle aurait pu voir"},
    "placebo": {"en": "Placebo (nothing differs)", "fr": "Placebo (rien ne diffère)"},
    "placebo_bar": {"en": "Placebos (nothing differs)", "fr": "Placebos (rien ne diffère)"},
    "limits_always": {
        "en": "In any case: an ad says what is sought, not what is done once hired, and words are cheap: an ad may"
        " promise strategy and give the counter. Sentences that state a task weigh alike, however long the task takes;"
        " one that is both counts half. Occupations differ anyway: this says whether the one asked about differs from"
        " the others taken together, not that it is the odd one out, and whoever picks the most unusual of forty"
        " finds a difference. The interval of each share is of these very ads; that of the difference is wider, as it"
        " allows for ads that might as well have been others. What is strategic is what the readers called so. Decide"
        " beforehand how many sentences to read.",
        "fr": "Dans tous les cas : une annonce dit ce que l’on cherche, non ce que l’on fait une fois en poste, et les"
        " mots ne coûtent rien : on peut annoncer de la stratégie et donner le guichet. Les phrases qui énoncent une"
        " tâche pèsent toutes autant, quelle que soit sa durée ; une tâche qui est les deux à la fois compte pour"
        " moitié. Les métiers diffèrent de toute façon : on lit ici si celui-ci diffère des autres pris ensemble, non"
        " s’il est à part, et qui choisit le plus singulier de quarante trouve un écart. L’intervalle de chaque part"
        " est celui de ces annonces mêmes ; celui de l’écart est plus large, car d’autres annonces auraient pu"
        " paraître. Est stratégique ce que les lecteurs ont appelé ainsi. Décidez d’avance combien de phrases lire.",
    },
}

FACTS: dict[str, Both] = {
    "own": {"en": "Occupation", "fr": "Métier"},
    "other": {"en": "Set beside", "fr": "Comparé à"},
    "own_ads": {"en": "Its ads, each once", "fr": "Ses annonces, chacune une fois"},
    "other_ads": {"en": "Ads of the others, each once", "fr": "Annonces des autres, chacune une fois"},
    "own_sentences": {"en": "Sentences in its ads", "fr": "Phrases de ses annonces"},
    "other_sentences": {"en": "Sentences in the ads of the others", "fr": "Phrases des annonces des autres"},
    "audited": {"en": "Drawn by lot and read by hand", "fr": "Tirées au sort et lues à la main"},
    "tasks": {"en": "Of which state a task", "fr": "Dont énoncent une tâche"},
    "kappa": {"en": "Agreement of two readers (kappa)", "fr": "Accord de deux lecteurs (kappa)"},
    "both": {"en": "Sentences that both read", "fr": "Phrases lues par les deux"},
    "own_share": {"en": "Strategic share, corrected", "fr": "Part stratégique, corrigée"},
    "own_low": {"en": "At least", "fr": "Au moins"},
    "own_high": {"en": "At most", "fr": "Au plus"},
    "other_share": {"en": "Strategic share of the others, corrected", "fr": "Part stratégique des autres, corrigée"},
    "other_low": {"en": "Of the others, at least", "fr": "Des autres, au moins"},
    "other_high": {"en": "Of the others, at most", "fr": "Des autres, au plus"},
}

TABLES: dict[str, dict[str, Any]] = {
    "advertised": {
        "title": {"en": "Strategic tasks, corrected by what was read by hand",
                  "fr": "Les tâches stratégiques, corrigées par ce qui a été lu à la main"},
        "note": {"en": "Each share with its 95% interval, of the tasks of these very ads. What the classifier alone"
                 " would say is not shown: it is no answer.",
                 "fr": "Chaque part avec son intervalle à 95 %, parmi les tâches de ces annonces mêmes. Ce que le"
                 " classifieur seul dirait n’est pas montré : ce n’est pas une réponse."},
        "columns": {
            "group": {"en": "Ads for", "fr": "Annonces pour"}, "ads": {"en": "Ads", "fr": "Annonces"},
            "employers": {"en": "Employers", "fr": "Employeurs"}, "sentences": {"en": "Sentences", "fr": "Phrases"},
            "audited": {"en": "Read by hand", "fr": "Lues à la main"}, "tasks": {"en": "State a task",
                                                                                 "fr": "Énoncent une tâche"},
            "share": {"en": "Strategic", "fr": "Stratégiques"},
        },
    },
}

METHODS: dict[str, Method] = {
    "clustered": Method(
        name={"en": "Shares of tasks corrected by labels", "fr": "Des parts de tâches corrigées par des étiquettes"},
        text={
            "en": "Ads are cut into sentences. A classifier reads each one; of sentences drawn by lot, a person does."
            " The share is what the classifier says of all, plus what it gets wrong on average among those drawn,"
            " believed as far as it agrees with the reader there: right on average however bad the classifier. Its"
            " error counts each employer’s ads as one piece of evidence, since they are alike, and is found by leaving"
            " out one employer after the other.",
            "fr": "Les annonces sont découpées en phrases. Un classifieur lit chacune ; une personne lit celles qu’un"
            " tirage au sort désigne. La part est ce que dit le classifieur de l’ensemble, plus ce en quoi il se"
            " trompe en moyenne parmi les phrases tirées, cru dans la mesure où il s’y accorde avec le lecteur : juste"
            " en moyenne si mauvais qu’il soit. Son erreur compte les annonces d’un employeur pour un seul indice, car"
            " elles se ressemblent, et se mesure en ôtant un employeur après l’autre.",
        },
        paper="Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023). Prediction-powered"
        " inference. Science, 382(6671), 669–674.",
    ),
}

PLACEBOS = Method(
    name={"en": "Ads turned round by lot", "fr": "Des annonces retournées par tirage au sort"},
    text={
        "en": "The ads of each employer stand above or below the share that both groups have together. For each, a toss"
        " of a coin says whether it stays so or is turned round, 999 times, with all its sentences: whatever then"
        " parts the two groups is chance. Ads are not exchanged between the groups, since those of the occupation were"
        " read closely and the others thinly.",
        "fr": "Les annonces de chaque employeur sont au-dessus ou au-dessous de la part commune aux deux groupes. Pour"
        " chacun, pile ou face dit s’il y reste ou s’il est retourné, 999 fois, avec toutes ses phrases : ce qui sépare"
        " alors les deux groupes est le hasard. Les annonces ne sont pas échangées entre les groupes, car celles du"
        " métier ont été lues de près et les autres de loin.",
    },
    paper="Cameron, A. C., Gelbach, J. B. & Miller, D. L. (2008). Bootstrap-based improvements for inference with"
    " clustered errors. Review of Economics and Statistics, 90(3), 414–427.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLES["title"], language, **_named(finding, language))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts, named = _facts(finding), _named(finding, language)
    reason = main_reason(finding, language)
    if "own_share" not in facts:
        return capital(typography(say(SENTENCES["withheld"], language, **named, reason=reason), language))
    told = {"share": "own_share", "low": "own_low", "high": "own_high", "other_share": "other_share",
            "other_low": "other_low", "other_high": "other_high"}
    shares = say(SENTENCES["shares"], language, **named,
                 **{name: numbers.percent(facts[fact], language) for name, fact in told.items()})
    values = {"reason": reason} if finding.verdict == "cannot_say" else _values(finding, facts, language)
    return capital(typography(say(SENTENCES[finding.verdict], language, shares=shares, **values), language))


def _facts(finding: Finding) -> dict[str, Any]:
    return {name: value for name, _, value in finding.design.facts}


def _named(finding: Finding, language: str) -> dict[str, str]:
    """The occupation, and what it is set beside; others that the user named stand within marks in French."""
    facts = _facts(finding)
    other = shown("item", facts["other"], finding, language)
    if language == "fr" and facts["other"] not in ITEMS:
        other = typography("« {} »", "fr").format(other)
    return {"own": user(facts["own"], 60), "other": other}


def _values(finding: Finding, facts: dict[str, Any], language: str) -> dict[str, str]:
    """The difference without its sign, and what else a verdict is told with."""
    e, rate = finding.estimate, finding.placebo.calibrated_rate
    ends = sorted(abs(v) for v in (e.low or 0.0, e.high or 0.0))
    value, low, high = (numbers.number(abs(v or 0.0), language, 1) for v in (e.value, *ends))
    least = finding.placebo.detectable_effect
    cry = "cry" if rate.of >= COUNTED_FROM else "cry_uncounted"
    return {
        "gap": say(SENTENCES["gap"], language, value=value, low=low, high=high),
        "side": SENTENCES["more" if (e.value or 0) > 0 else "less"][language],
        "audited": numbers.number(facts["audited"], language),
        "detectable": numbers.number(None if least is None else 100 * least, language, 1),
        "cry": say(SENTENCES[cry], language, count=numbers.number(rate.count, language),
                   of=numbers.number(rate.of, language)),
    }
