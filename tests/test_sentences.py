"""Where sentences stand: truth written by hand, in French and English; hostile texts; offsets."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.text.sentences import sentences

BY_HAND = {
    # English
    "abbreviations": ("Dr. Smith met Mr. Lee at 5 p.m. We left. See p. 12, i.e. the annex.",
                      ["Dr. Smith met Mr. Lee at 5 p.m.", "We left.", "See p. 12, i.e. the annex."]),
    "numbers": ("It cost 3.5 million. No. 5 sold well. She said no. Then left.",
                ["It cost 3.5 million.", "No. 5 sold well.", "She said no.", "Then left."]),
    "initials": ("J. K. Rowling wrote it. Plain facts.", ["J. K. Rowling wrote it.", "Plain facts."]),
    "company": ("Recul Inc. sells. So does Acme Ltd. The end.", ["Recul Inc. sells.", "So does Acme Ltd.", "The end."]),
    "country": ("The U.S. market grew. Fast.", ["The U.S. market grew.", "Fast."]),
    "quotes": ('He said "stop." Then she left.', ['He said "stop."', "Then she left."]),
    "quoted question": ("“Really?” she asked. Yes.", ["“Really?” she asked.", "Yes."]),
    "ellipsis": ("Wait... what? Yes... No.", ["Wait... what?", "Yes...", "No."]),
    "address": ("Visit recul.org. Then https://a.b/c?d=e. Bye", ["Visit recul.org.", "Then https://a.b/c?d=e.", "Bye"]),
    "small letters": ("mon: 3 dms. all fine. tue: none", ["mon: 3 dms.", "all fine.", "tue: none"]),
    "brackets": ("It fell (by half.) Nobody saw it.", ["It fell (by half.)", "Nobody saw it."]),
    # French
    "abréviations": ("M. Durand a vendu 3,5 % de plus. Mme Petit, cf. p. 4, aussi.",
                     ["M. Durand a vendu 3,5 % de plus.", "Mme Petit, cf. p. 4, aussi."]),
    "guillemets": ("« C'est fini. » a-t-il dit. « Vraiment ? » demande-t-elle. Oui.",
                   ["« C'est fini. » a-t-il dit.", "« Vraiment ? » demande-t-elle.", "Oui."]),
    "guillemets, fin": ("« Encore un bad buzz\u00a0? » Non.", ["« Encore un bad buzz\u00a0? »", "Non."]),
    "espaces": ("Qui sait\u202f? Personne\u00a0! Et vous ?", ["Qui sait\u202f?", "Personne\u00a0!", "Et vous ?"]),
    "capitale accentuée": ("C'est dit. À vous. Être ou paraître.", ["C'est dit.", "À vous.", "Être ou paraître."]),
    # Blocks
    "markdown": ("# Results\n\n- 12 posts\n- 3 rows. One was bad.\n\n1. First\n2. Second",
                 ["Results", "12 posts", "3 rows.", "One was bad.", "First", "Second"]),
    "title above": ("Résultats\nLes ventes ont augmenté de 12 % depuis\nle lancement. Fin",
                    ["Résultats", "Les ventes ont augmenté de 12 % depuis\nle lancement.", "Fin"]),
    "table": ("| a | b. C |\n|---|---|\n| 1 | 2 |", ["a", "b.", "C", "1", "2"]),
    "wrapped": ("The page that we opened in May has\nbrought in orders.\n\nNext.",
                ["The page that we opened in May has\nbrought in orders.", "Next."]),
    "windows": ("One.\r\n\r\nTwo.", ["One.", "Two."]),
    # Nothing
    "empty": ("", []), "blank": (" \n\t\n", []), "rules": ("---\n===\n***", []), "emoji": ("😀😀", ["😀😀"]),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_sentences_stand_where_a_reader_puts_them(name: str) -> None:
    text, expected = BY_HAND[name]
    assert [text[start:end] for start, end in sentences(text)] == expected


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("aB .!?…\n|-#1«»\"'é😀\u00a0M"), max_size=80) | st.text(max_size=60))
def test_spans_are_in_order_apart_and_leave_no_word_out(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start:s.end] == text[s.start:s.end].strip() for s in spans)
    covered = "".join(text[s.start:s.end] for s in spans)
    # Markers of lists ("1." or "a)") may be left out; words of two letters or more may not.
    assert sum(c.isalpha() for c in text) - sum(c.isalpha() for c in covered) <= text.count("\n") + text.count("\r") + \
        sum(text.count(c) for c in "\f\v\x85\u2028\u2029") + 1


@pytest.mark.parametrize("text", ["." * 300_000, ". " * 150_000, ".)" * 150_000, "a" * 300_000, " " * 300_000 + "x",
                                  "a. " * 100_000, "\n" * 300_000, "| " * 150_000, "« ? » " * 50_000, "- " * 150_000])
def test_time_grows_with_length_only(text: str) -> None:
    start = time.process_time()
    sentences(text)
    assert time.process_time() - start < 5  # seconds; a quadratic reading takes hours
