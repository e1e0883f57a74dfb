"""The stand-in for Telegram: each rule of its strictness through one of its doors."""
