"""Views in, text and buttons out: pure functions, with the typed data of their buttons."""
