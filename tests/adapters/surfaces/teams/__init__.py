"""Tests of the Teams surface."""
