"""Chat tools, one package each."""
