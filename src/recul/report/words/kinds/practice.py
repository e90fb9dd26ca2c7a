"""Who is hired for the work? Job ads of one occupation beside all others, in words."""

from __future__ import annotations

from typing import Any

from recul.finding import Finding
from recul.report.words import COUNTED_FROM, capital, main_reason, numbers, say, typography
from recul.report.words.methods import Method
from recul.report.words.text import user

Both = dict[str, str]

TITLES: dict[str, Both] = {
    "title": {"en": "Who is hired for {occupation}: how many of the ads are {contract}?",
              "fr": "Qui recrute-t-on pour « {occupation} » : combien d’annonces sont {contract} ?"},
}

# What an ad is for, as the ads "are" them.
CONTRACTS: dict[str, Both] = {
    "internship": {"en": "internships", "fr": "des stages"},
    "apprenticeship": {"en": "apprenticeships", "fr": "des contrats en alternance"},
    "permanent": {"en": "permanent jobs", "fr": "des CDI"},
    "fixed_term": {"en": "fixed-term jobs", "fr": "des CDD"},
    "full_time": {"en": "full-time jobs", "fr": "des postes à temps plein"},
    "part_time": {"en": "part-time jobs", "fr": "des postes à temps partiel"},
    "freelance": {"en": "freelance work", "fr": "des missions indépendantes"},
    "volunteer": {"en": "volunteer work", "fr": "du bénévolat"},
}

SENTENCES: dict[str, Both] = {
    "share": {
        "en": "Of {ads} ads for {occupation}, {counted} are {contract}: {share} (between {low} and {high}), against"
        " {all} of all ads, {rank}",
        "fr": "Sur {ads} annonces pour « {occupation} », {counted} sont {contract} : {share} (entre {low} et {high}),"
        " contre {all} de toutes les annonces, {rank}",
    },
    "seen": {"en": "{share} That is further from the others than occupations usually are: {cry}.",
             "fr": "{share} C’est plus loin des autres que les métiers ne le sont d’ordinaire : {cry}."},
    "not_seen": {"en": "{share} That is no further from the others than occupations usually are.",
                 "fr": "{share} Ce n’est pas plus loin des autres que les métiers ne le sont d’ordinaire."},
    "cannot_say": {
        "en": "{share} The data cannot say whether that is more than occupations usually differ: {reason}.",
        "fr": "{share} Les données ne permettent pas de dire si c’est plus que l’écart ordinaire entre métiers :"
        " {reason}.",
    },
    "cry": {"en": "of {of} other occupations, the same method would have called {count} unusual",
            "fr": "sur {of} autres métiers, la même méthode en aurait dit {count} hors du commun"},
    "cry_never": {"en": "of {of} other occupations, the same method would have called none unusual",
                  "fr": "sur {of} autres métiers, la même méthode n’en aurait dit aucun hors du commun"},
    "cry_uncounted": {"en": "there are too few other occupations to count how often the same method cries wolf",
                      "fr": "les autres métiers sont trop peu nombreux pour compter combien de fois la même méthode"
                      " crie au loup"},
    "first": {"en": "the highest share of {occupations} occupations.",
              "fr": "la part la plus forte de {occupations} métiers."},
    "last": {"en": "the lowest share of {occupations} occupations.",
             "fr": "la part la plus faible de {occupations} métiers."},
    "rank": {"en": "rank {rank} of {occupations} occupations.", "fr": "rang {rank} sur {occupations} métiers."},
}

PIECES: dict[str, Both] = {
    "truth": {"en": "Simulated world: the truth is known, a share {truth} from that of all others.",
              "fr": "Monde simulé : la vérité est connue, une part à {truth} de celle de tous les autres."},
    "truth_none": {"en": "Simulated world: the truth is known, a share like that of all others.",
                   "fr": "Monde simulé : la vérité est connue, une part égale à celle de tous les autres."},
    "truth_seen_outside": {"en": "A difference was rightly seen, but the interval misses its size.",
                           "fr": "Une différence a été vue à raison, mais sa taille est hors de l’intervalle."},
}

