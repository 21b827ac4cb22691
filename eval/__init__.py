"""Measuring translations: sacrebleu scores and terminology success."""
