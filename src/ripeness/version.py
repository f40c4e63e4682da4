"""The version, which stands in every run and brief."""

VERSION = "0.1.0"
