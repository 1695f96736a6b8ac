"""Comments with what a good community manager would make of them."""
