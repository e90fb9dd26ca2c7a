"""Simulated job ads of a French site, whose truth is known: how many of each occupation's are internships.

Of 40 occupations g, so many ads as a real site has (SIZES):

    internships[g] ~ Binomial(ads[g], share[g]);  logit share[g] = −1.3 + 0.6·e, e normal, that of one set to 0.70

The others are permanent, fixed-term or apprenticeships (6, 1 and 1 in 8); 1 ad in 50 does not say. The occupation set
apart is community management; the truth that the study file carries is its share against that of all other ads, as they
were expected.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.random import default_rng

from recul.panel import Floats

OCCUPATION, SHARE, CENTRE, SPREAD = "Community management", 0.70, -1.3, 0.6
OCCUPATIONS = (
    OCCUPATION, "Marketing", "Vente", "Comptabilité", "Développement web", "Données", "Conception de produits",
    "Graphisme", "Relations presse", "Communication interne", "Achats", "Logistique", "Juridique",
    "Ressources humaines", "Recrutement", "Relation client", "Direction de projet", "Finance", "Contrôle de gestion",
    "Rédaction", "Référencement", "Partenariats", "Événementiel", "Production vidéo", "Qualité",
    "Sécurité informatique", "Administration des systèmes", "Mobile", "Recherche", "Formation", "Immobilier", "Mode",
    "Restauration", "Tourisme", "Traduction", "Édition", "Architecture", "Affaires publiques", "Entrepôt", "Assistanat")
SIZES = (72, 310, 420, 95, 280, 130, 88, 64, 41, 37, 52, 66, 33, 84, 71, 190, 118, 102, 47, 39, 44, 58, 36, 31, 28, 42,
         55, 49, 26, 22, 34, 61, 45, 27, 18, 16, 21, 14, 24, 68)
CONTRACTS = ("CDI", "CDD", "Alternance")
UNSTATED = 1 / 50
QUESTION = {"fr": "L’animation de communauté est-elle confiée à des stagiaires ?",
            "en": "Is community management given to interns?"}


def shares(seed: int) -> Floats:
    """The true share of internships of each occupation [40]."""
    share = 1 / (1 + np.exp(-CENTRE - SPREAD * default_rng([seed, 80]).standard_normal(len(OCCUPATIONS))))
    share[0] = SHARE
    return np.asarray(share)


def truth(seed: int) -> float:
    """The share of the occupation set apart against that of all other ads: 1.5 for two and a half times theirs."""
    size, share = np.array(SIZES[1:], dtype=float), shares(seed)
    return float(share[0] / (size @ share[1:] / size.sum()) - 1)


def write(folder: Path, seed: int) -> None:
    """`annonces.csv`, a row an ad, in random order, over 2024 and 2025."""
    rng, share, rows = default_rng([seed, 81]), shares(seed), []
    for name, size, intern in zip(OCCUPATIONS, SIZES, share, strict=True):
        for _ in range(size):
            contract = "Stage" if rng.random() < intern else CONTRACTS[rng.choice(3, p=(6 / 8, 1 / 8, 1 / 8))]
            day = np.datetime64("2024-01-01", "D") + int(rng.integers(0, 731))
            rows.append((str(day), name, "" if rng.random() < UNSTATED else contract))
    shuffled = rng.permutation(len(rows))
    with (folder / "annonces.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("annonce", "date", "metier", "contrat"))
        writer.writerows((f"a{n:04d}", *rows[i]) for n, i in enumerate(shuffled))


def study_toml(seed: int, language: Literal["fr", "en"]) -> str:
    """The source, and the question with its truth."""
    return f'''
[[source]]
name = "annonces"
path = "annonces.csv"
table = "ads"
columns = {{ ad_id = "annonce", time = "date", occupation = "metier", contract = "contrat" }}

[[question]]
kind = "practice"
label = "{QUESTION[language]}"
occupation = "{OCCUPATION}"
truth = {truth(seed):.4f}
'''
