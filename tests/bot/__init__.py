"""What people ask for, and in which words."""
