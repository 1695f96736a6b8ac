"""Memory: tables, and the unit of work over them. The only place that knows SQL."""
