"""How decoder-only models are asked for a translation: one small builder for each kind of prompt.

Every builder is a function of the input (and the tokenizer, for its chat template) to the text
after which the target follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from glossary.model import Lang
from translate.backends.base import ModelInput, Register
from translate.model import Hint

ENGLISH_NAMES = {Lang.INDONESIAN: "Indonesian", Lang.JAPANESE: "Japanese"}
CHINESE_NAMES = {Lang.INDONESIAN: "印尼语", Lang.JAPANESE: "日语"}
_STYLES = {
    Register.PLAIN: "Write in the plain style (である調).",
    Register.POLITE: "Write in the polite style (です・ます調).",
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A way of asking.

    `render(item, tokenizer)` is the prompt's text. `has_special_tokens`: it already holds the
    tokenizer's own marks (a chat template does). `target_after_space`: the model's continuation
    starts with a space. `line_ends_target`: a line break ends the target as the end token does.
    """

    render: Callable[[ModelInput, Any], str]
    has_special_tokens: bool
    target_after_space: bool = False
    line_ends_target: bool = False
    reads_hints: bool = True
    reads_register: bool = False


def usable_hints(hints: tuple[Hint, ...]) -> tuple[Hint, ...]:
    """The hints that a one-line list can hold: neither empty nor with ";", "=" or a line break."""
    unfit = re.compile(r"[;=\n\r]|^\s*$")
    return tuple(h for h in hints if not (unfit.search(h.source) or unfit.search(h.target)))


def labelled_lines(item: ModelInput, _tokenizer: Any = None) -> str:
    """The embedded model's prompt, which suits any base model (`training/` uses the same).

    The target follows with a space: "…\\nJapanese:" + " 政府は…", as in the joint tokenisation.
    """
    lines = [f"{ENGLISH_NAMES[item.source_lang]}: {item.source}"]
    if hints := usable_hints(item.hints):
        lines.append("Terms: " + "; ".join(f"{h.source} = {h.target}" for h in hints))
    label = ENGLISH_NAMES[item.target_lang]
    if item.target_lang is Lang.JAPANESE and item.register is not Register.AUTO:
        label += f" ({item.register.value})"
    return "\n".join([*lines, f"{label}:"])


def chat_instruction(item: ModelInput, tokenizer: Any) -> str:
    """A plain request in the tokenizer's chat template, for models tuned to follow instructions."""
    source, target = ENGLISH_NAMES[item.source_lang], ENGLISH_NAMES[item.target_lang]
    request = [f"Translate the following {source} text into {target}."]
    if item.target_lang is Lang.JAPANESE and item.register in _STYLES:
        request.append(_STYLES[item.register])
    request.append("Reply with the translation only, on one line.")
    parts = [" ".join(request)]
    if hints := usable_hints(item.hints):
        terms = "\n".join(f"{h.source} = {h.target}" for h in hints)
        parts.append(f"Use these translations of terms:\n{terms}")
    return _chat("\n\n".join([*parts, item.source]), tokenizer)


def translate_gemma(item: ModelInput, tokenizer: Any) -> str:
    """TranslateGemma: its template writes the request itself from the two language codes."""
    content = {
        "type": "text",
        "source_lang_code": item.source_lang.value,
        "target_lang_code": item.target_lang.value,
        "text": item.source,
    }
    return _chat([content], tokenizer)


def hunyuan_mt(item: ModelInput, tokenizer: Any) -> str:
    """Hy-MT (Tencent): the model card's request, and its terminology form where there are hints.

    The card gives the terminology form in Chinese only.
    """
    if hints := usable_hints(item.hints):
        terms = "\n".join(f"{h.source} 翻译成 {h.target}" for h in hints)
        request = (
            f"参考下面的翻译：\n{terms}\n\n将以下文本翻译为{CHINESE_NAMES[item.target_lang]}，"
            f"注意只需要输出翻译后的结果，不要额外解释：\n{item.source}"
        )
    else:
        request = (
            f"Translate the following segment into {ENGLISH_NAMES[item.target_lang]}, "
            f"without additional explanation.\n\n{item.source}"
        )
    return _chat(request, tokenizer)


def _chat(content: str | list[dict[str, str]], tokenizer: Any) -> str:
    """One user turn in the tokenizer's chat template, up to where the answer begins."""
    turn = [{"role": "user", "content": content}]
    text: str = tokenizer.apply_chat_template(
        turn, tokenize=False, add_generation_prompt=True, enable_thinking=False
    )
    return text


LABELLED_LINES = Prompt(
    labelled_lines,
    has_special_tokens=False,
    target_after_space=True,
    line_ends_target=True,
    reads_register=True,
)
CHAT_INSTRUCTION = Prompt(chat_instruction, has_special_tokens=True, reads_register=True)
TRANSLATE_GEMMA = Prompt(translate_gemma, has_special_tokens=True, reads_hints=False)
HUNYUAN_MT = Prompt(hunyuan_mt, has_special_tokens=True)
