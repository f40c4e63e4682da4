"""Damaged, hostile and extreme inputs, made from a seed: whatever comes in, an answer or a sentence goes out."""
