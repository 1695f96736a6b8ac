"""How fast the program is, each time as a ratio to something simple that is measured in the same run."""