CODES: dict[str, Both] = {
    "occupations": {"en": "every other occupation of the same ads", "fr": "chaque autre métier des mêmes annonces"},
    "internship": {"en": "internship", "fr": "stage"},
    "apprenticeship": {"en": "apprenticeship", "fr": "alternance"},
    "permanent": {"en": "permanent", "fr": "CDI"},
    "fixed_term": {"en": "fixed term", "fr": "CDD"},
    "full_time": {"en": "full time, contract not stated", "fr": "temps plein, contrat non précisé"},
    "part_time": {"en": "part time, contract not stated", "fr": "temps partiel, contrat non précisé"},
    "freelance": {"en": "freelance", "fr": "indépendant"},
    "volunteer": {"en": "volunteer", "fr": "bénévolat"},
}

LIMITS: dict[str, dict[str, Any]] = {
    "contracts_unstated": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {
            "en": "of the occupation’s {of} ads, {count} do not say what contract they offer or say it in a word that"
            " is not known, and at most {allowed} may",
            "fr": "sur les {of} annonces du métier, {count} ne disent pas leur contrat ou le disent d’un mot inconnu,"
            " et {allowed} au plus le peuvent",
        },
        "then": {"en": "They are counted nowhere; nobody guesses what they are. Say what their words mean under"
                 " `contracts`.",
                 "fr": "Elles ne comptent nulle part ; personne ne devine ce qu’elles sont. Dites ce que leurs mots"
                 " veulent dire sous `contracts`."},
    },
    "contracts_unknown": {
        "values": {"count": "count", "words": "names"},
        "says": {"en": "in {count} ads the contract is a word that is not known: {words}",
                 "fr": "dans {count} annonces le contrat est un mot inconnu : {words}"},
        "then": {"en": "These ads are left out. Say what the words mean under `contracts`.",
                 "fr": "Ces annonces sont mises de côté. Dites ce que ces mots veulent dire sous `contracts`."},
    },
    "occupations_unstated": {
        "values": {"count": "count", "of": "count"},
        "says": {"en": "of {of} ads, {count} do not state their occupation",
                 "fr": "sur {of} annonces, {count} ne disent pas leur métier"},
        "then": {"en": "They count among all ads, and with no occupation.",
                 "fr": "Elles comptent parmi toutes les annonces, et avec aucun métier."},
    },
    "occupation_spelled": {
        "values": {"count": "count", "words": "names"},
        "says": {"en": "{count} ads write the same occupation in another way: {words}",
                 "fr": "{count} annonces écrivent le même métier autrement : {words}"},
        "then": {"en": "They would count as another occupation. Write it one way in the file.",
                 "fr": "Elles compteraient comme un autre métier. Écrivez-le d’une seule façon dans le fichier."},
    },
    "few_ads": {
        "values": {"ads": "count", "needed": "count"},
        "says": {"en": "the occupation has only {ads} ads whose contract is known, and {needed} are needed",
                 "fr": "le métier n’a que {ads} annonces au contrat connu, et il en faut {needed}"},
        "then": {"en": "More ads of the occupation would help.",
                 "fr": "Davantage d’annonces du métier aideraient."},
    },
    "rare_contract": {
        "values": {"share": "percent", "needed": "count"},
        "says": {
            "en": "{share} of all ads offer this contract, and with a share so near the edge it takes {needed}"
            " occupations of ten ads or more to know how they usually differ",
            "fr": "{share} de toutes les annonces offrent ce contrat, et pour une part si près du bord il faut {needed}"
            " métiers d’au moins dix annonces pour savoir de combien ils diffèrent d’ordinaire",
        },
        "then": {"en": "Ads of more occupations, or a less rare contract, would help.",
                 "fr": "Des annonces de plus de métiers, ou un contrat moins rare, aideraient."},
    },
    "others_unstated": {
        "values": {"count": "count", "of": "count", "allowed": "percent"},
        "says": {
            "en": "of the {of} ads of other occupations, {count} do not say what contract they offer or say it in a"
            " word that is not known, and at most {allowed} may",
            "fr": "sur les {of} annonces des autres métiers, {count} ne disent pas leur contrat ou le disent d’un mot"
            " inconnu, et {allowed} au plus le peuvent",
        },
        "then": {"en": "They are counted nowhere: if they are of one kind, the others’ share is another.",
                 "fr": "Elles ne comptent nulle part : si elles sont toutes d’un même contrat, la part des autres est"
                 " différente."},
    },
    "small_occupations": {
        "values": {"count": "count", "of": "count", "needed": "count"},
        "says": {"en": "of the {of} occupations ranked, {count} have fewer than {needed} ads",
                 "fr": "sur les {of} métiers classés, {count} ont moins de {needed} annonces"},
        "then": {"en": "Their place is mostly chance: they count in the rank and in no verdict.",
                 "fr": "Leur rang doit presque tout au hasard : ils comptent dans le classement, et dans aucun"
                 " verdict."},
    },
    "no_dates": {
        "values": {},
        "says": {"en": "the ads have no dates, and nothing can be said of any change over the years",
                 "fr": "les annonces n’ont pas de date, et rien ne peut être dit d’un changement au fil des ans"},
        "then": {"en": "Name the column of the date, if there is one.",
                 "fr": "Nommez la colonne de la date, s’il y en a une."},
    },
}
ORDER = ("occupation_spelled", "few_ads", "contracts_unstated", "others_unstated", "rare_contract")

