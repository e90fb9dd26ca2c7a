"""What PyMC-Marketing's mix adds to the words of a channels question: its limits, tables and method."""

from __future__ import annotations

from typing import Any

from recul.report.words.methods import Method

Both = dict[str, str]

CODES: dict[str, Both] = {
    "beside_placebos": {"en": "PyMC-Marketing, placebo channels beside (the answer)",
                        "fr": "PyMC-Marketing, canaux placebos à côté (la réponse)"},
    "without_placebos": {"en": "PyMC-Marketing, without them", "fr": "PyMC-Marketing, sans eux"},
    "light_model": {"en": "Recul’s own model", "fr": "Le modèle de Recul"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "spend_currency": {
        "values": {"names": "names"},
        "says": {"en": "not spent in the currency of the outcome: {names}",
                 "fr": "dépensé dans une autre monnaie que celle du résultat : {names}"},
        "then": {"en": "What each channel brings is told all the same, but not what one unit of that money brought: two"
                 " currencies make no return. Bring the spend in the currency of the outcome.",
                 "fr": "L’apport de chaque canal est donné quand même, mais pas ce qu’a rapporté une unité de cette"
                 " monnaie : deux monnaies ne font pas un rendement. Fournissez la dépense dans la monnaie du"
                 " résultat."},
    },
    "outcome_not_positive": {
        "values": {},
        "says": {"en": "the outcome is not above zero on average, and PyMC-Marketing measures channels against its"
                 " largest value",
                 "fr": "le résultat n’est pas positif en moyenne, et PyMC-Marketing mesure les canaux à sa plus grande"
                 " valeur"},
        "then": {"en": "Recul’s own model takes it as it is: leave the key estimator out.",
                 "fr": "Le modèle de Recul le prend tel quel : retirez la clé estimator."},
    },
    "lift_negative": {
        "values": {"names": "names"},
        "says": {"en": "these tests found no rise, which PyMC-Marketing cannot take in, and tell nothing here: {names}",
                 "fr": "ces tests n’ont pas trouvé de hausse, ce que PyMC-Marketing ne sait pas lire, et ne disent rien"
                 " ici : {names}"},
        "then": {"en": "What is credited may then be too much: Recul’s own model takes such tests too.",
                 "fr": "Ce qui est crédité peut alors être excessif : le modèle de Recul lit aussi ces tests."},
    },
    "draws_astray": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {"en": "{count} of the {of} draws of the model went astray, where {allowed} is the most",
                 "fr": "{count} des {of} tirages du modèle se sont égarés, quand il peut y en avoir {allowed} au"
                 " plus"},
        "then": {"en": "The model does not suit these data, and what it says of them is not to be read. Recul’s own"
                 " model draws nothing: leave the key estimator out.",
                 "fr": "Le modèle ne convient pas à ces données, et ce qu’il en dit ne se lit pas. Le modèle de Recul"
                 " ne tire rien : retirez la clé estimator."},
    },
    "chains_apart": {
        "values": {"apart": "number", "allowed": "number"},
        "says": {"en": "two runs of the model from other starting points do not agree (their disagreement, R-hat, is"
                 " {apart}, where {allowed} is the most)",
                 "fr": "deux passages du modèle, partis de points différents, ne s’accordent pas (leur désaccord,"
                 " R-hat, est de {apart}, quand il peut être de {allowed} au plus)"},
        "then": {"en": "Several readings fit these data as well. A test would tell, or channels that are put together.",
                 "fr": "Plusieurs lectures conviennent aussi bien à ces données. Un test trancherait, ou des canaux"
                 " regroupés."},
    },
    "few_draws": {
        "values": {"draws": "count", "needed": "count"},
        "says": {"en": "the draws of the model resemble each other so much that they are worth {draws}, where {needed}"
                 " are needed",
                 "fr": "les tirages du modèle se ressemblent tant qu’ils n’en valent que {draws}, quand il en faut"
                 " {needed}"},
        "then": {"en": "The ends of its intervals would be chance. Fewer channels, put together, would help.",
                 "fr": "Les bornes de ses intervalles seraient dues au hasard. Moins de canaux, regroupés,"
                 " aideraient."},
    },
    "placebos_move": {
        "values": {"channel": "name", "alone": "number", "beside": "number", "moved": "number", "allowed": "number"},
        "says": {"en": "the model credits “{channel}” with {alone} a week by itself, and with {beside} when placebo"
                 " channels stand beside it: {moved} of its own spread, where {allowed} is the most",
                 "fr": "le modèle crédite « {channel} » de {alone} par semaine sans canaux placebos, et de {beside}"
                 " quand ils sont à côté : un écart de {moved} fois sa propre marge, quand il peut être de {allowed} au"
                 " plus"},
        "then": {"en": "What placebos change is not told by the data. More weeks, or a test, would hold it.",
                 "fr": "Ce que des placebos font bouger, les données ne le tiennent pas. Plus de semaines, ou un test,"
                 " le fixeraient."},
    },
}
ORDER = ("outcome_not_positive", "draws_astray", "chains_apart", "few_draws", "placebos_move")

_CHANNEL: Both = {"en": "Channel", "fr": "Canal"}
_LOW: Both = {"en": "At least", "fr": "Au moins"}
_HIGH: Both = {"en": "At most", "fr": "Au plus"}


