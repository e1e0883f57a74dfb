"""What is drawn: plans and door cards. A view in, bytes out; no database, no Telegram."""
