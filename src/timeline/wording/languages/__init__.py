"""One module a language: words and what they mean, as data."""
