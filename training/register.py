"""The register of a Japanese sentence, read off its ending."""

from __future__ import annotations

import re

_TAIL = r"[。.!?!?」』)\)\s]*$"
_POLITE = re.compile(
    r"(です|ます|ました|ません|ませんでした|でした|ましょう|でしょう|ください|下さい|ですか|ますか"
    r"|ませんか|ですね|ますね|ますよ|ですよ|ますので|ございます|いたします|くださいませ)" + _TAIL
)
_PLAIN = re.compile(
    r"(である|だった|であった|だろう|ではない|でない|のだ|だ|した|った|いた|れた|めた|けた|げた|べた|えた"
    r"|せた|てた|ねた|びた|ちた|んだ|する|れる|いる|ある|なる|ない|なかった|きる|せる|める|ける|げる"
    r"|える|べる|てる|ねる|う|く|ぐ|す|つ|む|ぶ|よう|という|べきだ|よ|ら)" + _TAIL
)


def register_of(japanese: str) -> str | None:
    """Return "polite", "plain", or None where the ending shows neither (headings, list items).

    Only the last sentence is read: mixed text counts as what it ends in.
    """
    if _POLITE.search(japanese):
        return "polite"
    if japanese.rstrip().endswith("。") and _PLAIN.search(japanese):
        return "plain"
    return None
