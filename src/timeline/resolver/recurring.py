"""Recurrences: the rule as RFC 5545 wants it, and its first occurrence."""
