"""`recul tone`: a reader of tone trained on messages of the user's own. Heavy libraries come when it runs."""

from __future__ import annotations

import re
from pathlib import Path

import click

from recul._group import common
from recul._phrases import joined, phrase, quoted, reason_of
from recul.errors import Mistake, SourceError

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(short_help="Teach Recul to read the tone of your messages.")
def tone() -> None:
    """A reader of tone, trained on your machine from messages that people have labelled."""


@tone.command(short_help="Train a reader on labelled messages.")
@click.argument("file", type=FILE)
@click.option("--text", required=True, metavar="COLUMN", help="Where the messages are.")
@click.option("--tone", "label", required=True, metavar="COLUMN", help="Where their tones are: negative, neutral, "
                                                                      "positive, or -1, 0, 1.")
@click.option("--language", required=True, metavar="CODE", help="Of the messages: fr, en …")
@click.option("--out", required=True, type=FILE, help="The model to write, such as tone-fr.npz.")
@click.option("--hide", "names", multiple=True, metavar="NAME",
              help="A brand or a person the reader must not know; may be repeated.")
@click.option("--embedding", is_flag=True, help="With sentence embeddings, slower and better: needs recul[text].")
@click.option("--alone", is_flag=True,
              help="From your messages alone, not beside Recul's own reader, which helps when labels are few.")
@common
def train(file: Path, text: str, label: str, language: str, out: Path, names: tuple[str, ...], embedding: bool,
          alone: bool, quiet: bool) -> None:
    """Train on FILE (CSV, NDJSON, Parquet, XLSX), say how it does on messages it has not seen, and write the model.

    Name it in study.toml: [tone] models = { fr = "tone-fr.npz" }.
    """
    from recul._tables import line
    from recul.text._labelled import labelled, taught, tried

    _refuse(language, out)
    found = labelled(file, text, label)
    if not quiet:
        line(phrase("{count:,} texts: {tones}", count=len(found.texts), tones=joined(
            phrase("{n:,} {tone}", n=n, tone=phrase(name)) for name, n in found.counts.items())))
        for why, count in sorted(found.left_out.items()):
            line(phrase("  left out, {why}: {count:,}", why=phrase(why.replace("_", " ")), count=count))
        t = tried(found.texts, found.tones, language, names, alone or embedding)
        line(phrase("Macro-F1 on texts it was not trained on (5 folds): {trained:.3f}, give or take {error:.3f}",
                    trained=t.trained, error=2 * t.error))
        line(phrase("  always the commonest tone {commonest:.3f}", commonest=t.commonest) if t.ships is None else
             phrase("  Recul's own reader {ships:.3f}, always the commonest tone {commonest:.3f}", ships=t.ships,
                    commonest=t.commonest))
    trained_on = f"{file.name} ({found.digest}), {len(found.texts)} texts"
    try:
        if embedding:
            from recul.text.embedding import train as train_embedded

            digest = train_embedded(found.texts, found.tones, language, trained_on, names).save(out)
        else:
            model = taught(found.texts, found.tones, language, trained_on, names, alone)
            model.save(out)
            digest = model.digest
    except OSError as error:
        raise SourceError(Mistake(str(out), phrase("a file that cannot be written ({reason})", reason=reason_of(error)),
                                  "a place to write", "Choose another name.")) from error
    if not quiet:
        line(phrase('Written: {out} ({digest}). In study.toml: [tone] models = {{ {language} = "{name}" }}', out=out,
                    digest=digest, language=language, name=out.name))


def _refuse(language: str, out: Path) -> None:
    mistakes = []
    if not re.fullmatch(r"[a-z]{2,3}", language):
        mistakes.append(Mistake("--language", quoted(language), "a code such as fr or en", "Write the code."))
    if out.suffix != ".npz":
        mistakes.append(Mistake("--out", str(out), "a name that ends with .npz", "Add the ending."))
    if mistakes:
        raise SourceError(mistakes)
