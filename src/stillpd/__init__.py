"""A quiet journal for educators, in the terminal."""

__version__ = "0.1.0"
