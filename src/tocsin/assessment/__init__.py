"""Laying a situation's claims on the elements of the four crimes, the risk factors, the tests of the State and a level."""

from tocsin.assessment.assess import assess

__all__ = ["assess"]
