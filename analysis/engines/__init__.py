"""Ways to read a post: one module per engine, and what they share."""
