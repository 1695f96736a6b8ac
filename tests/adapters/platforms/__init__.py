"""Tests of the community platforms."""
