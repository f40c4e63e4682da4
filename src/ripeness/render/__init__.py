"""Findings as pages: HTML, PDF, Markdown, charts."""
