"""Queries. They flush and never commit; a lock is in the name of what takes one."""
