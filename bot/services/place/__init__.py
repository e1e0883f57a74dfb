"""What they do who run the place: resources, their rules, hours and closures, and its use."""
