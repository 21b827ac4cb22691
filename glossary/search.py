"""Looking concepts up by a piece of one of their forms."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.model import Concept, Lang
from glossary.text import key


def search(
    concepts: Iterable[Concept], query: str = "", domain: str = "", lang: Lang | None = None
) -> list[Concept]:
    """The concepts that have `query` in a form or their id, in order; case and width do not matter.

    An empty `domain` means any. With `lang`, only that language's forms count, and concepts without
    one are left out.
    """
    needle = key(query)
    return [
        concept
        for concept in concepts
        if (not domain or concept.domain == domain)
        and any(needle in key(text) for text in _searched(concept, lang))
    ]


def _searched(concept: Concept, lang: Lang | None) -> list[str]:
    langs = [lang] if lang else list(Lang)
    texts = [form.text for side in langs for form in concept.forms(side)]
    return [*texts, concept.concept_id] if texts else []
