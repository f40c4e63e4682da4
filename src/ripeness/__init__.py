"""Under what conditions can talks between adversaries succeed, and what happens meanwhile?"""

__version__ = "0.1.0"
