"""Use cases: one short function each."""
