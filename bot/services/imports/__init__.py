"""Tables come in: planned line by line, shown, and done in one transaction or not at all."""
