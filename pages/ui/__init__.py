"""What the pages share: filters, loading, cards, tiles, states, exports."""
