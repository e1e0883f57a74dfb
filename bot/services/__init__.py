"""Use cases and rules: the transaction boundary. No Telegram, no SQL text, no sentences."""
