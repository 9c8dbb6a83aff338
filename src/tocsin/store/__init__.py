"""The store keeps every report as it came, with what was read from it, and hands it back unchanged."""

from tocsin.store.forgetting import forget
from tocsin.store.keeping import Store, open_store

__all__ = ["Store", "forget", "open_store"]
