"""Each method in a paragraph, with its paper. One entry an estimator; English beside French."""

from __future__ import annotations

from dataclasses import dataclass

Both = dict[str, str]


@dataclass(frozen=True)
class Method:
    """How it is called, what it does, and the paper it comes from (cited as it was published)."""

    name: Both
    text: Both
    paper: str


METHODS: dict[str, Method] = {
    "structural": Method(
        name={"en": "Structural time series", "fr": "Série temporelle structurelle"},
        text={
            "en": "The outcome is described by a level that drifts, a season, and its ties to the series it is compared"
            " with, all learnt before the window only. Carried on through the window, that description says what would"
            " have been expected; the difference from what was observed is the estimate. How fast the level drifts,"
            " and along what line, is not guessed: all speeds are weighed by how well they describe the past.",
            "fr": "La mesure est décrite par un niveau qui dérive, une saison, et ses liens avec les séries de"
            " comparaison, le tout appris avant la fenêtre seulement. Prolongée dans la fenêtre, cette description dit"
            " ce qui était attendu ; l’écart avec ce qui a été observé est l’estimation. La vitesse de dérive et sa"
            " pente ne sont pas devinées : toutes sont pesées selon leur accord avec le passé.",
        },
        paper="Brodersen, K. H., Gallusser, F., Koehler, J., Remy, N. & Scott, S. L. (2015). Inferring causal impact"
        " using Bayesian structural time-series models. Annals of Applied Statistics, 9(1), 247–274.",
    ),
    "did": Method(
        name={"en": "Difference in differences", "fr": "Double différence"},
        text={
            "en": "The change from before the window to the window, less the same change in the units it is compared"
            " with. The method supposes that all would have moved in parallel.",
            "fr": "Le changement entre l’avant et la fenêtre, moins le même changement dans les unités de comparaison."
            " La méthode suppose que toutes auraient évolué en parallèle.",
        },
        paper="Card, D. & Krueger, A. B. (1994). Minimum wages and employment: a case study of the fast-food"
        " industry in New Jersey and Pennsylvania. American Economic Review, 84(4), 772–793.",
    ),
    "synthetic": Method(
        name={"en": "Synthetic control", "fr": "Contrôle synthétique"},
        text={
            "en": "The units it is compared with are brought together in an average where each has its weight, never a"
            " negative one. The weights are those with which the average follows the outcome most closely before the"
            " window, at a constant distance if need be; how much that distance changes within the window is the"
            " estimate.",
            "fr": "Les unités de comparaison sont réunies en une moyenne où chacune a son poids, jamais négatif. Les"
            " poids sont ceux avec lesquels cette moyenne suit la mesure au plus près avant la fenêtre, à une distance"
            " constante au besoin ; ce dont cette distance change dans la fenêtre est l’estimation.",
        },
        paper="Abadie, A., Diamond, A. & Hainmueller, J. (2010). Synthetic control methods for comparative case"
        " studies. Journal of the American Statistical Association, 105(490), 493–505; with the constant of Ferman, B."
        " & Pinto, C. (2021). Synthetic controls with imperfect pretreatment fit. Quantitative Economics, 12(4),"
        " 1197–1221.",
    ),
    "augmented": Method(
        name={"en": "Augmented synthetic control", "fr": "Contrôle synthétique augmenté"},
        text={
            "en": "A synthetic control is an average of the units it is compared with, weighted so as to follow the"
            " outcome before the window. Where it does not follow closely enough, what it still misses is worked out"
            " from the same units, cautiously, and corrected. The degree of caution is the one that best foretells each"
            " period before the window from the others.",
            "fr": "Un contrôle synthétique est une moyenne des unités de comparaison, pondérée de façon à suivre la"
            " mesure avant la fenêtre. Là où il ne la suit pas d’assez près, ce qui lui manque encore est calculé, avec"
            " prudence, à partir des mêmes unités, puis corrigé. Le degré de prudence est celui qui prédit le mieux"
            " chaque période d’avant la fenêtre à partir des autres.",
        },
        paper="Ben-Michael, E., Feller, A. & Rothstein, J. (2021). The augmented synthetic control method. Journal of"
        " the American Statistical Association, 116(536), 1789–1803.",
    ),
    "sdid": Method(
        name={"en": "Synthetic difference in differences", "fr": "Double différence synthétique"},
        text={
            "en": "The change from before the window to the window, less the same change in the units it is compared"
            " with. Those units are weighed so that together they run parallel to the outcome before the window, and"
            " the earlier periods so that together they look like the window. How far chance alone may carry the"
            " estimate is read off what the weighted units leave unexplained in the outcome before the window.",
            "fr": "Le changement entre l’avant et la fenêtre, moins le même changement dans les unités de comparaison."
            " Ces unités sont pondérées pour que leur ensemble évolue parallèlement à la mesure avant la fenêtre, et"
            " les périodes antérieures pour que leur ensemble ressemble à la fenêtre. La part du hasard dans"
            " l’estimation se lit dans ce que les unités pondérées n’expliquent pas de la mesure avant la fenêtre.",
        },
        paper="Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. & Wager, S. (2021). Synthetic"
        " difference-in-differences. American Economic Review, 111(12), 4088–4118.",
    ),
    "experiment": Method(
        name={"en": "Randomised experiment", "fr": "Expérience avec tirage au sort"},
        text={
            "en": "The units were drawn at random, so those not drawn show what would have been. The estimate is the"
            " difference of the two means over the window, corrected for how the units already differed before it. Its"
            " placebos are the draw made again: if the action changed nothing, each unit has the figures it would have"
            " had anyway, and any other draw shows what the luck of the draw does by itself.",
            "fr": "Les unités ont été tirées au sort : celles qui ne l’ont pas été montrent ce qui aurait été."
            " L’estimation est l’écart entre les deux moyennes dans la fenêtre, corrigé de ce qui distinguait déjà les"
            " unités avant elle. Ses placebos sont le tirage refait : si l’action n’a rien changé, chaque unité a les"
            " chiffres qu’elle aurait eus de toute façon, et tout autre tirage montre ce que fait le hasard seul.",
        },
        paper="Lin, W. (2013). Agnostic notes on regression adjustments to experimental data: reexamining Freedman’s"
        " critique. Annals of Applied Statistics, 7(1), 295–318.",
    ),
}
PLACEBOS = Method(
    name={"en": "Placebos", "fr": "Placebos"},
    text={
        "en": "The real case and its placebos go through one and the same calculation. The interval is made as wide as"
        " the placebos require, so that the method is judged by what it says where nothing happened, not by what it"
        " claims of itself.",
        "fr": "Le cas réel et ses placebos passent par un seul et même calcul. L’intervalle est aussi large que les"
        " placebos l’exigent : la méthode est jugée sur ce qu’elle dit là où rien ne s’est passé, non sur ce qu’elle"
        " prétend d’elle-même.",
    },
    paper="Abadie, A., Diamond, A. & Hainmueller, J. (2010). Synthetic control methods for comparative case studies."
    " Journal of the American Statistical Association, 105(490), 493–505.",
)
