"""What happened to the files while they were read: why rows were refused, and what was found rather than declared."""

from __future__ import annotations

from recul.report.words.audit_labels import NOTES as OF_DOCUMENTS

Both = dict[str, str]

REASONS: dict[str, Both] = {
    "not_a_date": {"en": "not a date", "fr": "pas une date"},
    "missing_time": {"en": "no date", "fr": "pas de date"},
    "ambiguous_time": {"en": "a time that occurs twice (clocks went back)",
                       "fr": "une heure qui existe deux fois (passage à l’heure d’hiver)"},
    "nonexistent_time": {"en": "a time that does not exist (clocks went forward)",
                         "fr": "une heure qui n’existe pas (passage à l’heure d’été)"},
    "not_a_number": {"en": "not a number", "fr": "pas un nombre"},
    "not_a_count": {"en": "not a whole number of things", "fr": "pas un nombre entier de choses"},
    "line_break_in_name": {"en": "a name over several lines", "fr": "un nom sur plusieurs lignes"},
    "missing_id": {"en": "no identifier", "fr": "pas d’identifiant"},
    "missing_text": {"en": "no text", "fr": "pas de texte"},
    "missing_name": {"en": "no name", "fr": "pas de nom"},
    "damaged_id": {"en": "an identifier a spreadsheet has rounded", "fr": "un identifiant arrondi par un tableur"},
    "not_a_code": {"en": "not one of the expected words", "fr": "pas un des mots attendus"},
    "erased": {"en": "erased at someone’s request", "fr": "effacé à la demande de quelqu’un"},
    "not_json": {"en": "not JSON", "fr": "pas du JSON"},
    "wrong_number_of_columns": {"en": "too many or too few columns", "fr": "trop ou trop peu de colonnes"},
    "differing_duplicate": {"en": "the same row again, with other content; the first was kept",
                            "fr": "la même ligne avec un autre contenu ; la première a été gardée"},
}
SEPARATORS: dict[str, Both] = {
    "comma": {"en": "comma", "fr": "virgule"},
    "semicolon": {"en": "semicolon", "fr": "point-virgule"},
    "bar": {"en": "vertical bar", "fr": "barre verticale"},
    "tab": {"en": "tab", "fr": "tabulation"},
    "space": {"en": "space", "fr": "espace"},
}
ROW: Both = {"en": "row {n}: {rest}", "fr": "ligne {n} : {rest}"}
NOTES: dict[str, Both] = {
    "encoding_detected": {"en": "encoding not declared, read as {value}",
                          "fr": "encodage non déclaré, lu comme {value}"},
    "separator_detected": {"en": "separator not declared, read as {value}",
                           "fr": "séparateur non déclaré, lu comme {value}"},
    "rows_taken_as_distinct": {"en": "rows without an identifier are taken as distinct ({value})",
                               "fr": "les lignes sans identifiant sont tenues pour distinctes ({value})"},
    "tones_read": {"en": "messages whose tone a machine read, not corrected: {value}",
                   "fr": "messages dont une machine a lu le ton, sans correction : {value}"},
    "tone_no_text": {"en": "messages without a text, whose tone was not read: {value}",
                     "fr": "messages sans texte, dont le ton n’a pas été lu : {value}"},
    "tone_no_letters": {"en": "messages without a word (emoji, links), whose tone was not read: {value}",
                        "fr": "messages sans un mot (émojis, liens), dont le ton n’a pas été lu : {value}"},
    "tone_too_short": {"en": "messages too short to tell their language, whose tone was not read: {value}",
                       "fr": "messages trop courts pour en connaître la langue, dont le ton n’a pas été lu : {value}"},
    "tone_too_long": {"en": "texts too long to be messages, whose tone was not read: {value}",
                      "fr": "textes trop longs pour être des messages, dont le ton n’a pas été lu : {value}"},
    "tone_unsure": {"en": "messages of uncertain language, whose tone was not read: {value}",
                    "fr": "messages de langue incertaine, dont le ton n’a pas été lu : {value}"},
    "tone_mixed": {"en": "messages in two languages, whose tone was not read: {value}",
                   "fr": "messages en deux langues, dont le ton n’a pas été lu : {value}"},
    "tone_no_reader": {"en": "messages in a language whose tone nothing reads here: {value}",
                       "fr": "messages dans une langue dont rien ici ne lit le ton : {value}"},
    "first_sheet_of": {"en": "no sheet declared, the first one was read, of: {value}",
                       "fr": "feuille non déclarée, la première a été lue, parmi : {value}"},
}
# What was found while a document was read, as a clause like the others.
NOTES |= {code: {k: text.rstrip(".") for k, text in entry.items()} for code, entry in OF_DOCUMENTS.items()
          if code not in NOTES}
