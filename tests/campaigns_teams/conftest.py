"""Databases for these campaigns: those of the others."""

from tests.campaigns.conftest import on_postgres, on_sqlite, running, where

__all__ = ["on_postgres", "on_sqlite", "running", "where"]
