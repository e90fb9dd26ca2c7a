"""A pitch for the simulated brand, whose every sentence is known: what it claims, and whether it offers anything.

Written for the demo; nothing in it has happened. A sentence marked with `!` says that one thing acts on another beyond
what it offers (no evidence, a figure alone, a comparison); the others claim nothing, claim less, or name a source or a
design (tests/data/marketing_claims/GUIDELINES.md). The marks are not written into the file: they are the truth.
"""

from __future__ import annotations

from pathlib import Path

from recul.worlds import brand

NAME = {"fr": "argumentaire.md", "en": "pitch.md"}
QUESTION = {"fr": "L’argumentaire de l’agence va-t-il au-delà de ses preuves ?",
            "en": "Does the agency’s pitch go beyond its evidence?"}
TITLE = {"fr": "Pourquoi confier vos réseaux à l’Agence Nova", "en": "Why let Agence Nova run your channels"}

TEXT: dict[str, tuple[tuple[str, ...], ...]] = {
    "fr": (
        ("L’Agence Nova accompagne Brindelune depuis 2024.",
         "Notre équipe compte trois personnes, dont une en alternance.",
         "!Grâce à notre ton complice, les ventes de la marque ont bondi de 18 % en un an.",
         "!Notre présence quotidienne a fidélisé des milliers de clients."),
        ("!Répondre vite évite les crises.",
         "!La campagne d’automne a fait grimper le chiffre d’affaires de 12 %.",
         "!Nos publications ont généré 900 commandes en novembre.",
         "Nous publions cinq messages par semaine sur quatre réseaux.",
         "!Sans community manager, le bad buzz d’octobre aurait coulé la marque.",
         "!Nos réponses ont désamorcé la polémique en deux heures."),
        ("!Chaque euro investi dans la communauté en rapporte quatre.",
         "!Le jeu-concours de la rentrée a doublé le trafic en boutique.",
         "!Les stories ont permis de faire passer le panier moyen de 18 à 23 euros.",
         "!Notre charte a réduit le temps de validation de moitié.",
         "!Nos partenariats avec des créateurs renforcent durablement l’image de la marque.",
         "Le calendrier éditorial est partagé chaque lundi."),
        ("!Une communauté engagée fait vendre davantage.",
         "!Notre veille a permis d’éviter trois crises majeures.",
         "!L’animation du groupe a fait baisser de 30 % les appels au service client.",
         "Les marques qui répondent gardent leurs clients plus longtemps.",
         "!Le live de décembre a entraîné 1 200 visites en magasin.",
         "!Grâce aux avis publiés, le taux de conversion a augmenté de 9 %."),
        ("!Nos contenus ont attiré 15 000 nouveaux abonnés en six mois.",
         "!La modération a fait chuter les plaintes de 40 %.",
         "!Notre stratégie a transformé de simples acheteurs en ambassadeurs.",
         "Pour 2026, nous proposons deux formules.",
         "!Le podcast a boosté la notoriété de Brindelune auprès des jeunes.",
         "!Ce travail a fait gagner huit heures par semaine à vos équipes."),
        ("Un essai mené sur dix villes tirées au sort, dix autres servant de témoins, a montré que les affiches"
         " augmentaient les visites de 3 %.",
         "!Une réponse personnalisée déclenche presque toujours un nouvel achat.",
         "!Notre réactivité a sauvé la réputation de la marque.",
         "!Les vidéos ont multiplié par trois les demandes de devis.",
         "Le tarif comprend un rapport mensuel.",
         "Merci de votre confiance."),
    ),
    "en": (
        ("Agence Nova has worked with Brindelune since 2024.",
         "Our team is three people, one of them an apprentice.",
         "!Thanks to our playful tone, the brand’s sales jumped by 18% in a year.",
         "!Our daily presence has made thousands of customers loyal."),
        ("!Answering fast prevents crises.",
         "!The autumn campaign drove revenue up by 12%.",
         "!Our posts generated 900 orders in November.",
         "We publish five messages a week on four networks.",
         "!Without a community manager, October’s bad buzz would have sunk the brand.",
         "!Our replies defused the controversy within two hours."),
        ("!Every euro invested in the community brings back four.",
         "!The back-to-school contest doubled visits to the shops.",
         "!Stories lifted the average basket from 18 to 23 euros.",
         "!Our charter cut approval time by half.",
         "!Our partnerships with creators strengthen the brand’s image for good.",
         "The editorial calendar is shared every Monday."),
        ("!An engaged community makes people buy more.",
         "!Our monitoring prevented three major crises.",
         "!Running the group cut calls to customer service by 30%.",
         "Brands that answer keep their customers longer.",
         "!December’s live session led to 1,200 visits to the shops.",
         "!Thanks to published reviews, the conversion rate rose by 9%."),
        ("!Our content attracted 15,000 new followers in six months.",
         "!Moderation made complaints fall by 40%.",
         "!Our strategy turned ordinary buyers into ambassadors.",
         "For 2026 we offer two packages.",
         "!The podcast boosted awareness of Brindelune among the young.",
         "!This work saved your teams eight hours a week."),
        ("A trial in ten cities drawn by lot, with ten others as controls, showed that posters raised visits by 3%.",
         "!A personal answer almost always triggers another purchase.",
         "!Our quick responses saved the brand’s reputation.",
         "!Videos tripled requests for quotes.",
         "The price includes a monthly report.",
         "Thank you for your trust."),
    ),
}


def text(language: brand.Language) -> str:
    """The pitch, as Markdown."""
    paragraphs = [" ".join(s.removeprefix("!") for s in paragraph) for paragraph in TEXT[language]]
    return "\n\n".join((f"# {TITLE[language]}", *paragraphs)) + "\n"


def truth(language: brand.Language) -> float:
    """The share of its sentences, the title among them, that go beyond what they offer."""
    every = [s for paragraph in TEXT[language] for s in paragraph]
    return sum(s.startswith("!") for s in every) / (len(every) + 1)


def write(folder: Path, language: brand.Language) -> None:
    """The file of the pitch."""
    (folder / NAME[language]).write_text(text(language), encoding="utf-8", newline="\n")


def study_toml(language: brand.Language) -> str:
    """Its source and its question, with the truth."""
    return f'''
[[source]]
name = "{NAME[language].removesuffix(".md")}"
path = "{NAME[language]}"
table = "documents"

[[question]]
kind = "discourse"
label = "{QUESTION[language]}"
truth = {truth(language):.4f}
'''
