"""The campaigns of tests/campaigns, with the real Slack surface against a pretend Slack that nobody kills."""
