"""Words and rules: pure values and functions that know no database, no network and no clock."""
