"""Intake: files, folders and standard input become reports, cleaned, dated and traceable to the raw text.

What can't be read becomes a problem in words; it never stops the run.
"""

from tocsin.intake.cleaning import clean
from tocsin.intake.sources import collect

__all__ = ["clean", "collect"]
