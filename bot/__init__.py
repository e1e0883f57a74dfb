"""The product: people, policy, words, time of day."""
