"""Files of tables, in and out: bytes are read, cells understood, and texts made safe to open.

Pure: no database. What cannot be understood is a refusal with its figures.
"""
