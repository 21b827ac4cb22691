"""Real tokenizers of a few hundred tokens, trained on the sentences below."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

INDONESIAN = (
    "Presiden Republik Indonesia menerima Menteri Luar Negeri Jepang di Istana Merdeka, Jakarta.",
    "Undang-Undang Nomor 11 Tahun 2020 tentang Cipta Kerja telah diundangkan.",
    "Badan Meteorologi, Klimatologi, dan Geofisika (BMKG) mengeluarkan peringatan dini.",
    "Kementerian Keuangan menyampaikan laporan anggaran kepada Dewan Perwakilan Rakyat.",
)
JAPANESE = (
    "インドネシア共和国大統領は、ジャカルタのムルデカ宮殿で日本の外務大臣と会談した。",
    "雇用創出に関する2020年法律第11号が公布された。",
    "気象気候地球物理庁(BMKG)は早期警報を発表した。",
    "財務省は国民代表院に予算報告書を提出した。",
)
SENTENCES = (*INDONESIAN, *JAPANESE)
UNKNOWN = {"unk_token": "<unk>"}
GEMMA_SPECIALS = {"bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>", **UNKNOWN}
BYTE_LEVEL_SPECIALS = {
    "bos_token": "<start_of_turn>",
    "eos_token": "<|im_end|>",
    "pad_token": "<pad>",
}


def gemma_tokenizer() -> Any:
    """Byte-fallback BPE as Gemma ships it, with a line break and tags as added tokens."""
    from tokenizers import (
        AddedToken,
        Tokenizer,
        decoders,
        models,
        normalizers,
        processors,
        trainers,
    )
    from transformers import PreTrainedTokenizerFast

    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"]
    data = [f"<0x{i:02X}>" for i in range(256)]
    raw = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, **UNKNOWN))
    raw.normalizer = normalizers.Replace(" ", "▁")
    raw.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    raw.train_from_iterator(
        [s.replace(" ", "▁") for s in SENTENCES],
        trainers.BpeTrainer(vocab_size=600, special_tokens=[*specials, *data], show_progress=False),
    )
    raw.add_tokens([AddedToken("\n", normalized=False), AddedToken("<table>", normalized=False)])
    # Byte tokens must be ordinary entries: as special ones they would match in source text.
    state = json.loads(raw.to_str())
    state["added_tokens"] = [t for t in state["added_tokens"] if t["content"] not in set(data)]
    raw = Tokenizer.from_str(json.dumps(state))
    raw.post_processor = processors.TemplateProcessing(
        single="<bos> $A", special_tokens=[("<bos>", raw.token_to_id("<bos>"))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=raw, clean_up_tokenization_spaces=False, **GEMMA_SPECIALS
    )


def byte_level_tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<pad>", "<|im_end|>", "<start_of_turn>", "<end_of_turn>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    raw.train_from_iterator(SENTENCES, trainer)
    raw.add_tokens(["<think>"])
    return PreTrainedTokenizerFast(
        tokenizer_object=raw, clean_up_tokenization_spaces=False, **BYTE_LEVEL_SPECIALS
    )


def sentencepiece_model(kind: str, **options: Any) -> bytes:
    """A sentencepiece model trained on the sentences, serialised."""
    import sentencepiece

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES), model_writer=out, vocab_size=230, model_type=kind,
        character_coverage=1.0, hard_vocab_limit=False, minloglevel=2, **options,
    )  # fmt: skip
    return out.getvalue()


def pieces_of(model: bytes) -> list[tuple[str, float]]:
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    return [(processor.IdToPiece(i), processor.GetScore(i)) for i in range(len(processor))]


def m2m100_tokenizer(folder: Path) -> Any:
    from transformers import M2M100Tokenizer

    model = sentencepiece_model("bpe")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sentencepiece.bpe.model").write_bytes(model)
    words = ["<s>", "<pad>", "</s>", "<unk>", *(piece for piece, _ in pieces_of(model)[3:])]
    vocabulary = {word: i for i, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    return M2M100Tokenizer(
        str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"), num_madeup_words=8
    )
