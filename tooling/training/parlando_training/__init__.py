"""Parlando's training pipeline: from a folder of recordings to a streaming voice."""
