"""Calculation: numbers and frames in, numbers and frames out; knows no screen and no database."""
