"""Tests of the brief."""
