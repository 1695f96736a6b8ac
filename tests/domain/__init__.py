"""The words and rules, without any part around them."""
