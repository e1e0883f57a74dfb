"""What may be booked when: rules, hours, closures and what is held, as pure functions, and the
reading of it."""
