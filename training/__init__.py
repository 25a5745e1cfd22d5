"""Training of the models in ``analysis/models``: ``python -m training``; see docs/models.md."""
