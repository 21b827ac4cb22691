"""Terms of Indonesian and Japanese government language: what they are and where they occur."""
