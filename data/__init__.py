"""Decaf's data: contract, sources, lake, build, warehouse, metrics and the command line."""
