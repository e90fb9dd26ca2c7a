"""What the command line says."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "Asking the questions and their placebos": "Les questions et leurs placebos",
    "Writing the page": "Écriture de la page",
    "Reading": "Lecture",
    "Looking for claims": "Recherche des affirmations",
    "the name of an encoding": "le nom d’un encodage",
    "Try utf-8 or cp1252.": "Essayez utf-8 ou cp1252.",
    "a report.json": "un report.json",
    "a report.json, as `recul report` writes it": "un report.json, tel que `recul report` l’écrit",
    "Name that file, or the study's folder.": "Indiquez ce fichier, ou le dossier de l’étude.",
    "no report of Recul ({__name__}: {error})": "ce qui n’est pas un rapport de Recul ({__name__} : {error})",
    "--head is a digest of 12 to 64 hexadecimal digits, with its entry's number and a colon before it or not.":
        "--head est une empreinte de 12 à 64 chiffres hexadécimaux, précédée ou non du numéro de son entrée et d’un"
        " deux-points.",
    "say one thing: --up, --down, --at-least, --at-most or --between.":
        "une seule chose à la fois : --up, --down, --at-least, --at-most ou --between.",
    "--file stands alone: its columns say all the rest.": "--file s’emploie seul : ses colonnes disent tout le reste.",
    "Restore your copy of it, if there was one; else write a first claim: recul claim add.":
        "Restaurez votre copie, s’il y en avait une ; sinon écrivez une première affirmation : `recul claim add`.",
    "Trying the test on the past": "Essai du test sur le passé",
    "the name of a measure of the study": "le nom d’une mesure de l’étude",
    "Add --measure sales.": "Ajoutez par exemple --measure ventes.",
    "a test that has no action to declare": "un test qui n’a aucune action à déclarer",
    "a test that can be advised": "un test que l’on puisse conseiller",
    "Leave --write out, and read design.html.": "N’indiquez pas --write, et lisez design.html.",
    "shares with commas between, like 0.5,0.25": "des parts séparées par des virgules, comme 0.5,0.25",
    "Write numbers with a point.": "Écrivez les nombres avec un point.",
    "recul: a fault of Recul, not yours ({kind}: {first}). Add --traceback to see where, and please report it.":
        "recul : une panne de Recul, pas une erreur de votre part ({kind} : {first}). Ajoutez --traceback pour voir où,"
        " et signalez-la, s’il vous plaît.",
    "recul: {n} mistake to mend.": "recul : {n} erreur à corriger.",
    "recul: {n} mistakes to mend.": "recul : {n} erreurs à corriger.",
    "recul: stopped.": "recul : arrêté.",
    "--export or --import, not both.": "--export ou --import, pas les deux.",
    "there is no terminal to read keys from: use --export and --import.":
        "pas de terminal où lire les touches : utilisez --export et --import.",
    "Source": "Source",
    "File": "Fichier",
    "Rows read": "Lignes lues",
    "Kept": "Gardées",
    "Refused": "Refusées",
    "Doubles": "Doublons",
    "no row with a date": "aucune ligne datée",
    ", {n:,} unit": ", {n:,} unité",
    ", {n:,} units": ", {n:,} unités",
    "Files read": "Fichiers lus",
    "Macro-F1 on texts it was not trained on (5 folds): {trained:.3f}, give or take {error:.3f}":
        "F1 macro sur des textes qui n’ont pas servi à l’entraînement (5 plis) : {trained:.3f}, à {error:.3f} près",
    'Written: {out} ({digest}). In study.toml: [tone] models = {{ {language} = "{name}" }}':
        'Écrit : {out} ({digest}). Dans study.toml : `[tone] models = {{ {language} = "{name}" }}`',
    "a code such as fr or en": "un code comme fr ou en",
    "Write the code.": "Écrivez ce code.",
    "a name that ends with .npz": "un nom qui finit par .npz",
    "Add the ending.": "Ajoutez cette extension.",
    "  left out, {why}: {count:,}": "  écartés, {why} : {count:,}",
    "  always the commonest tone {commonest:.3f}": "  en répondant toujours le ton le plus courant {commonest:.3f}",
    "  Recul's own reader {ships:.3f}, always the commonest tone {commonest:.3f}":
        "  le lecteur livré avec Recul {ships:.3f}, en répondant toujours le ton le plus courant {commonest:.3f}",
    "a place to write": "un endroit où écrire",
    "Choose another name.": "Choisissez un autre nom.",
    "cannot read the --secret-file {file}.": "impossible de lire le fichier --secret-file {file}.",
    "Writing the report": "Écriture du rapport",
    "Name a new folder.": "Indiquez un nouveau dossier.",
    "Simulating a brand": "Simulation d’une marque",
    "Planning a test": "Préparation d’un test",
    "Written: {file}. Next: recul check {folder}": "Écrit : {file}. Ensuite : recul check {folder}",
    "Name another --out.": "Indiquez un autre --out.",
    "{folder} is not empty: nothing was written. {todo}": "{folder} n’est pas vide : rien n’a été écrit. {todo}",
    "cannot write in {folder}: {reason}.": "impossible d’écrire dans {folder} : {reason}.",
    "  {number}. {question}: {n} placebo can be drawn": "  {number}. {question} : {n} placebo peut être tiré",
    "  {number}. {question}: {n} placebos can be drawn": "  {number}. {question} : {n} placebos peuvent être tirés",
    "a finding without data to draw": "une réponse sans données à dessiner",
    "a finding with `figure_data`": "une réponse avec `figure_data`",
    "Ask the question again with the data at hand.": "Posez de nouveau la question, avec les données à portée de main.",
    "Free some space, or write the report elsewhere (--out FOLDER).":
        "Libérez de la place, ou écrivez le rapport ailleurs (--out DOSSIER).",
    "a folder that can be written to, with room for {count:,} bytes":
        "un dossier où l’on peut écrire, avec de la place pour {count:,} octets",
    "{first} to {last}": "du {first} au {last}",
    "{count:,} texts: {tones}": "{count:,} textes : {tones}",
    "Questions: {count}": "Questions : {count}",
    "found": "trouvé",
    "expected": "attendu",
    "to do": "à faire",
    "{n:,} row refused": "{n:,} ligne refusée",
    "{n:,} rows refused": "{n:,} lignes refusées",
}
