"""Real community sites, started on loopback for the tests and gone after: no fake can disagree with them."""
