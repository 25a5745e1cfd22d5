"""A page with nothing on it: what the app's frame costs by itself."""
