"""Terms through the whole pipeline: the ledger is right, strict modes do not lie."""

from __future__ import annotations

import datetime
import importlib.metadata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model import Enforcement, Lang, SkipReason
from tests.translate.tiny import (
    AGENCY,
    LETTERS,
    MINISTRY,
    Obedient,
    concept,
    constraint,
    glossary,
    naively_satisfied,
    only,
    spans_of,
    terms_of,
    translate,
    vocabulary,
)
from translate.backends.scripted import RandomBackend
from translate.model import ConstraintKind, Outcome, Rung, Status
from translate.options import Mode

# The ledger


def test_spans_count_from_the_start_of_the_bullet_in_source_and_target() -> None:
    text = "  2) Kementerian dan badan, lihat bkn.go.id"
    script = {"Kementerian dan badan, lihat bkn.go.id": "省 局 bkn.go.id"}
    result = only(translate(text, script, MINISTRY, AGENCY))
    assert result.target == "  2) 省 局 bkn.go.id"
    found = [
        (c.kind, text[slice(*c.source_span)], result.target[slice(*(c.target_span or ()))])
        for c in result.checks
    ]
    assert found == [
        (ConstraintKind.TERM, "Kementerian", "省"),
        (ConstraintKind.TERM, "badan", "局"),
        (ConstraintKind.DO_NOT_TRANSLATE, "bkn.go.id", "bkn.go.id"),
    ]
    assert [c.source_form for c in result.checks] == [form for _, form, _ in found]
    assert [c.target_form for c in result.checks] == [form for _, _, form in found]
    outcomes = [c.outcome for c in result.checks]
    assert outcomes == [Outcome.VERBATIM, Outcome.VARIANT, Outcome.VERBATIM]


def test_mode_none_fills_the_ledger_and_enforces_nothing() -> None:
    result = only(translate("Badan itu", {"Badan itu": "院。"}, AGENCY, mode=Mode.NONE))
    (check,) = result.checks
    assert (check.outcome, check.target_form, check.rung) == (Outcome.FORBIDDEN, "院", Rung.NONE)
    assert (result.status, result.target) == (Status.OK, "院。")


def test_the_ledger_says_which_rung_met_a_term() -> None:
    backend = Obedient({"Badan dan kementerian": "。"}, LETTERS)
    result = translate("Badan dan kementerian", backend, MINISTRY, AGENCY)
    assert {c.source_form: c.rung for c in only(result).checks} == {
        "Badan": Rung.PROMPT,
        "kementerian": Rung.PROMPT,
    }
    result = translate("Badan itu", {"Badan itu": "院。"}, AGENCY)
    assert [c.rung for c in only(result).checks] == [Rung.HARD]
    assert "院" not in result.text


def test_an_address_in_a_sentence_reaches_the_target_as_often_as_it_stands_there() -> None:
    text = "Lihat bkn.go.id atau bkn.go.id."
    result = only(translate(text, {text: "bkn.go.id bkn.go.id。"}))
    assert [c.outcome for c in result.checks] == [Outcome.VERBATIM] * 2
    assert [c.target_span for c in result.checks] == [(0, 9), (10, 19)]


def test_what_is_not_enforced_is_listed_with_its_reason() -> None:
    concepts = (
        concept("badan negara", "国庁"),
        AGENCY,
        concept("rapat", "会", enforcement=Enforcement.SOFT),
        concept("kota", "市", enforcement=Enforcement.REFERENCE),
        concept("presiden lama", "統", valid_to=datetime.date(2020, 12, 31)),
    )
    text = "Badan negara, rapat, kota dan presiden lama"
    result = only(translate(f"* {text}", {text: "国庁"}, *concepts, day=datetime.date(2022, 1, 1)))
    assert [(s.match.surface, s.reason, s.by) for s in result.skipped] == [
        ("Badan", SkipReason.NESTED, "Badan negara"),
        ("rapat", SkipReason.SOFT, ""),
        ("kota", SkipReason.REFERENCE, ""),
        ("presiden lama", SkipReason.OUTSIDE_VALIDITY, ""),
    ]
    for item in result.skipped:
        span = slice(item.match.start, item.match.end)
        assert result.segment.source[span] == item.match.surface


