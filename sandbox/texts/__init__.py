"""Formatted text, as Telegram reads and measures it."""
