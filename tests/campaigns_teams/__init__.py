"""The campaigns of tests/campaigns, with the real Teams surface against a pretend Teams that nobody kills."""
