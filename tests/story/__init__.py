"""Stories: the real program as a process of its own, seen from outside by browsers and people."""
