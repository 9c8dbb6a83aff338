"""`python -m tocsin` is the command line."""

from tocsin.interfaces.cli import main

if __name__ == "__main__":  # processes that help to read import this module too
    main()
