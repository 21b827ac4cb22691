"""Terminology-constrained translation between Indonesian and Japanese."""
