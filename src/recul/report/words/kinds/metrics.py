"""Which metrics deserve attention? In words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, measure_name, numbers, say, typography
from recul.report.words.methods import Method
from recul.report.words.sentences import MEASURES
from recul.report.words.text import user

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "title": {"en": "Which metrics deserve attention, if {outcome} is what matters?",
              "fr": "Quels indicateurs méritent l’attention, si c’est {outcome} qui compte ?"},
}

NEXT: dict[str, Both] = {
    "day": {"en": "the next day", "fr": "le lendemain"},
    "week": {"en": "the week after", "fr": "la semaine d’après"},
    "month": {"en": "the month after", "fr": "le mois d’après"},
    "quarter": {"en": "the quarter after", "fr": "le trimestre d’après"},
}

SENTENCES: dict[str, Both] = {
    "foretells": {
        "en": "Of {metrics}, {metric} deserves attention: it foretells {outcome} of {next} beyond what its own past"
        " does (a correlation of {value}, between {low} and {high}; 1 would be no surprise left): {cry}. {others}",
        "fr": "Parmi {metrics}, {metric} mérite l’attention : il annonce {outcome} pour {next} au-delà de ce qu’en dit"
        " son propre passé (une corrélation de {value}, entre {low} et {high} ; à 1, plus de surprise) : {cry}."
        " {others}",
    },
    "misleads": {
        "en": "Of {metrics}, {metric} misleads: what it foretold of {outcome} of {next} went the other way (a"
        " correlation of {value}, between {low} and {high}): {cry}. {others}",
        "fr": "Parmi {metrics}, {metric} induit en erreur : ce qu’il annonçait de {outcome} pour {next} est allé à"
        " rebours (une corrélation de {value}, entre {low} et {high}) : {cry}. {others}",
    },
    "vanity": {
        "en": "None of {metrics} is seen to foretell {outcome} of {next} better than shifted copies of itself: even the"
        " best, {metric}, would have been seen four times out of five with a correlation of {detectable}.",
        "fr": "On ne voit aucun de {metrics} annoncer {outcome} pour {next} mieux que des copies décalées de lui-même :"
        " même le meilleur, {metric}, se serait vu quatre fois sur cinq avec une corrélation de {detectable}.",
    },
    "unknown": {
        "en": "The data cannot say whether any of {metrics} foretells {outcome} of {next} beyond what its own past"
        " does: {reason}.",
        "fr": "Les données ne permettent pas de dire si l’un de {metrics} annonce {outcome} pour {next} au-delà de ce"
        " qu’en dit son propre passé : {reason}.",
    },
    "others_none": {"en": "None of the others is seen to.", "fr": "On ne le voit d’aucun des autres."},
    "others": {"en": "So is {names}.", "fr": "De même {names}."},
    "count": {"en": "{n} metrics", "fr": "{n} indicateurs"},
    "one": {"en": "the one metric asked about", "fr": "l’unique indicateur demandé"},
}

CODES: dict[str, Both] = {
    "shifted": {"en": "the same metric, shifted in time", "fr": "le même indicateur, décalé dans le temps"},
    "metric_foretells": {"en": "deserves attention", "fr": "mérite l’attention"},
    "metric_misleads": {"en": "misleads", "fr": "induit en erreur"},
    "metric_vanity": {"en": "vanity: its own copies do as well", "fr": "vanité : ses copies font aussi bien"},
    "metric_unknown": {"en": "cannot say", "fr": "on ne peut pas dire"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "metric_unobserved": {
        "values": {"metric": "name", "share": "percent", "allowed": "percent"},
        "says": {
            "en": "the metric “{metric}” was not observed in {share} of the periods, and at most {allowed} may be"
            " missing",
            "fr": "l’indicateur « {metric} » n’a pas été observé dans {share} des périodes, et {allowed} au plus"
            " peuvent manquer",
        },
        "then": {"en": "A missing value is not a zero. Fill the record, or leave the metric out.",
                 "fr": "Une valeur manquante n’est pas un zéro. Complétez le relevé, ou retirez l’indicateur."},
    },
    "metric_constant": {
        "values": {"metric": "name"},
        "says": {"en": "the metric “{metric}” does not vary", "fr": "l’indicateur « {metric} » ne varie pas"},
        "then": {"en": "What never changes foretells nothing.", "fr": "Ce qui ne change jamais n’annonce rien."},
    },
    "short_record": {
        "values": {"metric": "name", "periods": "count", "needed": "count"},
        "says": {
            "en": "the metric “{metric}” and the outcome are both known in {periods} periods, and {needed} are needed",
            "fr": "l’indicateur « {metric} » et l’issue sont connus ensemble dans {periods} périodes, et il en faut"
            " {needed}",
        },
        "then": {"en": "A longer record, or shorter periods, would help.",
                 "fr": "Un relevé plus long, ou des périodes plus courtes, aideraient."},
    },
    "year_untold": {
        "values": {"metric": "name", "periods": "count", "needed": "count"},
        "says": {
            "en": "the metric “{metric}” has {periods} periods, and it takes two years ({needed}) to tell it from the"
            " season: all that follows the year would seem to foretell all else that does",
            "fr": "l’indicateur « {metric} » a {periods} périodes, et il faut deux ans ({needed}) pour le distinguer de"
            " la saison : tout ce qui suit l’année semblerait annoncer le reste",
        },
        "then": {"en": "Ask again with two years or more.", "fr": "Reposez la question avec deux ans ou plus."},
    },
}
ORDER = ("year_untold", "short_record", "metric_unobserved", "metric_constant")

LABELS: dict[str, Both] = {
    "relative": {"en": "Of what would leave no surprise", "fr": "De ce qui ne laisserait aucune surprise"},
    "per_period": {"en": "Correlation of what was foretold with what came",
                   "fr": "Corrélation de ce qui était annoncé avec ce qui est venu"},
    "axis_effect": {"en": "Correlation of what was foretold with what came",
                    "fr": "Corrélation de ce qui était annoncé avec ce qui est venu"},
    "limits_always": {
        "en": "In any case: what foretells is not what causes. A metric that moves first because something else moves"
        " both is worth watching, and acting on it may change nothing. What a metric does over longer than a period is"
        " not asked.",
        "fr": "Dans tous les cas : ce qui annonce n’est pas ce qui cause. Un indicateur qui bouge le premier parce"
        " qu’autre chose remue les deux mérite d’être suivi, et agir sur lui peut ne rien changer. Ce qu’un indicateur"
        " fait au-delà d’une période n’est pas demandé.",
    },
}

FACTS: dict[str, Both] = {
    "metric": {"en": "The metric told of", "fr": "L’indicateur dont il s’agit"},
    "outcome": {"en": "What it is to foretell", "fr": "Ce qu’il doit annoncer"},
    "from": {"en": "From", "fr": "Du"},
    "to": {"en": "To", "fr": "Au"},
    "periods": {"en": "Periods", "fr": "Périodes"},
    "metrics": {"en": "Metrics asked about together", "fr": "Indicateurs demandés ensemble"},
}

TABLES: dict[str, dict[str, Any]] = {
    "metrics": {
        "title": {"en": "Each metric", "fr": "Chaque indicateur"},
        "note": {
            "en": "Gain: how much smaller the mean squared error of the forecast is with the metric than without, told"
            " period by period from the past. Copies as good: allowing for all metrics asked about. Reliability: the"
            " share of the variation that odd and even days agree on. Noise: the smallest change from one period to"
            " the next that is more than noise.",
            "fr": "Gain : de combien l’erreur quadratique moyenne de la prévision diminue avec l’indicateur, prévue"
            " période après période d’après le passé. Copies aussi bonnes : compte tenu de tous les indicateurs"
            " demandés. Fiabilité : part de la variation sur laquelle jours pairs et impairs s’accordent. Bruit : le"
            " plus petit changement d’une période à l’autre qui dépasse le bruit.",
        },
        "columns": {
            "metric": {"en": "Metric", "fr": "Indicateur"},
            "verdict": {"en": "Answer", "fr": "Réponse"},
            "correlation": {"en": "Correlation", "fr": "Corrélation"},
            "gain": {"en": "Gain", "fr": "Gain"},
            "p": {"en": "Copies as good", "fr": "Copies aussi bonnes"},
            "reliability": {"en": "Reliability", "fr": "Fiabilité"},
            "noise": {"en": "Noise", "fr": "Bruit"},
            "closest": {"en": "Moves with", "fr": "Bouge avec"},
            "shared": {"en": "How closely", "fr": "À quel point"},
        },
    },
}

METHODS: dict[str, Method] = {
    "foretelling": Method(
        name={"en": "Foretelling, step by step", "fr": "Annoncer, pas à pas"},
        text={
            "en": "Each period’s outcome is told from the periods before it: its line, its season, its own last values."
            " What is left is a surprise. The metric’s own surprise of the period before is then made to foretell it,"
            " with a slope learnt from earlier periods only; what it foretold is set against what came.",
            "fr": "L’issue de chaque période se prévoit d’après les précédentes : sa pente, sa saison, ses dernières"
            " valeurs. Ce qui reste est une surprise. La surprise de l’indicateur, la période d’avant, sert alors à"
            " l’annoncer, avec une pente apprise des périodes passées seulement ; ce qu’elle annonçait est comparé à ce"
            " qui est venu.",
        },
        paper="Brown, R. L., Durbin, J. & Evans, J. M. (1975). Techniques for testing the constancy of regression"
        " relationships over time. Journal of the Royal Statistical Society B, 37(2), 149–192.",
    ),
}

PLACEBOS = Method(
    name={"en": "Shifted copies", "fr": "Copies décalées"},
    text={
        "en": "The placebos are the metric itself, its surprises shifted in time by four periods or more, forwards and"
        " backwards: as varied, as persistent, and of no use. A vanity metric is one that its own copies match.",
        "fr": "Les placebos sont l’indicateur lui-même, ses surprises décalées de quatre périodes ou plus, à l’endroit"
        " et à rebours : aussi variées, aussi durables, et sans utilité. Un indicateur de vanité est celui que ses"
        " propres copies valent.",
    },
    paper="Politis, D. N. & Romano, J. P. (1992). A circular block-resampling procedure for stationary data. In"
    " Exploring the Limits of Bootstrap, Wiley, 263–270.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLES["title"], language, outcome=measure_name(finding, language))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    facts = {name: value for name, _, value in finding.design.facts}
    count = facts["metrics"]
    asked = say(SENTENCES["one" if count == 1 else "count"], language, n=numbers.number(count, language))
    told = {"metrics": asked, "metric": _named(facts["metric"], language), "outcome": measure_name(finding, language),
            "next": typography(NEXT[finding.design.frequency][language], language)}
    e = finding.estimate
    if finding.verdict == "seen":
        digits = 2
        told |= {name: numbers.number(v, language, digits) for name, v in
                 (("value", e.value), ("low", e.low), ("high", e.high)) if v is not None}
        told |= {"cry": cry(finding, language), "others": _others(finding, str(facts["metric"]), language)}
    elif finding.verdict == "not_seen":
        told["detectable"] = numbers.number(finding.placebo.detectable_effect, language, 2)
    else:
        told["reason"] = main_reason(finding, language)
    return capital(typography(say(SENTENCES[finding.answer], language, **told), language).rstrip())


def _others(finding: Finding, metric: str, language: str) -> str:
    """The other metrics of the same answer, by name."""
    rows = [row for table in finding.tables for row in table.rows if row[0] != metric]
    names = [row[0] for row in rows if row[1] == f"metric_{finding.answer}"]
    if names:
        return say(SENTENCES["others"], language, names=numbers.listing(names, language))
    return say(SENTENCES["others_none"], language) if rows else ""


def _named(name: object, language: str) -> str:
    """A metric as it stands in a sentence: those Recul counts have their own words."""
    entry = MEASURES.get(str(name))
    return typography(entry[language], language) if entry else user(name, 60)
