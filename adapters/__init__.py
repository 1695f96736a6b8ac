"""The outside world: platforms, surfaces and the engine, each behind its port."""
