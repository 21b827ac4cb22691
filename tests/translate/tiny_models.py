"""A tiny model of every family, with random weights and a real tokenizer, saved as a directory.

Each builder builds the architecture at its smallest and writes it with `save_pretrained`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.translate.tiny_tokenizers import (
    SENTENCES,
    UNKNOWN,
    byte_level_tokenizer,
    gemma_tokenizer,
    m2m100_tokenizer,
    pieces_of,
    sentencepiece_model,
)

CHAT_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}<start_of_turn>{{ m['role'] }}\n{{ m['content'] }}"
    "<end_of_turn>\n{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
# What matters of TranslateGemma's template: content is a list of one mapping with the codes.
TRANSLATE_GEMMA_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}<start_of_turn>user\nTranslate from "
    "{{ m['content'][0]['source_lang_code'] }} to {{ m['content'][0]['target_lang_code'] }}: "
    "{{ m['content'][0]['text'] }}<end_of_turn>\n{% endfor %}<start_of_turn>model\n"
)


def gemma(folder: Path) -> None:
    """Gemma 3 without chat template, one layer sliding over 8 positions: the embedded kind."""
    from transformers import Gemma3ForCausalLM

    tokenizer = gemma_tokenizer()
    _save(folder, tokenizer, Gemma3ForCausalLM(_gemma_config(len(tokenizer) + 5)))


def translate_gemma(folder: Path) -> None:
    """Gemma 3's multimodal class with TranslateGemma's structure of chat messages."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, SiglipVisionConfig

    tokenizer = gemma_tokenizer()
    tokenizer.chat_template = TRANSLATE_GEMMA_TEMPLATE
    vision = SiglipVisionConfig(
        hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1,
        image_size=16, patch_size=8,
    )  # fmt: skip
    config = Gemma3Config(
        text_config=_gemma_config(len(tokenizer) + 5).to_dict(), vision_config=vision.to_dict(),
        mm_tokens_per_image=4, image_token_index=len(tokenizer) + 1,
        boi_token_index=len(tokenizer) + 2, eoi_token_index=len(tokenizer) + 3,
    )  # fmt: skip
    _save(folder, tokenizer, Gemma3ForConditionalGeneration(config))


def llama(folder: Path) -> None:
    """Llama with a chat template over a sentencepiece vocabulary with byte fallback."""
    from transformers import LlamaConfig, LlamaForCausalLM

    tokenizer = gemma_tokenizer()
    tokenizer.chat_template = CHAT_TEMPLATE
    _save(folder, tokenizer, LlamaForCausalLM(LlamaConfig(**_decoder_sizes(tokenizer))))


def qwen(folder: Path) -> None:
    """Qwen 2 with a chat template over byte-level BPE."""
    from transformers import Qwen2Config, Qwen2ForCausalLM

    tokenizer = byte_level_tokenizer()
    tokenizer.chat_template = CHAT_TEMPLATE
    _save(folder, tokenizer, Qwen2ForCausalLM(Qwen2Config(**_decoder_sizes(tokenizer))))


def hunyuan(folder: Path) -> None:
    """Hy-MT's dense architecture over byte-level BPE."""
    from transformers import HunYuanDenseV1Config, HunYuanDenseV1ForCausalLM

    tokenizer = byte_level_tokenizer()
    tokenizer.chat_template = CHAT_TEMPLATE
    config = HunYuanDenseV1Config(**_decoder_sizes(tokenizer))
    _save(folder, tokenizer, HunYuanDenseV1ForCausalLM(config))


def nllb(folder: Path) -> None:
    """NLLB-200: M2M100's architecture, its own language codes."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import NllbTokenizer

    raw = Tokenizer(models.BPE(**UNKNOWN))
    raw.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], show_progress=False
    )
    raw.train_from_iterator(SENTENCES, trainer)
    trained = json.loads(raw.to_str())["model"]
    merges = [tuple(m) for m in trained["merges"]]
    codes = ["eng_Latn", "ind_Latn", "jpn_Jpan"]
    tokenizer = NllbTokenizer(trained["vocab"], merges, extra_special_tokens=codes)
    _save(folder, tokenizer, _m2m100(len(tokenizer)))


def m2m100(folder: Path) -> None:
    """M2M100, with fairseq's padding of the vocabulary."""
    tokenizer = m2m100_tokenizer(folder)
    _save(folder, tokenizer, _m2m100(_m2m100_size(tokenizer)))


def small100(folder: Path) -> None:
    """SMaLL-100: M2M100's files with a shallow decoder and a tokenizer class of its own."""
    tokenizer = m2m100_tokenizer(folder)
    _save(folder, tokenizer, _m2m100(_m2m100_size(tokenizer), decoder_layers=1))
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, "tokenizer_class": "SMALL100Tokenizer"}))


