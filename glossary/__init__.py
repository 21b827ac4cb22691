"""Terminology of Indonesian and Japanese government language: what a term is and where it occurs."""
