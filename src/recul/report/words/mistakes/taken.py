"""What the words of reports, the system and pydantic's neighbours already call things: codes, periods, refusals."""

from __future__ import annotations

import errno
import os

from recul.report.words.files import NOTES, REASONS
from recul.report.words.numbers import PERIODS

# What the system answers, in its own words.
_SYSTEM = {
    errno.ENOENT: "aucun fichier ni dossier de ce nom",
    errno.EACCES: "permission refusée",
    errno.EPERM: "opération non permise",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "quota de disque dépassé",
    errno.EROFS: "disque en lecture seule",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ELOOP: "trop de liens symboliques",
    errno.EBUSY: "fichier ou disque occupé",
    errno.EINVAL: "argument non valable",
    errno.EIO: "erreur de lecture ou d’écriture",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENOMEM: "plus de mémoire",
    errno.ENXIO: "périphérique absent",
}
_LEFT_OUT = {
    "no tone": "sans ton", "double": "en double", "two tones": "avec deux tons", "no text": "sans texte",
    "no letters": "sans un mot", "too long": "trop longs", "too short": "trop courts",
}

FRENCH: dict[str, str] = {
    **{code.replace("_", " "): entry["fr"] for code, entry in REASONS.items()},
    **{code: entry["fr"] for code, entry in (REASONS | NOTES).items()},
    **{period: names["fr"][0] for period, names in PERIODS.items()},
    **{os.strerror(number): there for number, there in _SYSTEM.items()},
    **_LEFT_OUT,
    "no closing quotation": "un guillemet qui n’est pas refermé", "no escaped character": "une barre oblique seule",
    "negative": "négatifs", "neutral": "neutres", "positive": "positifs",
}
