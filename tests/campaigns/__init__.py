"""Campaigns: processes are killed, paused and cut off while a desk works, and the books are checked."""
