"""Charts: a frame in, a Plotly figure out, with its description in words."""
