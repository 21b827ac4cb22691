"""What decoder-only models are asked, to the character."""

from __future__ import annotations

from typing import Any

import pytest

from glossary.model import Lang
from translate.backends.base import ModelInput, Register
from translate.backends.prompts import (
    chat_instruction,
    hunyuan_mt,
    labelled_lines,
    translate_gemma,
    usable_hints,
)
from translate.model import Hint

TERMS = (Hint("BMKG", "気象気候地球物理庁"), Hint("Presiden", "大統領"))


class Chat:
    """A tokenizer as far as prompts see it: its template shows the turns as they are."""

    def apply_chat_template(self, turns: list[dict[str, Any]], **options: Any) -> Any:
        assert options["add_generation_prompt"]
        assert not options["tokenize"]
        [turn] = turns
        assert turn["role"] == "user"
        return turn["content"]


LABELLED = (
    (ModelInput("Halo.", Lang.INDONESIAN), "Indonesian: Halo.\nJapanese:", "no hints, no line"),
    (
        ModelInput("Halo.", Lang.INDONESIAN, TERMS),
        "Indonesian: Halo.\nTerms: BMKG = 気象気候地球物理庁; Presiden = 大統領\nJapanese:",
        "one line of terms",
    ),
    (
        ModelInput("官報", Lang.JAPANESE, (Hint("官報", "Berita Negara"),)),
        "Japanese: 官報\nTerms: 官報 = Berita Negara\nIndonesian:",
        "the mirror image",
    ),
    (
        ModelInput("Halo.", Lang.INDONESIAN, register=Register.POLITE),
        "Indonesian: Halo.\nJapanese (polite):",
        "style on the target's label",
    ),
    (
        ModelInput("官報", Lang.JAPANESE, register=Register.PLAIN),
        "Japanese: 官報\nIndonesian:",
        "Indonesian has no such styles",
    ),
    (
        ModelInput("Halo.", Lang.INDONESIAN, (Hint("a;b", "x"), Hint("a", "x=y"))),
        "Indonesian: Halo.\nJapanese:",
        "a line of unusable hints is left out whole",
    ),
)


@pytest.mark.parametrize(("item", "expected", "why"), LABELLED)
def test_the_embedded_models_prompt(item: ModelInput, expected: str, why: str) -> None:
    assert labelled_lines(item) == expected


@pytest.mark.parametrize(
    ("hint", "why"),
    [
        (Hint("a; b", "x"), "separator of the list"),
        (Hint("a", "x = y"), "separator of the pair"),
        (Hint("a\nJapanese:", "x"), "would forge a line"),
        (Hint("a", " "), "nothing to say"),
    ],
)
def test_hints_that_would_break_the_list_are_dropped(hint: Hint, why: str) -> None:
    assert usable_hints((TERMS[0], hint, TERMS[1])) == TERMS


def test_an_instruction_names_languages_style_and_terms_and_ends_with_the_source() -> None:
    item = ModelInput("Halo.", Lang.INDONESIAN, TERMS[1:], Register.PLAIN)
    text = chat_instruction(item, Chat())
    for part in ("Indonesian", "Japanese", "である", "Presiden = 大統領"):
        assert part in text
    assert text.endswith("\n\nHalo.")


def test_translate_gemma_gets_codes_and_text_as_its_template_wants_them() -> None:
    [content] = translate_gemma(ModelInput("官報", Lang.JAPANESE), Chat())
    assert content == {
        "type": "text",
        "source_lang_code": "ja",
        "target_lang_code": "id",
        "text": "官報",
    }


def test_hunyuan_is_asked_in_the_words_of_its_model_card() -> None:
    plain = hunyuan_mt(ModelInput("Halo.", Lang.INDONESIAN), Chat())
    assert plain == (
        "Translate the following segment into Japanese, without additional explanation.\n\nHalo."
    )
    with_terms = hunyuan_mt(ModelInput("Halo.", Lang.INDONESIAN, TERMS[1:]), Chat())
    assert with_terms == (
        "参考下面的翻译：\nPresiden 翻译成 大統領\n\n"
        "将以下文本翻译为日语，注意只需要输出翻译后的结果，不要额外解释：\nHalo."
    )
