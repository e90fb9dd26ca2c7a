"""`python -m recul` is `recul`."""

from recul.cli import main

main(prog_name="recul")
