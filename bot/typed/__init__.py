"""What is typed into one field: a length, a number, words, the hours of a day.

Pure: None for what is no such thing. Both languages are understood, whoever types.
"""
