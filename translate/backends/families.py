"""How each family of models is addressed: the one table to extend for a new kind of model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glossary.model import Lang
from translate.backends import prompts
from translate.backends.base import Capabilities
from translate.errors import UnknownModelError

# Quality falls off and memory grows beyond a long sentence, whatever a model's positions allow.
_LONGEST_SOURCE, _LONGEST_TARGET = 256, 400
_SPARE_POSITIONS = 8

Codes = Mapping[Lang, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CausalFamily:
    """Decoder-only models that are asked in one way.

    `template_mark`: a string that the tokenizer's chat template must hold ("" = any template,
    None = the tokenizer has no template). Without `model_types` any decoder-only model fits.
    """

    name: str
    prompt: prompts.Prompt
    template_mark: str | None
    model_types: frozenset[str] = frozenset()

    def fits(self, config: Any, tokenizer: Any) -> bool:
        """Whether a decoder-only model with this configuration and tokenizer is of the family."""
        template = getattr(tokenizer, "chat_template", None)
        if self.template_mark is None:
            has_mark = not template
        else:
            has_mark = bool(template) and self.template_mark in str(template)
        return has_mark and (not self.model_types or config.model_type in self.model_types)

    def capabilities(self, config: Any) -> Capabilities:
        """What such a model can do; prompt, hints and target share its positions."""
        positions = _positions(config)
        return Capabilities(
            reads_hints=self.prompt.reads_hints,
            reads_register=self.prompt.reads_register,
            max_source_tokens=min(_LONGEST_SOURCE, positions // 4),
            max_target_tokens=min(_LONGEST_TARGET, positions // 2),
        )


@dataclass(frozen=True, slots=True)
class Seq2SeqFamily:
    """Encoder-decoder models that are told the languages in one way.

    `codes` lists each language's possible tokens, the usual first. The encoder reads
    [`encoder_code`'s token] text [end], the decoder starts with its start token and
    [`decoder_code`'s token]; a code is "source", "target" or "" for none. `text_prefix` stands
    before the source text ({source} and {target} are English language names, {code} is the target's
    usual code). `codes_optional`: a model without code tokens serves one direction only.
    """

    name: str
    model_types: frozenset[str]
    codes: Codes = field(default_factory=dict)
    encoder_code: str = ""
    decoder_code: str = ""
    text_prefix: str = ""
    codes_optional: bool = False
    shallow_decoder: bool = False

    def fits(self, config: Any, tokenizer: Any) -> bool:
        """Whether an encoder-decoder with this configuration and tokenizer is of the family."""
        if config.model_type not in self.model_types:
            return False
        if self.shallow_decoder and config.decoder_layers >= config.encoder_layers:
            return False
        return self.codes_optional or all(self.code_id(tokenizer, lang) for lang in self.codes)

    def code_id(self, tokenizer: Any, lang: Lang) -> int | None:
        """Id of the token that names `lang`, or None where the vocabulary has none."""
        for code in self.codes.get(lang, ()):
            token = tokenizer.convert_tokens_to_ids(code)
            if token is not None and token != tokenizer.unk_token_id:
                return int(token)
        return None

    def capabilities(self, config: Any) -> Capabilities:
        """What such a model can do; source and target have positions of their own."""
        room = _positions(config) - _SPARE_POSITIONS
        return Capabilities(
            reads_hints=False,
            reads_register=False,
            max_source_tokens=min(_LONGEST_SOURCE, room),
            max_target_tokens=min(_LONGEST_TARGET, room),
        )


Family = CausalFamily | Seq2SeqFamily


def _codes(indonesian: str, japanese: str) -> Codes:
    return {
        Lang.INDONESIAN: tuple(indonesian.split()),
        Lang.JAPANESE: tuple(japanese.split()),
    }


EMBEDDED = CausalFamily("labelled lines", prompts.LABELLED_LINES, template_mark=None)

# The first row that fits wins.
FAMILIES: tuple[Family, ...] = (
    Seq2SeqFamily(
        "NLLB-200",
        frozenset({"m2m_100", "nllb-moe"}),
        _codes("ind_Latn", "jpn_Jpan"),
        encoder_code="source",
        decoder_code="target",
    ),
    Seq2SeqFamily(  # a shallow student of M2M100 that reads the target language instead
        "SMaLL-100",
        frozenset({"m2m_100"}),
        _codes("__id__", "__ja__"),
        encoder_code="target",
        shallow_decoder=True,
    ),
    Seq2SeqFamily(
        "M2M100",
        frozenset({"m2m_100"}),
        _codes("__id__", "__ja__"),
        encoder_code="source",
        decoder_code="target",
    ),
    Seq2SeqFamily(
        "mBART-50",
        frozenset({"mbart"}),
        _codes("id_ID", "ja_XX"),
        encoder_code="source",
        decoder_code="target",
    ),
    Seq2SeqFamily(
        "MADLAD-400",
        frozenset({"t5"}),
        _codes("<2id>", "<2ja>"),
        text_prefix="{code} ",
    ),
    Seq2SeqFamily(
        "T5",
        frozenset({"t5", "mt5", "umt5", "longt5"}),
        text_prefix="translate {source} to {target}: ",
    ),
    Seq2SeqFamily(
        "Marian/OPUS",
        frozenset({"marian"}),
        _codes(">>ind<< >>id<<", ">>jpn<< >>ja<<"),
        encoder_code="target",
        codes_optional=True,
    ),
    CausalFamily("TranslateGemma", prompts.TRANSLATE_GEMMA, template_mark="source_lang_code"),
    CausalFamily(
        "Hy-MT",
        prompts.HUNYUAN_MT,
        template_mark="",
        model_types=frozenset({"hunyuan_v1_dense", "hunyuan_v1_moe"}),
    ),
    CausalFamily("instruction-tuned", prompts.CHAT_INSTRUCTION, template_mark=""),
    EMBEDDED,
)


# Tokenizers that come as code in a model's repository, which is never run, and transformers' class
# that reads the same files.
STAND_IN_TOKENIZERS = {"SMALL100Tokenizer": "M2M100Tokenizer"}


def family_of(config: Any, tokenizer: Any) -> Family:
    """The row of the table for a model.

    Raises:
        UnknownModelError: no row fits; the message lists the known families.
    """
    wanted: type = Seq2SeqFamily if config.is_encoder_decoder else CausalFamily
    if config.is_encoder_decoder or _generates_text(config):
        for family in FAMILIES:
            if isinstance(family, wanted) and family.fits(config, tokenizer):
                return family
    raise UnknownModelError(_unknown(config))


def _unknown(config: Any) -> str:
    architecture = ", ".join(config.architectures or ()) or "no architecture named"
    known = "; ".join(f.name for f in FAMILIES if isinstance(f, Seq2SeqFamily))
    return (
        f"Cannot translate with a model of type {config.model_type} ({architecture}). Known: "
        f"{known} with tokens for Indonesian and Japanese in their vocabulary, and decoder-only "
        "models (…ForCausalLM): TranslateGemma, Hy-MT, instruction-tuned or base models"
    )


def _generates_text(config: Any) -> bool:
    """Whether the files name a decoder-only language model (or TranslateGemma's class)."""
    names = config.architectures or ()
    known = ("ForCausalLM", "GPT2LMHeadModel", "Gemma3ForConditionalGeneration")
    return any(name.endswith(known) for name in names)


def _positions(config: Any) -> int:
    """How many positions the model has; 512 where it names no number (T5 counts distances)."""
    text = config.get_text_config(decoder=True)
    return int(getattr(text, "max_position_embeddings", None) or 512)
