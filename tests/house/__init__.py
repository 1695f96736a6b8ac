"""The house rules, as tests: what would rot if nobody looked."""
