"""The simulated brand as files: what `recul.worlds.brand.write` writes, and in which words."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.random import default_rng

from recul.worlds import (
    _brand_worth,
    answers,
    brand,
    brand_averted,
    brand_objectives,
    channel_files,
    claims,
    discourse,
    jobads,
)

BRAND = "Brindelune"

# What people write, by tone, as (language, text); {city} and {n} are filled in. French first, as for a French brand.
PHRASES: dict[int, tuple[tuple[str, str], ...]] = {
    -1: (("fr", "Déçu par {brand} : commande arrivée en miettes, et personne ne répond."),
         ("fr", "{n} jours d’attente pour une boîte de biscuits… c’est long, {brand} !"),
         ("fr", "La boutique de {city} était encore fermée. Merci {brand}."),
         ("fr", "Nouvelle recette chez {brand} : moins bon, plus cher."),
         ("fr", "Quelqu’un d’autre a eu un souci de paiement sur le site de {brand} ?"),
         ("en", "Ordered from {brand}, {n} days later still nothing. Not happy."),
         ("en", "The new {brand} recipe tastes of cardboard, sorry.")),
    0: (("fr", "Savez-vous à quelle heure ferme {brand} à {city} ?"),
        ("fr", "Vu la nouvelle vitrine de {brand} à {city} ce matin."),
        ("fr", "Les sablés de {brand} contiennent-ils des fruits à coque ?"),
        ("fr", "{brand} recrute à {city} : {n} postes."),
        ("fr", "Il reste {n} boîtes « Automne » chez {brand} à {city}."),
        ("en", "Does {brand} ship to Belgium?"),
        ("en", "Walked past {brand} in {city} today.")),
    1: (("fr", "Les sablés au citron de {brand}, quelle merveille !"),
        ("fr", "Accueil adorable chez {brand} à {city}, merci !"),
        ("fr", "Boîte offerte à ma mère, elle en redemande. Bravo {brand} 💛"),
        ("fr", "{n}e commande chez {brand}, jamais déçue."),
        ("fr", "Toujours un régal, {brand}. Vivement la collection d’hiver !"),
        ("en", "Best shortbread I have had in France, thank you {brand}!"),
        ("en", "{brand} in {city}: lovely people, lovely biscuits.")),
}
ANSWERS = ("Bonjour, merci de votre message ! Écrivez-nous en privé, nous regardons cela tout de suite.",
           "Merci beaucoup, toute l’équipe est ravie !",
           "Bonjour, nous sommes désolés : pouvez-vous nous donner votre numéro de commande ?")

WORDS = {
    "fr": {
        "title": "Brindelune, 2024 et 2025", "sales": "ventes", "visits": "visites", "visitors": "visiteurs",
        "about": "# Une marque simulée, dont la vérité est connue (`truth`). Rien de ceci n’est arrivé.",
        "automne": "Automne gourmand", "rentree": "Jeu-concours de la rentrée",
        "ouverture": "Affichage à Bruxelles",
        "q_automne": "La campagne d’automne a-t-elle augmenté les ventes ?",
        "q_rentree": "Le jeu-concours de la rentrée a-t-il augmenté les ventes ?",
        "q_ouverture": "L’affichage à Bruxelles a-t-il augmenté les visites ?",
        "campaign": "campagne", "q_crisis": "Des crises, ou le bruit habituel ?",
    },
    "en": {
        "title": "Brindelune, 2024 and 2025", "sales": "sales", "visits": "visits", "visitors": "visitors",
        "about": "# A simulated brand, whose truth is known (`truth`). Nothing of this has happened.",
        "automne": "Autumn treats", "rentree": "Back-to-school contest", "ouverture": "Posters in Brussels",
        "q_automne": "Did the autumn campaign raise sales?",
        "q_rentree": "Did the back-to-school contest raise sales?",
        "q_ouverture": "Did the posters in Brussels raise visits?",
        "campaign": "campaign", "q_crisis": "Crises, or the usual noise?",
    },
}


def write(folder: Path, seed: int, language: brand.Language) -> None:
    """The files of the study (see `recul.worlds.brand.write`)."""
    (folder / "study.toml").write_text(study_toml(seed, language), encoding="utf-8", newline="\n")
    _rows(folder / "messages.csv", ",", _message_rows(seed))
    answers.write(folder, seed)
    _rows(folder / "clics.csv", ",", _brand_worth.clicks(seed))
    _rows(folder / "portee.csv", ",", _brand_worth.reach(seed))
    channel_files.write(folder, seed)
    takings, visitors = brand.sales(seed), brand.visits(seed)
    days = [str(d) for d in takings.times.astype("datetime64[D]")]
    _rows(folder / "ventes.csv", ";", [("date", "ville", "ventes"), *(
        (f"{day[8:]}/{day[5:7]}/{day[:4]}", city, f"{takings.value[u, t]:.2f}".replace(".", ","))
        for t, day in enumerate(days) for u, city in enumerate(takings.units) if takings.observed[u, t])])
    _rows(folder / "visites.csv", ",", [("date", *visitors.units), *(
        (str(day), *(f"{v:.0f}" for v in visitors.value[:, t]))
        for t, day in enumerate(visitors.times.astype("datetime64[D]")))])
    claims.write(folder, seed, WORDS[language]["sales"])
    jobads.write(folder, seed)
    discourse.write(folder, language)


def study_toml(seed: int, language: brand.Language) -> str:
    """The study file, with the true effect of each campaign."""
    word = WORDS[language]
    head = f'''{word["about"]}
title = "{word["title"]}"
brand = "{BRAND}"
language = "{language}"
timezone = "Europe/Paris"
seed = {seed}
period = {{ start = 2024-01-01, end = 2025-12-31 }}
'''
    actions = "".join(f'''
[[action]]
id = "{c.id}"
kind = "{word["campaign"]}"
label = "{word[c.id]}"
start = {c.start}
end = {c.end}
units = [{", ".join(f'"{u}"' for u in c.units)}]
{_brand_worth.bill(c)}
currency = "EUR"
truth = {c.effect}
''' for c in brand.CAMPAIGNS)
    questions = "".join(f'''
[[question]]
kind = "effect"
label = "{word["q_" + c.id]}"
outcome = "{word[c.measure]}"
action = "{c.id}"
''' for c in brand.CAMPAIGNS)
    conversations, answered = answers.study_toml(seed, language)
    asked = (_crisis(word), answered, _brand_worth.questions(seed, language, word["sales"]),
             brand_averted.question(seed, language),
             brand_objectives.questions(seed, language, word["sales"]), channel_files.study_toml(seed, language),
             claims.question_toml(language), jobads.study_toml(seed, language), discourse.study_toml(language))
    return "".join((head, _sources(word), _brand_worth.head(language), conversations, actions, questions, *asked))


def _sources(word: dict[str, str]) -> str:
    """The files of messages, sales and visits, as a French spreadsheet and tools would write them."""
    return f'''
[[source]]
name = "messages"
path = "messages.csv"
table = "messages"
columns = {{ message_id = "id", time = "date", author = "auteur", direction = "sens", text = "texte", \
language = "langue", conversation = "fil", reply_to = "reponse_a", reach = "portee", likes = "jaime", \
shares = "partages", replies = "reponses", tone = "ton" }}

[[source]]
name = "ventes"
path = "ventes.csv"
table = "series"
measure = "{word["sales"]}"
value_unit = "€"
separator = ";"
decimal = ","
date_format = "%d/%m/%Y"
columns = {{ time = "date", unit = "ville", value = "ventes" }}

[[source]]
name = "visites"
path = "visites.csv"
table = "series"
measure = "{word["visits"]}"
value_unit = "{word["visitors"]}"
columns = {{ time = "date" }}
units = [{", ".join(f'"{s}"' for s in brand.SHOPS)}]
'''


def _crisis(word: dict[str, str]) -> str:
    """The question of all surges, with the true effect of the loudest."""
    known = ",\n  ".join(f"{{ moment = {s.start}:00:00Z, effect = {s.effect} }}" for s in brand.SURGES)
    (units,) = {s.units for s in brand.SURGES}
    (window,) = {s.days for s in brand.SURGES}
    return f'''
[[question]]
kind = "crisis"
label = "{word["q_crisis"]}"
unit = "{BRAND}"
budget = "1 a month"
outcome = "{word["sales"]}"
units = [{", ".join(f'"{u}"' for u in units)}]
window = {window}
truth = [
  {known},
]
'''


def _message_rows(seed: int) -> Iterable[Sequence[object]]:
    """The header, then one row a message; times in UTC with their `Z`."""
    m, rng = brand.messages(seed), default_rng([seed, 6])
    yield ("id", "date", "auteur", "sens", "texte", "langue", "fil", "reponse_a", "portee", "jaime", "partages",
           "reponses", "ton")
    which, city, number = rng.integers(0, 10_000, (3, len(m.time)))
    for i, time in enumerate(np.datetime_as_string(m.time, unit="s")):
        target = int(m.answers[i])
        if m.incoming[i]:
            choices = PHRASES[int(m.tone[i])]
            language, text = choices[which[i] % len(choices)]
            text = text.format(brand=BRAND, city=brand.CITIES[city[i] % len(brand.CITIES)], n=2 + number[i] % 9)
            author, direction, thread, reply = f"personne{m.author[i]:04d}", "in", f"m{i:05d}", ""
        else:
            language, text = "fr", ANSWERS[which[i] % len(ANSWERS)]
            author, direction, thread, reply = "brindelune", "out", f"m{target:05d}", f"m{target:05d}"
        tone = m.tone[i] if m.incoming[i] else ""
        yield (f"m{i:05d}", f"{time}Z", author, direction, text, language, thread, reply, m.reach[i], m.likes[i],
               m.shares[i], m.replies[i], tone)


def _rows(path: Path, separator: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)
