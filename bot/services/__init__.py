"""Use cases and rules: the transaction boundary. No Telegram, no SQL text, no sentences.

Here are the bookings themselves, from a request to its ledger, and what all services share; in the
rooms beside them what may be booked when, what people look for, who may what, how the place is run,
and tables that come in.
"""
