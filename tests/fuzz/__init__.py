"""Inputs that are damaged, hostile or extreme, made from a seed; whatever comes in, an answer or a sentence goes out."""
