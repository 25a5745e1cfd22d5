"""The measuring harness: workloads that say with numbers what the product is worth."""
