"""Measure the reader on public data sets that the caller keeps; nothing of their text is kept here."""
