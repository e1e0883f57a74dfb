"""What surrounds every update. None of these touches a booking."""
