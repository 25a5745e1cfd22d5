"""The parts of the forecast: grid, level of the day, profile of the day, spread."""