def _with_ends(**columns: Both) -> dict[str, Both]:
    """Each column with the ends of its interval after it."""
    return {f"{name}{end}": words for name, shown in columns.items()
            for end, words in (("", shown), ("_low", _LOW), ("_high", _HIGH))}


TABLES: dict[str, dict[str, Any]] = {
    "ways": {
        "title": {"en": "The same channel, by two models", "fr": "Le même canal, selon deux modèles"},
        "note": {
            "en": "Over the whole record, with each model’s own interval at 90%. Placebo channels compete with the real"
            " ones: where the first two lines differ much, they have changed the answer, and it is refused.",
            "fr": "Sur tout le relevé, avec l’intervalle à 90 % de chaque modèle. Les canaux placebos rivalisent avec"
            " les vrais : si les deux premières lignes diffèrent beaucoup, ils ont changé la réponse, et elle est"
            " refusée.",
        },
        "columns": {"way": {"en": "Model", "fr": "Modèle"}, "value": {"en": "Contribution", "fr": "Apport"},
                    "low": _LOW, "high": _HIGH},
    },
    "prior_posterior": {
        "title": {"en": "What was believed before, and after", "fr": "Ce qui était cru avant, et après"},
        "note": {
            "en": "What the channel brings over the whole record: as the model believes before it sees the outcome,"
            " and after, at 90%. Where both are alike the record has told nothing. A model that lets no channel take"
            " away credits every one with something, and only placebos say what that is worth: they are drawn for the"
            " channel asked about alone, and of the others nothing is told.",
            "fr": "Ce que le canal apporte sur tout le relevé : ce que le modèle croit avant de voir le résultat, puis"
            " après, à 90 %. Si les deux se ressemblent, le relevé n’a rien appris. Un modèle qui n’admet pas qu’un"
            " canal fasse baisser le résultat en crédite chacun de quelque chose, et seuls des placebos disent ce que"
            " cela vaut : il n’en est tiré que pour le canal en question, et rien n’est dit des autres.",
        },
        "columns": {"channel": _CHANNEL,
                    **_with_ends(prior={"en": "Before", "fr": "Avant"}, posterior={"en": "After", "fr": "Après"}),
                    "truth": {"en": "Truth", "fr": "Vérité"}},
    },
    "sampled_curve": {
        "title": {"en": "If more, or less, were spent, according to PyMC-Marketing",
                  "fr": "Si l’on dépensait plus, ou moins, selon PyMC-Marketing"},
        "note": {
            "en": "What the channel would bring a week, if this share of its usual spend went on for good, with the"
            " model’s own interval at 90%: no placebo widens it, and the credit of channels that do nothing is in it.",
            "fr": "Ce que le canal apporterait par semaine, si cette part de sa dépense habituelle durait, avec"
            " l’intervalle à 90 % du modèle lui-même : aucun placebo ne l’élargit, et il contient ce dont le modèle"
            " crédite aussi un canal sans effet.",
        },
        "columns": {"channel": _CHANNEL, **_with_ends(
            half={"en": "Half", "fr": "La moitié"}, same={"en": "As usual", "fr": "Comme d’habitude"},
            twice={"en": "Twice", "fr": "Le double"})},
    },
    "sampled_tenth": {
        "title": {"en": "If a tenth more were spent, according to PyMC-Marketing",
                  "fr": "Si l’on dépensait un dixième de plus, selon PyMC-Marketing"},
        "note": {"en": "What that would add a week, for good; as above.",
                 "fr": "Ce que cela ajouterait par semaine, durablement ; comme ci-dessus."},
        "columns": {"channel": _CHANNEL, **_with_ends(tenth={"en": "A tenth more adds",
                                                             "fr": "Un dixième de plus ajoute"})},
    },
}

METHODS: dict[str, Method] = {
    "pymc": Method(
        name={"en": "PyMC-Marketing’s mix", "fr": "Le mix de PyMC-Marketing"},
        text={
            "en": "The outcome of each week is told from its trend, the time of the year, Christmas, what else is"
            " declared, and what went into every channel, that week and the seven before. How long a channel acts, how"
            " soon more of it brings less, and how much it brings are drawn a thousand times as the data make them"
            " likely. No channel may take away: each is credited with something, one without effect too. So placebo"
            " channels are fitted beside the real ones, five at a time, four times over, and the channel must be"
            " credited with more than they are. That next week’s demand resembles this week’s is not in this model: the"
            " placebos show what it misses by that.",
            "fr": "Le résultat de chaque semaine se déduit de la tendance, de l’époque de l’année, de Noël, de ce qui"
            " est déclaré par ailleurs, et de ce qui a été mis dans chaque canal, cette semaine-là et les sept"
            " précédentes. Combien de temps un canal agit, à partir de quand en mettre plus rapporte moins, et combien"
            " il apporte sont tirés mille fois, selon ce que les données rendent plausible. Aucun canal ne peut faire"
            " baisser le résultat : chacun est crédité de quelque chose, même sans effet. Des canaux placebos sont donc"
            " ajustés à côté des vrais, cinq à la fois, quatre fois de suite, et le canal doit recevoir plus qu’eux."
            " Que la demande d’une semaine ressemble à celle de la précédente n’est pas dans ce modèle : les"
            " placebos montrent ce qu’il y perd.",
        },
        paper="Jin, Y., Wang, Y., Sun, Y., Chan, D. & Koehler, J. (2017). Bayesian methods for media mix modeling with"
        " carryover and shape effects. Google. As built in PyMC-Marketing (PyMC Labs).",
    ),
}
