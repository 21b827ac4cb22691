"""Putting other people's text into Streamlit messages, which read Markdown."""

from __future__ import annotations

import re

from app_pages.catalogue import Catalogue
from glossary.errors import GlossaryError, GlossaryFileError
from translate.errors import TranslateError

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_MOST_PROBLEMS = 20


def literal(value: object) -> str:
    """`value` so that Markdown shows it as it is; its line breaks stay line breaks."""
    escaped = _MARKDOWN.sub(r"\\\1", str(value))
    return escaped.replace("\n", "  \n")


def problem_text(problem: Exception, text: Catalogue) -> str:
    """Markdown for a failed translation or file: what happened and what to do."""
    if isinstance(problem, GlossaryFileError):
        heading = text("error.glossary_file", name=literal(problem.path.name))
        return f"{heading}\n\n{problem_list(problem, text)}"
    if isinstance(problem, GlossaryError | TranslateError):
        return literal(problem)
    return text("error.internal", kind=literal(type(problem).__name__))


def problem_list(problem: GlossaryFileError, text: Catalogue) -> str:
    """Markdown list of what is wrong with a glossary."""
    lines = [literal(p) for p in problem.problems[:_MOST_PROBLEMS]]
    if len(problem.problems) > _MOST_PROBLEMS:
        lines.append(text("error.more", count=len(problem.problems) - _MOST_PROBLEMS))
    return "\n".join(f"- {line}" for line in lines)