@pytest.mark.parametrize(
    ("text", "day", "enforced", "why"),
    [
        ("Badan lama, 3 Mei 2019", None, True, "the release's date is within its validity"),
        ("Badan lama, 3 Mei 2022", None, False, "the release is younger"),
        ("Badan lama, 3 Mei 2022", datetime.date(2019, 1, 1), True, "the user's date wins"),
        ("Badan lama", datetime.date(2021, 1, 1), False, "no date in the text"),
        ("Badan lama", None, False, "today is later"),
    ],
)
def test_the_date_of_the_release_decides_what_is_valid(
    text: str, day: datetime.date | None, enforced: bool, why: str
) -> None:
    old = concept("badan lama", "庁", valid_to=datetime.date(2020, 12, 31))
    result = translate(text, {text: "述べた。"}, old, day=day)
    assert ("庁" in result.text) == enforced, why
    assert bool(only(result).skipped) != enforced, why


def test_the_signature_says_how_the_translation_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_installed(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", not_installed)
    result = translate("Badan, 3 Mei 2019", {}, AGENCY, mode=Mode.SOFT, beam=2)
    assert result.signature == {
        "jembatan": "unknown",
        "model": "scripted",
        "direction": "id-ja",
        "mode": "soft",
        "beam": "2",
        "register": "auto",
        "glossary": f"test@{glossary(AGENCY).revision}",
        "date": "2019-05-03",
    }


# Strict modes

STRICT = st.sampled_from([Mode.HARD, Mode.LADDER])
RENDERING = st.text(alphabet="国会省ab", min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(RENDERING, RENDERING, RENDERING), min_size=1, max_size=3),
    st.lists(st.sampled_from(["alfa", "beta", "gama", "kata"]), min_size=1, max_size=5),
    STRICT,
    st.integers(1, 4),
)
def test_a_strict_run_never_hides_what_it_missed(
    seed: int, renderings: list[tuple[str, str, str]], words: list[str], mode: Mode, beam: int
) -> None:
    names = ("alfa", "beta", "gama")
    known = {
        name: concept(name, preferred, admitted=[admitted], deprecated=[deprecated])
        for name, (preferred, admitted, deprecated) in zip(names, renderings, strict=False)
    }
    backend = RandomBackend(seed, vocabulary("国会", *"国会省ab "))
    result = translate(" ".join(words), backend, *known.values(), mode=mode, beam=beam)
    in_text = [known[word] for word in dict.fromkeys(words) if word in known]
    wanted = [
        constraint(*c.usable(Lang.JAPANESE), forbidden=c.deprecated(Lang.JAPANESE)) for c in in_text
    ]
    target = "".join(s.target for s in result.segments)
    kept = naively_satisfied(target, terms_of(wanted))
    assert kept == (only(result).status is Status.OK)
    assert bool(only(result).note) != kept


@pytest.mark.parametrize("mode", [Mode.HARD, Mode.LADDER])
def test_a_term_the_model_cannot_spell_fails_by_name(mode: Mode) -> None:
    rare = concept("naga", "龘", admitted=["龖"])
    text = "Naga dan badan"
    result = only(translate(text, {text: "政府。"}, rare, AGENCY, mode=mode))
    assert result.status is Status.FAILED
    assert result.note == "unspellable: “龘”"
    assert result.target == "政府。"
    assert [c.outcome for c in result.checks] == [Outcome.MISSING, Outcome.MISSING]


def test_a_term_of_one_character_is_met() -> None:
    result = only(translate("Badan itu", {"Badan itu": "政府。"}, concept("badan", "庁")))
    assert result.status is Status.OK
    assert len(spans_of(result.target, "庁")) == 1


def test_two_terms_that_demand_each_others_forbidden_form_are_met() -> None:
    one, two = concept("satu", "省", deprecated=["庁"]), concept("dua", "庁", deprecated=["省"])
    result = only(translate("Satu dua", {"Satu dua": "政府。"}, one, two))
    assert result.status is Status.OK
    assert "省" in result.target
    assert "庁" in result.target


def test_sixty_terms_in_one_segment_are_met() -> None:
    names = [a + b + c for a in "bdgk" for b in "aeiou" for c in "nst"]
    concepts = [concept(name, f"省{n}庁") for n, name in enumerate(names)]
    text = " ".join(names)
    result = only(translate(text, {text: "政府。"}, *concepts, beam=2))
    assert len(result.checks) == 60
    assert result.status is Status.OK
    assert {c.outcome for c in result.checks} <= {Outcome.VERBATIM, Outcome.DUPLICATED}
