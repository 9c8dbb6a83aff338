"""Tocsin reads reports about atrocities and keeps what is said, who says it and who answered, each with its sentence."""

__version__ = "0.1.0"
