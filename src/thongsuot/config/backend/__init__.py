"""Django's own way to PostgreSQL, which asks a kept connection for its health without a word."""
