"""Interfaces: the command line. Settings are read here and handed inward."""
