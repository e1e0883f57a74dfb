"""The two ways in: HTTP for whole processes and the page, an aiogram session for fast tests."""
