"""What people look for: what is free, and when; what goes instead; what a day is like."""