LABELS: dict[str, Both] = {
    "relative": {"en": "Against the share of all other occupations",
                 "fr": "Par rapport à la part de tous les autres métiers"},
    "per_period": {"en": "Points above or below all other occupations",
                   "fr": "Points au-dessus ou au-dessous de tous les autres métiers"},
    "axis_effect": {"en": "Above or below the share of all other occupations",
                    "fr": "Au-dessus ou au-dessous de la part de tous les autres métiers"},
    "limits_always": {
        "en": "In any case: an ad is not a job held, and sites have their own crowd: these ads say who is sought there,"
        " not who does the work everywhere. The answer holds for an occupation chosen beforehand: whoever picks the"
        " most unusual of forty finds an unusual one. The interval is of what sets the occupation apart from an"
        " ordinary one, and is wide because occupations differ; that of the share itself stands beside it.",
        "fr": "Dans tous les cas : une annonce n’est pas un emploi occupé, et chaque site a son public : ces annonces"
        " disent qui l’on y cherche, non qui fait le travail partout. La réponse vaut pour un métier choisi d’avance :"
        " qui prend le plus singulier de quarante en trouve un singulier. L’intervalle est celui de ce qui sépare ce"
        " métier d’un métier ordinaire, large parce que les métiers diffèrent ; celui de la part elle-même est donné à"
        " côté.",
    },
}

FACTS: dict[str, Both] = {
    "occupation": {"en": "Occupation", "fr": "Métier"},
    "contract": {"en": "Contract counted", "fr": "Contrat compté"},
    "ads": {"en": "Ads of the occupation", "fr": "Annonces du métier"},
    "counted": {"en": "Of which of this contract", "fr": "Dont ce contrat"},
    "own_share": {"en": "Its share", "fr": "Sa part"},
    "own_low": {"en": "Its share, at least", "fr": "Sa part, au moins"},
    "own_high": {"en": "Its share, at most", "fr": "Sa part, au plus"},
    "all_share": {"en": "Share of all ads", "fr": "Part de toutes les annonces"},
    "rank": {"en": "Rank among occupations", "fr": "Rang parmi les métiers"},
    "occupations": {"en": "Occupations", "fr": "Métiers"},
    "all_ads": {"en": "Ads whose contract is known", "fr": "Annonces au contrat connu"},
}

_SHARE: dict[str, Both] = {
    "ads": {"en": "Ads", "fr": "Annonces"},
    "share": {"en": "Share", "fr": "Part"},
    "low": {"en": "At least", "fr": "Au moins"},
    "high": {"en": "At most", "fr": "Au plus"},
    "all": {"en": "All ads", "fr": "Toutes les annonces"},
}

TABLES: dict[str, dict[str, Any]] = {
    "contracts": {
        "title": {"en": "What contract is offered", "fr": "Quel contrat est offert"},
        "note": {"en": "Shares of the occupation’s ads with their 95% interval, and of all ads.",
                 "fr": "Parts des annonces du métier avec leur intervalle à 95 %, et de toutes les annonces."},
        "columns": {"value": {"en": "Contract", "fr": "Contrat"}, **_SHARE},
    },
    "seniority": {
        "title": {"en": "What experience is asked for", "fr": "Quelle expérience est demandée"},
        "note": {"en": "As the site writes it, of the ads that say.", "fr": "Comme le site l’écrit, là où c’est dit."},
        "columns": {"value": {"en": "Experience", "fr": "Expérience"}, **_SHARE},
    },
    "years": {
        "title": {"en": "Year by year", "fr": "Année par année"},
        "note": {"en": "The share of the contract counted.", "fr": "La part du contrat compté."},
        "columns": {"year": {"en": "Year", "fr": "Année"}, **_SHARE},
    },
    "ranking": {
        "title": {"en": "The occupation among all others", "fr": "Le métier parmi tous les autres"},
        "note": {"en": "The highest shares of the contract counted, each with its 95% interval.",
                 "fr": "Les plus fortes parts du contrat compté, chacune avec son intervalle à 95 %."},
        "columns": {"rank": {"en": "Rank", "fr": "Rang"}, "occupation": {"en": "Occupation", "fr": "Métier"},
                    "counted": {"en": "Counted", "fr": "Comptées"}, **_SHARE},
    },
}

