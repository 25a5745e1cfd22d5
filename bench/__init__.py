"""Workloads that measure Decaf on real data and at size."""
