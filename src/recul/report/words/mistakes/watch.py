"""What is said of a watch."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "a divisor of 60: 1, 5, 15, 60 …": "un diviseur de 60 : 1, 5, 15, 60…",
    "Choose a bin that divides the hour.": "Choisissez un intervalle qui divise l’heure.",
    "more than 0 and at most 15": "plus de 0 et au plus 15",
    "Declare how many false alarms a month you can live with, such as 1.":
        "Déclarez combien de fausses alarmes par mois vous acceptez, par exemple 1.",
    "{budget} false alarms a month": "{budget} fausses alarmes par mois",
    "no moment of it that was followed long enough": "aucun de ses moments suivi assez longtemps",
    "Shorten `horizon`, or bring a longer record.": "Raccourcissez `horizon`, ou fournissez des données plus longues.",
    "some followed for {horizon:g} hours": "quelques-uns suivis pendant {horizon:g} heures",
    "none that waited in office hours and was followed long enough":
        "aucune qui ait attendu aux heures de bureau et ait été suivie assez longtemps",
    "Check `office_hours`, shorten `horizon`, or bring a longer record.":
        "Vérifiez `office_hours`, raccourcissez `horizon`, ou fournissez des données plus longues.",
    "some followed for {horizon:g} hours while nobody answered":
        "quelques-unes suivies pendant {horizon:g} heures sans que personne ne réponde",
    "a file of JSON lines": "un fichier de lignes JSON",
    "Check its name and its permissions.": "Vérifiez son nom et ses droits d’accès.",
    "Name another --state, or declare it as before.": "Indiquez un autre --state, ou déclarez-le comme avant.",
    "the state of a watch with {key!r}": "l’état d’une surveillance où cela vaut {key!r}",
    "the state of the detector": "l’état du détecteur",
    "one that another version of Recul kept": "un état gardé par une autre version de Recul",
    "one of this version": "un état de cette version",
    "Name another --state, or delete this one to begin anew.":
        "Indiquez un autre --state, ou supprimez celui-ci pour repartir de zéro.",
    "the {size} bytes written": "les {size} octets écrits",
    "Bring the file back, or delete {home} to begin anew.":
        "Remettez le fichier, ou supprimez {home} pour repartir de zéro.",
    "Name a number, 'a', and one of day, week, month, quarter, year (jour, semaine, mois, trimestre, an).":
        "Indiquez un nombre, puis « par » et l’un de jour, semaine, mois, trimestre, an.",
    "false alarms a length of time, such as '1 a month', at least 1 a year and at most {most:.0f} a month":
        'des fausses alarmes par durée, comme "1 par mois", au moins 1 par an et au plus {most:.0f} par mois',
    "a time such as 2024-09-01T18:30, or now": "une date et une heure comme 2024-09-01T18:30, ou now",
    "a program and its arguments": "un programme et ses arguments",
    "Close each quote, and name a program.": "Refermez chaque guillemet, et indiquez un programme.",
    "an address that cannot be used (it is not shown)": "une adresse inutilisable (elle n’est pas montrée)",
    "https://host/path, without a name or a password before the host":
        "`https://hôte/chemin`, sans nom ni mot de passe avant l’hôte",
    "The signature tells who sends: leave the password out, and check the host and port.":
        "La signature dit qui envoie : retirez le mot de passe, et vérifiez l’hôte et le port.",
    "webhook secret": "secret du webhook",
    "none, or one too short or damaged (it is not shown)":
        "aucun, ou un secret trop court ou endommagé (il n’est pas montré)",
    "Put one in RECUL_WEBHOOK_SECRET or in the --secret-file.":
        "Mettez-en un dans RECUL_WEBHOOK_SECRET ou dans le fichier de --secret-file.",
    "https://…, or http:// on this machine": "`https://…`, ou `http://` sur cette machine",
    "Alarms leave encrypted, or do not leave.": "Les alarmes partent chiffrées, ou ne partent pas.",
    "at least {least_secret} bytes, or whsec_ and base64": "au moins {least_secret} octets, ou whsec_ et du base64",
    "a file for the alarms": "un fichier pour les alarmes",
    "an address of {name}": "une adresse {name}",
    "a file of JSON lines, one object a line": "un fichier de lignes JSON, un objet par ligne",
    "Have the messages written as JSON lines.": "Faites écrire les messages en lignes JSON.",
    "Leave it out if the times look like 2024-09-01T18:30:00Z.":
        "Ne l’indiquez pas si les dates ressemblent à `2024-09-01T18:30:00Z`.",
    "one file that grows": "un seul fichier, qui s’allonge",
    "Name that file itself: recul watch FILE.": "Indiquez ce fichier lui-même : recul watch FICHIER.",
    "a file of JSON lines (ndjson)": "un fichier de lignes JSON (ndjson)",
    "Have the messages written as one JSON object a line.": "Faites écrire les messages en JSON, un objet par ligne.",
    'a source with table = "messages"': 'une source avec table = "messages"',
    "Name one by --source.": "Désignez-en une par --source.",
    "Declare one in study.toml.": "Déclarez-en une dans study.toml.",
    "a {suffix} file": "un fichier {suffix}",
    "{names} or a pattern like %d/%m/%Y %H:%M": "{names} ou un format comme `%d/%m/%Y %H:%M`",
    "a file of JSON lines, a study, or - for standard input":
        "un fichier de lignes JSON, une étude, ou - pour l’entrée standard",
    "a folder that holds files only": "un dossier qui ne contienne que des fichiers",
    "Name another --state, or remove the link.": "Indiquez un autre --state, ou supprimez le lien.",
    "a disk with room, where one may write": "un disque où il reste de la place, et où l’on peut écrire",
    "Make room, mend its permissions, or name another --state; then start again: nothing is lost.":
        "Libérez de la place, corrigez ses droits d’accès, ou indiquez un autre --state ; puis relancez : rien n’est"
        " perdu.",
    "a checkpoint of version {version}": "un état de la version {version}",
    "Delete {home} to begin anew, or name another --state.":
        "Supprimez {home} pour repartir de zéro, ou indiquez un autre --state.",
    "a place that cannot be written ({reason})": "un endroit où l’on ne peut pas écrire ({reason})",
    "a checkpoint that cannot be read ({error})": "un état qui ne se lit pas ({error})",
    "the state of a watch that is running": "l’état d’une surveillance en cours",
    "one watch a state folder": "une seule surveillance par dossier d’état",
    "Stop the other one, or name another --state.": "Arrêtez l’autre, ou indiquez un autre --state.",
    "{minutes} minutes": "{minutes} minutes",
    "{st_size} bytes": "{st_size} octets",
    "{count} files": "{count} fichiers",
    "{n} source of messages": "{n} source de messages",
    "{n} sources of messages": "{n} sources de messages",
}
