"""The outbox's other end: sends what is due and sorts Telegram's answers."""