def mbart50(folder: Path) -> None:
    """mBART-50."""
    from transformers import MBart50Tokenizer, MBartConfig, MBartForConditionalGeneration

    tokenizer = MBart50Tokenizer(vocab=pieces_of(sentencepiece_model("unigram")))
    config = MBartConfig(
        **_encoder_decoder_sizes(len(tokenizer)), decoder_start_token_id=2, scale_embedding=True
    )
    _save(folder, tokenizer, MBartForConditionalGeneration(config))


def madlad(folder: Path) -> None:
    """MADLAD-400: T5 with tokens for the target language."""
    pieces = pieces_of(sentencepiece_model("unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1))
    _t5(folder, [*pieces, ("<2id>", 0.0), ("<2ja>", 0.0)])


def t5(folder: Path) -> None:
    """A T5 that is told in words what to do."""
    _t5(folder, pieces_of(sentencepiece_model("unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)))


def marian(folder: Path) -> None:
    """A multilingual OPUS model: `>>ind<<` in the vocabulary, a tokenizer for each side."""
    _marian(folder, codes=(">>ind<<", ">>jpn<<"))


def marian_one_way(folder: Path) -> None:
    """An OPUS model for Indonesian to Japanese only."""
    _marian(folder, codes=(), source_lang="id", target_lang="ja")


BUILDERS: dict[str, Callable[[Path], None]] = {
    b.__name__: b
    for b in (
        gemma, translate_gemma, llama, qwen, hunyuan,
        nllb, m2m100, small100, mbart50, madlad, t5, marian, marian_one_way,
    )
}  # fmt: skip


def _save(folder: Path, tokenizer: Any, model: Any) -> None:
    """Random weights large enough that rows differ, then both to `folder`."""
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.normal_(std=0.2)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _decoder_sizes(tokenizer: Any) -> dict[str, Any]:
    return {
        "vocab_size": len(tokenizer) + 5,  # padded, as most checkpoints are
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "max_position_embeddings": 1024,
        "pad_token_id": tokenizer.pad_token_id,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
    }


def _gemma_config(size: int) -> Any:
    from transformers import Gemma3TextConfig

    return Gemma3TextConfig(
        vocab_size=size, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, query_pre_attn_scalar=16,
        sliding_window=8, layer_types=["sliding_attention", "full_attention"],
        max_position_embeddings=1024, pad_token_id=0, eos_token_id=1, bos_token_id=2,
    )  # fmt: skip


def _encoder_decoder_sizes(vocabulary_size: int) -> dict[str, Any]:
    return {
        "vocab_size": vocabulary_size,
        "d_model": 32,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 48,
        "decoder_ffn_dim": 48,
        "max_position_embeddings": 512,
    }


def _m2m100(vocabulary_size: int, decoder_layers: int = 2) -> Any:
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    sizes = {**_encoder_decoder_sizes(vocabulary_size), "decoder_layers": decoder_layers}
    return M2M100ForConditionalGeneration(M2M100Config(**sizes, decoder_start_token_id=2))


def _m2m100_size(tokenizer: Any) -> int:
    """Pieces, 100 language codes and 8 made-up words, as in the checkpoints (128,112)."""
    return len(tokenizer.encoder) + len(tokenizer.lang_token_to_id) + tokenizer.num_madeup_words


def _t5(folder: Path, pieces: list[tuple[str, float]]) -> None:
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    tokenizer = T5Tokenizer(vocab=pieces, extra_ids=0)
    config = T5Config(
        vocab_size=len(tokenizer) + 9, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4,
        feed_forward_proj="gated-gelu", decoder_start_token_id=0, tie_word_embeddings=False,
    )  # fmt: skip
    _save(folder, tokenizer, T5ForConditionalGeneration(config))


def _marian(folder: Path, codes: tuple[str, ...], **languages: str) -> None:
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    model = sentencepiece_model("unigram")
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_bytes(model)
    words = ["</s>", "<unk>", *(piece for piece, _ in pieces_of(model)[3:]), *codes, "<pad>"]
    vocabulary = {word: i for i, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    tokenizer = MarianTokenizer(
        str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json"),
        **languages,
    )  # fmt: skip
    pad = tokenizer.pad_token_id
    config = MarianConfig(
        **_encoder_decoder_sizes(len(words)), pad_token_id=pad, decoder_start_token_id=pad,
        eos_token_id=0, forced_eos_token_id=0, bos_token_id=0,
    )  # fmt: skip
    _save(folder, tokenizer, MarianMTModel(config))
