"""What is said of files that cannot be read as declared."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "source {source!r}, {path}": "source {source!r}, {path}",
    "the extension {suffix!r}": "l’extension {suffix!r}",
    "Declare `format`: one of {names}.": "Déclarez `format` : l’un de {names}.",
    "negative, neutral, positive, or the scale -1, 0, 1": "negative, neutral, positive, ou l’échelle -1, 0, 1",
    'Write the tones in words, or leave them out by `tone = ""` under `columns`.':
        'Écrivez les tons en toutes lettres, ou écartez-les par `tone = ""` sous `columns`.',
    "a header and no rows": "un en-tête sans aucune ligne",
    "at least one row": "au moins une ligne",
    "Export the file again.": "Exportez de nouveau le fichier.",
    "Check `separator` and `skip_rows`, or export the file again.":
        "Vérifiez `separator` et `skip_rows`, ou exportez de nouveau le fichier.",
    "nothing after the first {skip_rows} lines": "rien après les {skip_rows} premières lignes",
    "a header and rows": "un en-tête et des lignes",
    "Export the file again, or mend `skip_rows`.": "Exportez de nouveau le fichier, ou corrigez `skip_rows`.",
    "rows of a reasonable length": "des lignes d’une longueur raisonnable",
    'Look for a quote (") that is never closed.': 'Cherchez un guillemet (") qui n’est jamais refermé.',
    "text separated by {separator}": "du texte aux cellules séparées par : {separator}",
    "{actual_columns} columns, not {expected_columns}": "{actual_columns} colonnes au lieu de {expected_columns}",
    "a row longer than {block} MB": "une ligne de plus de {block} Mo",
    "comma": "virgule",
    "semicolon": "point-virgule",
    "tab": "tabulation",
    "bar": "barre verticale",
    "space": "espace",
    "Declare the file's true `encoding`.": "Déclarez le véritable encodage du fichier (`encoding`).",
    "Declare the file's true `encoding` (often cp1252), or export it again as UTF-8.":
        "Déclarez le véritable encodage du fichier (`encoding`, souvent cp1252), ou exportez-le de nouveau en UTF-8.",
    "one encoding all through": "un seul encodage d’un bout à l’autre",
    "Declare `encoding` (latin-1 accepts every byte), or export the file again.":
        "Déclarez `encoding` (latin-1 accepte tous les octets), ou exportez de nouveau le fichier.",
    "{encoding} all through": "{encoding} d’un bout à l’autre",
    "Remove `encoding`, or export the file again.": "Supprimez `encoding`, ou exportez de nouveau le fichier.",
    "{name} all through": "{name} d’un bout à l’autre",
    "the byte-order mark of {mark}": "la marque d’ordre des octets de {mark}",
    "the declared {declared}": "{declared}, comme déclaré",
    "Delete the stray cell, or save the sheet as CSV.":
        "Supprimez la cellule égarée, ou enregistrez la feuille en CSV.",
    "{where}, cell {stray}": "{where}, cellule {stray}",
    "a sheet of {cells:,} cells up to this one": "une feuille de {cells:,} cellules jusqu’à celle-ci",
    "at most {cells:,}": "au plus {cells:,}",
    "no JSON object": "aucun objet JSON",
    'one JSON object a line, such as {"time": "2024-09-01", "value": 3}':
        'un objet JSON par ligne, comme `{"time": "2024-09-01", "value": 3}`',
    "Write one object a line, without brackets or commas around them.":
        "Écrivez un objet par ligne, sans crochets ni virgules autour.",
    "Declare it under `columns`; the header comes right after `skip_rows` lines.":
        "Déclarez-la sous `columns` ; l’en-tête vient juste après les `skip_rows` premières lignes.",
    "They stand on line {number}: declare `skip_rows = {skipped}`.":
        "Elles se trouvent à la ligne {number} : déclarez `skip_rows = {skipped}`.",
    "no measure": "aucune mesure",
    "the name of what the values measure": "le nom de ce que les valeurs mesurent",
    'Declare `measure = "sales"`, or a column of measures under `columns`.':
        'Déclarez `measure = "ventes"`, ou une colonne de mesures sous `columns`.',
    "a name that only one column has": "un nom que porte une seule colonne",
    "Rename or drop the others in the file.": "Renommez ou supprimez les autres dans le fichier.",
    "no column {wanted!r}": "pas de colonne {wanted!r}",
    "one of the file's columns: {names}": "l’une des colonnes du fichier : {names}",
    "no column for {column!r} ({about})": "pas de colonne pour {column!r} ({about})",
    "{count} columns named {wanted!r}": "{count} colonnes nommées {wanted!r}",
    "source {source!r}, columns": "source {source!r}, columns",
    'a cell that holds other rows: a quote (") is never closed':
        'une cellule qui en contient d’autres : un guillemet (") n’est jamais refermé',
    "quotes in pairs": "des guillemets par paires",
    'Write a quote inside a cell twice (""), or export the file again.':
        'Doublez les guillemets à l’intérieur d’une cellule (""), ou exportez de nouveau le fichier.',
    "{where}, row {row}": "{where}, ligne {row}",
    "an empty sheet": "une feuille vide",
    "Declare `sheet`, or mend `skip_rows`.": "Déclarez `sheet`, ou corrigez `skip_rows`.",
    "an .xlsx file": "un fichier .xlsx",
    "Save it again as .xlsx, or declare its `format`.": "Enregistrez-le de nouveau en .xlsx, ou déclarez son `format`.",
    "{where}, sheet": "{where}, sheet",
    "a file that is no workbook ({error})": "un fichier qui n’est pas un classeur ({error})",
    "row {row}: {column} {cell}": "ligne {row} : {column} {cell}",
    "row {row}: {column}": "ligne {row} : {column}",
    'table = "documents"': 'table = "documents"',
    "Change `table`, or name a file with columns.": "Changez `table`, ou indiquez un fichier en colonnes.",
    "a document ({kind}) for the table {table}": "un document ({kind}) pour la table {table}",
    "Declare `date_format`, for instance %d/%m/%Y.": "Déclarez `date_format`, par exemple `%d/%m/%Y`.",
    "Check `columns`, `decimal` and `thousands`.": "Vérifiez `columns`, `decimal` et `thousands`.",
    "Check `separator` and `skip_rows`.": "Vérifiez `separator` et `skip_rows`.",
    'Declare `ambiguous = "earlier"` or "later".':
        'Déclarez `ambiguous = "earlier"` (la première des deux heures) ou `"later"` (la seconde).',
    "Export again with the ids as text: a spreadsheet has rounded them.":
        "Exportez de nouveau avec les identifiants en texte : un tableur les a arrondis.",
    "Write one JSON object a line.": "Écrivez un objet JSON par ligne.",
    'Write tones as negative, neutral, positive and directions as in, out; or leave the column out, by `tone = ""`'
    " under `columns`.":
        'Écrivez les tons negative, neutral, positive et les sens in, out ; ou écartez la colonne par `tone = ""` sous'
        " `columns`.",
    'Leave the column out, by `likes = ""` under `columns`, or mend it.':
        'Écartez la colonne par `likes = ""` sous `columns`, ou corrigez-la.',
    "Check what is declared of the source.": "Vérifiez ce qui est déclaré de la source.",
    "a Parquet file": "un fichier Parquet",
    "Write it again, or declare its `format`.": "Écrivez-le de nouveau, ou déclarez son `format`.",
    "a whole file": "un fichier entier",
    "Write it again.": "Écrivez-le de nouveau.",
    "every row refused: {count} for {reason} ({names})": "toutes les lignes refusées, {count} : {reason} ({names})",
    "Take the currency sign ({signs}) out of the column, in the file: 1200.50 or 1200,50. Of a series the unit is"
    ' declared beside it, by a line such as `value_unit = "€"`.':
        "Retirez le symbole monétaire ({signs}) de la colonne, dans le fichier : 1200.50 ou 1200,50. L’unité d’une"
        ' série se déclare à côté d’elle, par une ligne comme `value_unit = "€"`.',
    "{upper}, a file of text": "du {upper}, un fichier de texte",
    "a file that is no Parquet ({error})": "un fichier qui n’est pas du Parquet ({error})",
    "Parquet that cannot be read ({error})": "un Parquet illisible ({error})",
    "tones {names}": "les tons {names}",
    "byte 0x{byte:02X}, which {encoding} does not have": "l’octet 0x{byte:02X}, qui n’existe pas en {encoding}",
    "byte 0x{byte:02X} at position {position}": "l’octet 0x{byte:02X} à la position {position}",
    "mostly UTF-8, but byte 0x{byte:02X} at position {position} is not":
        "presque tout en UTF-8, sauf l’octet 0x{byte:02X} à la position {position}",
    "units, {u!r}": "units, {u!r}",
    "Each row stands in a single cell: declare `separator`, or, if a spreadsheet has put quotes around whole rows,"
    " export the file again.":
        "Chaque ligne tient dans une seule cellule : déclarez `separator` ou, si un tableur a mis des guillemets autour"
        " de lignes entières, exportez de nouveau le fichier.",
    'Unpack it, or declare `format = "xlsx"`.': 'Décompressez-la, ou déclarez `format = "xlsx"`.',
    "Save it as CSV, or declare its true `format`.": "Enregistrez-le en CSV, ou déclarez son véritable `format`.",
    "Export the data themselves as CSV.": "Exportez les données elles-mêmes en CSV.",
    'Declare `format = "parquet"`.': 'Déclarez `format = "parquet"`.',
    "a bzip2 archive": "une archive bzip2",
    "an xz archive": "une archive xz",
    "a zstd archive": "une archive zstd",
    "a zip archive or an .xlsx workbook": "une archive zip ou un classeur .xlsx",
    "an old Excel workbook (.xls)": "un ancien classeur Excel (.xls)",
    "a SQLite database": "une base de données SQLite",
    "no column for {column!r}": "pas de colonne pour {column!r}",
}
