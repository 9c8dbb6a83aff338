"""The store keeps every report as it came, with what was read from it, and hands it back unchanged."""

from tocsin.store.keeping import Store, open_store

__all__ = ["Store", "open_store"]
