"""What is said of the ledger of claims."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "who says it": "qui l’affirme",
    "what is measured, such as sales": "ce qui est mesuré, par exemple ventes",
    "up, down, at least, at most or between": "up, down, at least, at most ou between",
    "the first day, a date like 2025-11-03": "le premier jour, une date comme 2025-11-03",
    "the last day, included, a date like 2025-11-30": "le dernier jour, inclus, une date comme 2025-11-30",
    "a probability above 0 and below 1": "une probabilité supérieure à 0 et inférieure à 1",
    "Write 0.8 for 80 %.": "Écrivez 0.8 pour 80 %.",
    "Write 0.99 or 0.01 where you are nearly sure.": "Écrivez 0.99 ou 0.01 si vous êtes presque sûr.",
    "before or last year, of which the number is a relative change; or nothing":
        "before ou last year, par rapport à quoi le nombre est un changement relatif ; ou rien",
    "Leave it out: the number itself is the bound.": "Ne l’indiquez pas : le nombre est lui-même la borne.",
    "a number where the claim is against one": "un nombre si l’affirmation se compare à un nombre",
    "Write it, or leave it out.": "Écrivez-le, ou ne l’indiquez pas.",
    "a day not before the start, {start}": "un jour qui ne précède pas le début, {start}",
    "Say what it is to be compared with.": "Indiquez à quoi le comparer.",
    "a number above the lower one, {low:g}": "un nombre supérieur à la borne basse, {low:g}",
    "no such number where the claim says {says!r}": "aucun nombre de ce genre quand l’affirmation dit {says!r}",
    "Say the {where}.": "Indiquez {where}.",
    "{file} row {row}: ": "{file} ligne {row} : ",
    "a probability above 0 and below 1, such as 0.8 or 80%":
        "une probabilité supérieure à 0 et inférieure à 1, comme 0.8 ou 80%",
    "Write how sure you are; nothing is certain beforehand.":
        "Écrivez à quel point vous êtes sûr ; rien n’est certain d’avance.",
    "a number such as 12000 or 0.5": "un nombre comme 12000 ou 0.5",
    "Write it with a dot, without spaces or a currency.": "Écrivez-le avec un point, sans espaces ni monnaie.",
    "before, last-year, or a number": "before, last-year, ou un nombre",
    "a number in the measure's unit": "un nombre dans l’unité de la mesure",
    "Say what it is a change from: against before or last-year.":
        "Dites par rapport à quoi il change : `against` avec before ou last-year.",
    "a file of claims": "un fichier d’affirmations",
    "Check the name.": "Vérifiez le nom.",
    "Mend the file.": "Corrigez le fichier.",
    "Choose one.": "Choisissez-en une.",
    "a change in per cent, such as 5%": "un changement en pour cent, comme 5%",
    "Write it with %, or leave `against` out.": "Écrivez-le avec %, ou n’indiquez pas `against`.",
    "Add {names}.": "Ajoutez {names}.",
    "Remove {names}.": "Supprimez {names}.",
    "{count} rows refused: {reason}": "{count} lignes refusées : {reason}",
    "a damaged file ({text})": "un fichier endommagé ({text})",
    "a ledger that Recul wrote": "un registre écrit par Recul",
    "a ledger of version {version}": "un registre de la version {version}",
    "Use that Recul: this one reads version {version}.": "Utilisez ce Recul-là : celui-ci lit la version {version}.",
    "a ledger that another process has kept locked for {seconds:g} seconds":
        "un registre qu’un autre processus tient verrouillé depuis {seconds:g} secondes",
    "nothing: the entry was removed": "rien : l’entrée a été supprimée",
    "an entry that was put in: the chain does not go through it":
        "une entrée intercalée : la chaîne ne passe pas par elle",
    "a second entry of what may stand once only, or one that hides what it is":
        "une seconde entrée de ce qui ne peut figurer qu’une fois, ou une entrée qui cache ce qu’elle est",
    "a time before that of the entry before it": "une heure antérieure à celle de l’entrée précédente",
    "the entry as it was written": "l’entrée telle qu’écrite",
    "See whether a clock was set back.": "Voyez si une horloge a été retardée.",
    "Restore your copy of the ledger; what stands there now is not what was written.":
        "Restaurez votre copie du registre ; ce qui s’y trouve n’est plus ce qui a été écrit.",
    "{file_name}, entry {n}": "{file_name}, entrée {n}",
    "another entry than the one after which entry {n} was written":
        "une autre entrée que celle après laquelle l’entrée {n} a été écrite",
    "an entry that was written as number {what}": "une entrée écrite sous le numéro {what}",
    "no entry of the digest {what}…: the end was cut off or written anew":
        "aucune entrée d’empreinte {what}… : la fin a été coupée ou récrite",
    "a changed entry: {names}": "une entrée modifiée : {names}",
    "a changed entry: its kind, time, place in the chain or digest":
        "une entrée modifiée : son genre, son heure, sa place dans la chaîne ou son empreinte",
    "nothing: {many} entries from here on were removed": "rien : {many} entrées à partir d’ici ont été supprimées",
    ": {first} to {last} is one": " : de {first} à {last}, par exemple",
    "{start}, of which the record holds values already (to {last})":
        "{start}, dont les données contiennent déjà des valeurs (jusqu’au {last})",
    "Mend the two dates.": "Corrigez les deux dates.",
    "days to come, which no file can hold": "des jours à venir, qu’aucun fichier ne peut contenir",
    "Take plans and forecasts out of the files, or mend the clock of this computer.":
        "Retirez des fichiers les plans et les prévisions, ou corrigez l’horloge de cet ordinateur.",
    "{where}from, to": "{where}from, to",
    "whole periods of a {frequency}, as {measure!r} is recorded{example}":
        "des périodes entières ({frequency}), au rythme de {measure!r}{example}",
    "{start} to {end}": "du {start} au {end}",
    "Restore your copy of it: a ledger cannot be made again.":
        "Restaurez votre copie : un registre ne peut pas être refait.",
    "a link, or no ordinary file": "un lien, ou pas un fichier ordinaire",
    "Remove it: the ledger lies in the study's own folder.":
        "Supprimez-le : le registre se trouve dans le dossier même de l’étude.",
    "a database that is no ledger": "une base de données qui n’est pas un registre",
    "Move it away, or restore your copy of the ledger.": "Déplacez-la, ou restaurez votre copie du registre.",
    "Wait until it is done, and try again: nothing was written.":
        "Attendez que ce soit fini, et réessayez : rien n’a été écrit.",
    "Mend its permissions, or free some space.": "Corrigez ses droits d’accès, ou libérez de la place.",
}
