"""`python -m tocsin` is the command line."""

from tocsin.interfaces.cli import main

main()
