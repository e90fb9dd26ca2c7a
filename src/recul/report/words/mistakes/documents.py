"""What is said of documents."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "a report, a pitch or an article": "un rapport, une présentation ou un article",
    "Cut it into parts, and audit them together.": "Découpez-le, et auditez les morceaux ensemble.",
    "a folder": "un dossier",
    "a file": "un fichier",
    "a device or a pipe": "un périphérique ou un tube",
    "Save what it gives in a file.": "Enregistrez dans un fichier ce qu’il donne.",
    "a name without an ending": "un nom sans extension",
    "Save it in one of these formats, with the ending it then has.":
        "Enregistrez-le dans l’un de ces formats, avec l’extension correspondante.",
    "text": "du texte",
    "Export it again.": "Exportez-le de nouveau.",
    "more than {text_most:.0f} million bytes of text": "plus de {text_most:.0f} millions d’octets de texte",
    "a .docx that opens without a password": "un .docx qui s’ouvre sans mot de passe",
    "Save it as .docx without a password.": "Enregistrez-le en .docx sans mot de passe.",
    "a file of another kind": "un fichier d’une autre nature",
    "a PDF": "un PDF",
    "a zip archive or an Office file": "une archive zip ou un fichier Office",
    "Give it the ending of what it is, or save it again.":
        "Donnez-lui l’extension de ce qu’il est, ou enregistrez-le de nouveau.",
    "no text: it holds pictures of pages, as a scanner makes them, or nothing":
        "aucun texte : des images de pages, comme en fait un scanner, ou rien",
    "no text: pictures only, or nothing": "aucun texte : seulement des images, ou rien",
    "no words": "aucun mot",
    "text that can be selected": "du texte que l’on puisse sélectionner",
    "Run it through text recognition (OCR), or hand in the text.":
        "Passez-le à la reconnaissance de texte (OCR), ou fournissez le texte.",
    "Hand in a file with text in it.": "Fournissez un fichier qui contienne du texte.",
    "Name the files in it: {value}/*.pdf.": "Indiquez les fichiers qu’il contient : {value}/*.pdf.",
    "one of {shown}": "l’un de {shown}",
    "Save it without its pictures, or in parts.": "Enregistrez-le sans ses images, ou en plusieurs parties.",
    "a file that asks for more memory than there is": "un fichier qui demande plus de mémoire qu’il n’y en a",
    "an ordinary file": "un fichier ordinaire",
    "Save it again from the program that made it.": "Enregistrez-le de nouveau depuis le logiciel qui l’a produit.",
    "a file that opens": "un fichier qui s’ouvre",
    "nothing that can be read ({reason})": "rien qui puisse être lu ({reason})",
    "the ending {suffix!r}": "l’extension {suffix!r}",
    "at most {file_most:.0f} MB": "au plus {file_most:.0f} Mo",
    "text ({kind})": "du texte ({kind})",
    "a damaged {upper} file ({__name__}: {said})": "un fichier {upper} endommagé ({__name__} : {said})",
    "an archive protected by a password": "une archive protégée par un mot de passe",
    "a .docx that opens without one": "un .docx qui s’ouvre sans mot de passe",
    "Save it without a password.": "Enregistrez-le sans mot de passe.",
    "a zip archive that is no Word file": "une archive zip qui n’est pas un fichier Word",
    "a .docx": "un .docx",
    "Unpack it first.": "Décompressez-le d’abord.",
    "a .docx that opens": "un .docx qui s’ouvre",
    "{count} parts that unpack to {whole:,.0f} MB, the largest text of {text:,.0f} MB":
        "{count} parties qui pèsent {whole:,.0f} Mo une fois décompressées, dont {text:,.0f} Mo pour le plus gros"
        " texte",
    "at most {unpacked_most:.0f} MB in all and {part_most:.0f} MB a text":
        "au plus {unpacked_most:.0f} Mo en tout et {part_most:.0f} Mo par texte",
    "a damaged archive ({error})": "une archive endommagée ({error})",
    "Save the page again, or hand in its text.": "Enregistrez de nouveau la page, ou fournissez son texte.",
    "tags within tags, {deepest} deep": "des balises imbriquées sur {deepest} niveaux",
    "at most {deepest}": "au plus {deepest}",
    "a PDF protected by a password": "un PDF protégé par un mot de passe",
    "one that opens without": "un PDF qui s’ouvre sans",
    "Save it without its password.": "Enregistrez-le sans son mot de passe.",
    "Cut it into parts.": "Découpez-le.",
    "at most {pages_most}": "au plus {pages_most}",
    "a document, which takes a fraction of one a page": "un document, qui prend une fraction de seconde par page",
    "Print it to PDF again, or hand in its text.": "Imprimez-le de nouveau en PDF, ou fournissez son texte.",
    "page {number} of {count} not read after {seconds_most:.0f} seconds":
        "la page {number} sur {count} toujours pas lue après {seconds_most:.0f} secondes",
    "Declare its `encoding`, or save it again as UTF-8.":
        "Déclarez son `encoding`, ou enregistrez-le de nouveau en UTF-8.",
    "a zero byte at character {value}": "un octet nul au caractère {value}",
    "{st_size:,.0f} MB": "{st_size:,.0f} Mo",
    "{count} pages": "{count} pages",
}
