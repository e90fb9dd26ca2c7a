"""What does each channel bring? In words; those of PyMC-Marketing's mix stand in `words/mix_shown.py`."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import capital, cry, main_reason, measure_name, mix_shown, numbers, say
from recul.report.words.methods import Method
from recul.report.words.sizes import size_shown
from recul.report.words.text import user

Both = dict[str, str]

TITLE: Both = {"en": "What does “{focus}” bring to {measure}, among all channels?",
               "fr": "Qu’apporte « {focus} » à {measure}, parmi tous les canaux ?"}
SENTENCES: dict[str, Both] = {
    "seen": {
        "en": "“{focus}” held {measure} {size} above the level without it{range}, all channels taken together: {cry}.",
        "fr": "« {focus} » a maintenu {measure} {size} au-dessus du niveau sans ce canal{range}, tous les canaux pris"
        " ensemble : {cry}.",
    },
    "not_seen": {
        "en": "“{focus}” is not seen to bring anything to {measure}; {detectable} or more of what would come without it"
        " would have been, four times out of five.",
        "fr": "On ne voit pas que « {focus} » apporte quelque chose à {measure} ; un apport de {detectable} ou plus du"
        " niveau sans ce canal se serait vu, quatre fois sur cinq.",
    },
    "cannot_say": {
        "en": "The data cannot say what “{focus}” brings to {measure}: {reason}.",
        "fr": "Les données ne permettent pas de dire ce que « {focus} » apporte à {measure} : {reason}.",
    },
}

CODES: dict[str, Both] = {
    **mix_shown.CODES,
    "rebudgeted": {"en": "the channel’s own spend, moved to other weeks in blocks",
                   "fr": "la dépense du canal lui-même, déplacée par blocs vers d’autres semaines"},
    "mix_seen": {"en": "seen", "fr": "vu"},
    "mix_not_told": {"en": "not told", "fr": "pas établi"},
    "mix_alike": {"en": "like another", "fr": "mêlé à un autre"},
    "mix_follows": {"en": "spend follows", "fr": "la dépense suit"},
    "mix_unknown": {"en": "hardly varies", "fr": "ne varie guère"},
}

LIMITS: dict[str, dict[str, Any]] = {
    **mix_shown.LIMITS,
    "few_weeks_mix": {
        "values": {"weeks": "count", "needed": "count"},
        "says": {
            "en": "the outcome and all channels are known together in {weeks} weeks, and {needed} are needed to tell"
            " the season from spending",
            "fr": "le résultat et tous les canaux ne sont connus ensemble que sur {weeks} semaines, et il en faut"
            " {needed} pour distinguer la saison de la dépense",
        },
        "then": {"en": "A longer record of every channel would help; a test in some markets would help sooner.",
                 "fr": "Un relevé plus long de chaque canal aiderait ; un test sur quelques marchés aiderait plus"
                 " tôt."},
    },
    "outcome_gaps": {
        "values": {"share": "percent", "allowed": "percent"},
        "says": {"en": "{share} of the weeks of the outcome were not observed, and at most {allowed} may be missing",
                 "fr": "{share} des semaines du résultat n’ont pas été observées, et il peut en manquer {allowed} au"
                 " plus"},
        "then": {"en": "What was not observed is not filled in: find the missing weeks.",
                 "fr": "Ce qui n’a pas été observé n’est pas inventé : retrouvez les semaines manquantes."},
    },
    "outcome_constant": {
        "values": {},
        "says": {"en": "the outcome does not vary", "fr": "le résultat ne varie pas"},
        "then": {"en": "There is nothing to share out among channels. Look whether the right column was read.",
                 "fr": "Il n’y a rien à répartir entre les canaux. Vérifiez que la bonne colonne a été lue."},
    },
    "spend_gaps": {
        "values": {"channel": "name", "weeks": "count", "first": "moment"},
        "says": {"en": "what went into “{channel}” is not known in {weeks} of the weeks (the first: {first})",
                 "fr": "ce qui a été mis dans « {channel} » n’est pas connu pour {weeks} des semaines (la première :"
                 " {first})"},
        "then": {"en": "Missing is not zero: write 0 where nothing was spent, and find the rest. What is spent one week"
                 " still acts in the next ones.",
                 "fr": "Absent ne veut pas dire zéro : écrivez 0 là où rien n’a été dépensé, et retrouvez le reste. Une"
                 " dépense agit encore les semaines suivantes."},
    },
    "spend_negative": {
        "values": {"channel": "name", "weeks": "count", "first": "moment"},
        "says": {"en": "what went into “{channel}” is below zero in {weeks} of the weeks (the first: {first})",
                 "fr": "ce qui a été mis dans « {channel} » est inférieur à zéro pour {weeks} des semaines (la"
                 " première : {first})"},
        "then": {"en": "A credit note belongs to the week of the spend that it corrects.",
                 "fr": "Un avoir se porte sur la semaine de la dépense qu’il corrige."},
    },
    "spend_constant": {
        "values": {"channel": "name", "share": "percent", "needed": "percent"},
        "says": {"en": "what goes into “{channel}” hardly varies (by {share} of its mean, where {needed} is the least)",
                 "fr": "ce qui est mis dans « {channel} » ne varie guère (de {share} de sa moyenne, quand il faut au"
                 " moins {needed})"},
        "then": {"en": "What never changes cannot show what it does: stop it, or double it, in weeks drawn by lot.",
                 "fr": "Ce qui ne change jamais ne peut pas montrer ce qu’il fait : arrêtez-le, ou doublez-le, pendant"
                 " des semaines tirées au sort."},
    },
    "channels_constant": {
        "values": {"names": "names"},
        "says": {"en": "left out, as what goes into them hardly varies: {names}",
                 "fr": "laissés de côté, car ce qui y est mis ne varie guère : {names}"},
        "then": {"en": "What they bring counts as the usual level.",
                 "fr": "Ce qu’ils apportent compte dans le niveau habituel."},
    },
    "channels_alike": {
        "values": {"names": "names", "likeness": "number", "allowed": "number"},
        "says": {"en": "{names} move so much together that what each brings is not told apart (their likeness is"
                 " {likeness}, where {allowed} is the most)",
                 "fr": "{names} varient tellement ensemble que leurs apports ne se distinguent pas (leur ressemblance"
                 " est de {likeness}, quand elle peut être de {allowed} au plus)"},
        "then": {"en": "What they bring together is in a table. To tell them apart, spend on one without the other for"
                 " some weeks.",
                 "fr": "Ce qu’ils apportent ensemble est donné dans un tableau. Pour les distinguer, dépensez dans l’un"
                 " sans l’autre pendant quelques semaines."},
    },
    "spend_follows": {
        "values": {"channel": "name"},
        "says": {"en": "what will go into “{channel}” in the coming weeks tells today’s outcome better than it does for"
                 " placebos: spending follows the outcome, or both follow a third thing",
                 "fr": "ce qui sera mis dans « {channel} » les semaines suivantes annonce le résultat du jour mieux que"
                 " pour les placebos : la dépense suit le résultat, ou les deux suivent autre chose"},
        "then": {"en": "What sales bring to the budget would pass for what the budget brings to sales. A test would"
                 " tell, or a control that says what both follow.",
                 "fr": "Ce que les ventes apportent au budget passerait pour ce que le budget apporte aux ventes. Un"
                 " test le dirait, ou un contrôle qui dise ce que les deux suivent."},
    },
    "negative_credit": {
        "values": {"channel": "name"},
        "says": {"en": "the more goes into “{channel}”, the lower the outcome, beyond what placebos show",
                 "fr": "plus on met dans « {channel} », plus le résultat est bas, au-delà de ce que montrent les"
                 " placebos"},
        "then": {"en": "Budgets raised when things go badly look like this. A test would tell.",
                 "fr": "Des budgets augmentés quand les choses vont mal ont cette allure. Un test le dirait."},
    },
    "lift_unread": {
        "values": {"names": "names"},
        "says": {"en": "these tests gave no interval, or are not of these weeks and units, and tell nothing here:"
                 " {names}",
                 "fr": "ces tests n’ont pas donné d’intervalle, ou ne portent pas sur ces semaines et ces unités, et ne"
                 " disent rien ici : {names}"},
        "then": {"en": "Their own part of the report says what they gave.",
                 "fr": "Leur propre partie du rapport dit ce qu’ils ont donné."},
    },
}
ORDER = ("spend_gaps", "spend_negative", "few_weeks_mix", "outcome_gaps", "outcome_constant", "spend_constant",
         "channels_alike", "spend_follows", "negative_credit", *mix_shown.ORDER)

LABELS: dict[str, Both] = {
    "relative": {"en": "Against the level without it", "fr": "Par rapport au niveau sans ce canal"},
    "per_period": {"en": "Contribution, each week", "fr": "Apport, par semaine"},
    "total": {"en": "Contribution over the whole record", "fr": "Apport sur tout le relevé"},
    "axis_effect": {"en": "Contribution credited", "fr": "Apport crédité"},
    "limits_always": {
        "en": "In any case: what nobody wrote down and moves both the spend and the outcome in the same week passes for"
        " an effect. In simulated worlds where the budget followed that week’s demand, every answer that was given was"
        " wrong. Search and retargeting are the usual case. Only a test, in markets or weeks drawn by lot, excludes it"
        " (key lift). The contribution is counted down to a spend of zero, which the record may never have shown.",
        "fr": "Dans tous les cas : ce que personne n’a noté et qui remue la même semaine la dépense et le résultat"
        " passe pour un effet. Dans des mondes simulés où le budget suivait la demande de la semaine, toutes les"
        " réponses données étaient fausses. Le référencement payant et le reciblage sont le cas ordinaire. Seul un"
        " test, sur des marchés ou des semaines tirés au sort, l’exclut (clé lift). L’apport est compté jusqu’à une"
        " dépense nulle, que le relevé n’a peut-être jamais montrée.",
    },
}

FACTS: dict[str, Both] = {
    "focus": {"en": "Channel asked about", "fr": "Canal en question"},
    "channels": {"en": "Channels", "fr": "Canaux"},
    "controls": {"en": "Also taken into account", "fr": "Également pris en compte"},
    "from": {"en": "From the week of", "fr": "De la semaine du"},
    "to": {"en": "To the week of", "fr": "À la semaine du"},
    "weeks": {"en": "Weeks", "fr": "Semaines"},
    "block": {"en": "Weeks moved together", "fr": "Semaines déplacées ensemble"},
}

_CHANNEL: Both = {"en": "Channel", "fr": "Canal"}
_RANGE: dict[str, Both] = {"low": {"en": "At least", "fr": "Au moins"}, "high": {"en": "At most", "fr": "Au plus"}}

TABLES: dict[str, dict[str, Any]] = {
    **mix_shown.TABLES,
    "mix": {
        "title": {"en": "All channels", "fr": "Tous les canaux"},
        "note": {
            "en": "Over the whole record, with the model’s own interval at 90%. A channel that does nothing is credited"
            " up to the next figure in 95 cases of 100: what the channel’s own spend, moved to other weeks, was given."
            " “Not told”: no more than that. Answers allow for how many channels are looked at; the one asked about"
            " stands alone. For each unit: what one euro, one hour or one message brought on average.",
            "fr": "Sur tout le relevé, avec l’intervalle à 90 % du modèle lui-même. Un canal sans effet est crédité"
            " jusqu’au chiffre suivant dans 95 cas sur 100 : ce qu’a reçu la dépense du canal, déplacée vers d’autres"
            " semaines. Les réponses tiennent compte du nombre de canaux examinés ; celui en question est jugé seul."
            " « Pas établi » : pas plus que cela. Par unité : ce qu’un euro, une heure ou un message a rapporté en"
            " moyenne.",
        },
        "columns": {
            "channel": _CHANNEL,
            "value": {"en": "Contribution", "fr": "Apport"},
            **_RANGE,
            "placebo": {"en": "A channel without effect, at most", "fr": "Un canal sans effet, au plus"},
            "share": {"en": "Of the outcome", "fr": "Du résultat"},
            "each": {"en": "For each unit", "fr": "Par unité"},
            "answer": {"en": "Answer", "fr": "Réponse"},
            "truth": {"en": "Truth", "fr": "Vérité"},
        },
    },
    "pairs": {
        "title": {"en": "Channels that are not told apart", "fr": "Canaux qui ne se distinguent pas"},
        "note": {"en": "What they bring together, over the whole record, with the model’s own interval at 90%.",
                 "fr": "Ce qu’ils apportent ensemble, sur tout le relevé, avec l’intervalle à 90 % du modèle."},
        "columns": {
            "pair": {"en": "Channels", "fr": "Canaux"},
            "likeness": {"en": "Likeness", "fr": "Ressemblance"},
            "value": {"en": "Together", "fr": "Ensemble"},
            **_RANGE,
        },
    },
    "response_curve": {
        "title": {"en": "If more, or less, were spent", "fr": "Si l’on dépensait plus, ou moins"},
        "note": {
            "en": "What each channel would bring a week, if this share of its usual spend went on for good; and what a"
            " tenth more would add, with the model’s own interval at 90%. Only for channels whose"
            " answer is “seen”.",
            "fr": "Ce que chaque canal apporterait par semaine, si cette part de sa dépense habituelle durait ; et ce"
            " qu’ajouterait un dixième de plus, avec l’intervalle à 90 % du modèle. Seulement pour"
            " les canaux dont la réponse est « vu ».",
        },
        "columns": {
            "channel": _CHANNEL,
            "half": {"en": "Half", "fr": "La moitié"},
            "same": {"en": "As usual", "fr": "Comme d’habitude"},
            "more": {"en": "Half as much again", "fr": "Moitié plus"},
            "twice": {"en": "Twice", "fr": "Le double"},
            "tenth": {"en": "A tenth more adds", "fr": "Un dixième de plus ajoute"},
            **_RANGE,
        },
    },
    "lifts": {
        "title": {"en": "What tests changed", "fr": "Ce que les tests ont changé"},
        "note": {
            "en": "What the test says the channel brought in its window; and the channel’s contribution over the whole"
            " record without and with it, by the model’s own interval at 90%.",
            "fr": "Ce que le canal a apporté dans la fenêtre du test, selon lui ; et l’apport du canal sur tout le"
            " relevé, sans le test et avec, selon l’intervalle à 90 % du modèle.",
        },
        "columns": {
            "channel": _CHANNEL,
            "test": {"en": "Test", "fr": "Test"},
            "total": {"en": "Test says", "fr": "Selon le test"},
            "total_low": {"en": "At least", "fr": "Au moins"},
            "total_high": {"en": "At most", "fr": "Au plus"},
            "prior": {"en": "Without the test", "fr": "Sans le test"},
            "prior_low": {"en": "At least", "fr": "Au moins"},
            "prior_high": {"en": "At most", "fr": "Au plus"},
            "posterior": {"en": "With the test", "fr": "Avec le test"},
            "posterior_low": {"en": "At least", "fr": "Au moins"},
            "posterior_high": {"en": "At most", "fr": "Au plus"},
        },
    },
}

METHODS: dict[str, Method] = {
    **mix_shown.METHODS,
    "mix": Method(
        name={"en": "Marketing mix, all channels together", "fr": "Mix marketing, tous les canaux ensemble"},
        text={
            "en": "The outcome of each week is told from its trend, the time of the year, Christmas, what else is"
            " declared, and what went into every channel, that week and before. How long a channel goes on working, and"
            " how soon more of it brings less, is not chosen: every combination counts as far as the data make it"
            " likely. Weeks that resemble the weeks before, or the same weeks of other years, count as such. The"
            " channel asked about may bring more, less or nothing; the others nothing or more.",
            "fr": "Le résultat de chaque semaine se déduit de la tendance, de l’époque de l’année, de Noël, de ce qui"
            " est déclaré par ailleurs, et de ce qui a été mis dans chaque canal, cette semaine-là et avant. Combien de"
            " temps un canal agit, et à partir de quand en mettre plus rapporte moins, n’est pas choisi : chaque"
            " combinaison compte autant que les données la rendent plausible. Les semaines qui ressemblent aux"
            " précédentes, ou aux mêmes d’autres années, comptent comme telles. Le canal en question peut apporter"
            " plus, moins ou rien ; les autres rien ou plus.",
        },
        paper="Jin, Y., Wang, Y., Sun, Y., Chan, D. & Koehler, J. (2017). Bayesian methods for media mix modeling with"
        " carryover and shape effects. Google.",
    ),
}

PLACEBOS = Method(
    name={"en": "Placebo channels", "fr": "Canaux placebos"},
    text={
        "en": "The placebos are channels that do nothing: the channel’s own spend moved to other weeks, eight together,"
        " around what its season, its trend and the other channels let expect. They are set beside all the real"
        " channels, and what the model credits them with is what it credits to nothing. Shifting the spend as it is"
        " would not do: spend that follows Christmas would no longer follow it, and every such channel would seem to"
        " work.",
        "fr": "Les placebos sont des canaux sans effet : la dépense du canal déplacée vers d’autres semaines, huit"
        " ensemble, autour de ce que laissent attendre sa saison, sa tendance et les autres canaux. Ils sont placés à"
        " côté de tous les vrais canaux, et ce que le modèle leur crédite est ce qu’il crédite sans raison. Décaler la"
        " dépense telle quelle ne suffirait pas : une dépense qui suit Noël ne le suivrait plus, et tout canal de ce"
        " genre semblerait agir.",
    },
    paper="Carlstein, E. (1986). The use of subseries values for estimating the variance of a general statistic from a"
    " stationary sequence. Annals of Statistics, 14(3), 1171–1179.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    return say(TITLE, language, focus=user(finding.question["focus"], 40), measure=measure_name(finding, language))


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    shown = {"focus": user(finding.question["focus"], 40), "measure": measure_name(finding, language)}
    if finding.verdict == "not_seen":
        return say(SENTENCES["not_seen"], language, **shown,
                   detectable=numbers.share(finding.placebo.detectable_effect, language))
    if finding.verdict == "cannot_say":
        return say(SENTENCES["cannot_say"], language, reason=main_reason(finding, language), **shown)
    _, _, size, ends = size_shown(finding.estimate, language)
    return capital(say(SENTENCES["seen"], language, size=size, cry=cry(finding, language),
                       range=ends, **shown))