METHODS: dict[str, Method] = {
    "share": Method(
        name={"en": "Shares beside shares", "fr": "Des parts côte à côte"},
        text={
            "en": "The share of the occupation’s ads that offer this contract, less the share of all others’."
            " Occupations differ for reasons of their own, and small ones by chance besides: both are measured on all"
            " of them, and the difference is told in what an ordinary occupation of that size would show.",
            "fr": "La part des annonces du métier qui offrent ce contrat, moins celle de toutes les autres. Les métiers"
            " diffèrent pour des raisons à eux, et les petits par hasard en plus : les deux se mesurent sur l’ensemble,"
            " et l’écart se lit à l’aune de ce que montrerait un métier ordinaire de cette taille.",
        },
        paper="DerSimonian, R. & Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials, 7(3),"
        " 177–188.",
    ),
}

PLACEBOS = Method(
    name={"en": "Every other occupation", "fr": "Chaque autre métier"},
    text={
        "en": "Each other occupation of ten ads or more takes the place of the one asked about, and is set against all"
        " the rest in the same way. Then the ads’ occupations are shuffled, as often as it takes to make 999 with the"
        " first: the interval allows for what either shows, whichever is the larger.",
        "fr": "Chaque autre métier d’au moins dix annonces prend la place de celui dont il s’agit, et se compare à tous"
        " les autres de la même façon. Puis les métiers des annonces sont battus comme des cartes, assez de fois pour"
        " faire 999 avec les premiers : l’intervalle tient compte de ce que montrent les uns et les autres,"
        " au plus large.",
    },
    paper="Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in"
    " Genetics and Molecular Biology, 9(1), article 39.",
)


def title(finding: Finding, language: str) -> str:
    """What was asked, marked text."""
    asked = finding.question
    contract = typography(CONTRACTS[asked["contract"]][language], language)
    return say(TITLES["title"], language, occupation=user(asked["occupation"], 60), contract=contract)


def sentence(finding: Finding, language: str) -> str:
    """The sentence for a decision-maker, marked text."""
    share = _share(finding, language)
    if finding.verdict == "seen":
        told = say(SENTENCES["seen"], language, share=share, cry=_cry(finding, language))
    elif finding.verdict == "not_seen":
        told = say(SENTENCES["not_seen"], language, share=share)
    else:
        told = say(SENTENCES["cannot_say"], language, share=share, reason=main_reason(finding, language))
    return capital(typography(told, language))


def _share(finding: Finding, language: str) -> str:
    """Counts, share and rank: what the ads hold, whatever can be said of it."""
    facts = {name: value for name, _, value in finding.design.facts}
    place = "first" if facts["rank"] == 1 else "last" if facts["rank"] == facts["occupations"] else "rank"
    counted = {name: numbers.number(facts[name], language) for name in ("ads", "counted", "rank", "occupations")}
    rank = say(SENTENCES[place], language, **counted)
    told = {"share": facts["own_share"], "low": facts["own_low"], "high": facts["own_high"], "all": facts["all_share"]}
    return say(SENTENCES["share"], language, occupation=user(facts["occupation"], 60),
               contract=typography(CONTRACTS[facts["contract"]][language], language),
               **{name: numbers.share(value, language) for name, value in told.items()}, **{**counted, "rank": rank})


def _cry(finding: Finding, language: str) -> str:
    rate = finding.placebo.calibrated_rate
    piece = "cry_uncounted" if rate.of < COUNTED_FROM else "cry" if rate.count else "cry_never"
    return say(SENTENCES[piece], language, of=numbers.number(rate.of, language),
               count=numbers.number(rate.count, language))
