"""Intake: files, folders and standard input become reports, cleaned, dated and traceable to the raw text; what cannot be read becomes a problem."""

from tocsin.intake.cleaning import clean

__all__ = ["clean"]
