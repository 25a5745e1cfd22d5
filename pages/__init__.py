"""One file per question; each defines render(filters) and does nothing at import."""
