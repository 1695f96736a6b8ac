"""Durable tasks."""
