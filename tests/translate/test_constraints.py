"""From matches to constraints: alternatives, forbidden strings, hints, protected spans."""

from __future__ import annotations

from glossary.matching import MatchReport
from glossary.model import Concept, Enforcement, Form, FormStatus, Lang, SkippedMatch, SkipReason
from glossary.model import TermMatch as Match
from translate.constraints import alternatives, segment_terms
from translate.model import ConstraintKind, Hint


def concept(
    key: str, indonesian: str, japanese: str, *, admitted: str = "", deprecated: str = "", **more
) -> Concept:
    forms = [Form(japanese)]
    forms += [Form(admitted, FormStatus.ADMITTED)] if admitted else []
    forms += [Form(deprecated, FormStatus.DEPRECATED)] if deprecated else []
    return Concept(key, (Form(indonesian),), tuple(forms), **more)


def match(text: str, surface: str, *concepts: Concept) -> Match:
    start = text.index(surface)
    return Match(concepts, start, start + len(surface), surface)


BMKG = concept("bmkg", "BMKG", "気象気候地球物理庁", deprecated="気象庁")
JMA = concept("jma", "JMA", "気象庁")


def test_a_rendering_another_matched_concept_allows_is_forbidden_to_nobody() -> None:
    text = "BMKG dan JMA"
    alone = segment_terms(text, Lang.INDONESIAN, MatchReport((match(text, "BMKG", BMKG),), ()))
    both = segment_terms(
        text,
        Lang.INDONESIAN,
        MatchReport((match(text, "BMKG", BMKG), match(text, "JMA", JMA)), ()),
    )
    assert alone.forbidden == ("気象庁",)
    assert both.forbidden == ()


def test_one_surface_of_several_concepts_has_the_union_of_their_forms_in_order() -> None:
    one, two = concept("1", "DPR", "国会", admitted="国民議会"), concept("2", "DPR", "下院")
    forms, preferred = alternatives((one, two), Lang.JAPANESE)
    assert forms == ("国会", "下院", "国民議会")
    assert preferred == 2


def test_spellings_follow_the_forms_themselves() -> None:
    item = concept("1", "lokakarya nasional", "国会(DPR)")
    assert alternatives((item,), Lang.JAPANESE)[0] == ("国会(DPR)", "国会（DPR）")
    assert alternatives((item,), Lang.INDONESIAN)[0] == (
        "lokakarya nasional",
        "Lokakarya nasional",
        "Lokakarya Nasional",
        "LOKAKARYA NASIONAL",
    )


def test_repeated_terms_are_one_constraint_with_all_their_places() -> None:
    text = "BMKG, BMKG"
    report = MatchReport((Match((BMKG,), 0, 4, "BMKG"), Match((BMKG,), 6, 10, "BMKG")), ())
    (only,) = segment_terms(text, Lang.INDONESIAN, report).constraints
    assert only.occurrences == ((0, 4), (6, 10))
    assert only.at_least == 1


def test_protected_spans_are_copied_and_shield_the_terms_inside_them() -> None:
    text = "lihat bmkg.go.id dan BMKG"
    inside = Match((BMKG,), 6, 10, "bmkg")
    report = MatchReport((inside, match(text, "BMKG", BMKG)), ())
    terms = segment_terms(text, Lang.INDONESIAN, report, [(6, 16)])
    kinds = [(c.kind, c.alternatives[0]) for c in terms.constraints]
    assert kinds == [
        (ConstraintKind.TERM, "気象気候地球物理庁"),
        (ConstraintKind.DO_NOT_TRANSLATE, "bmkg.go.id"),
    ]
    assert [(s.match, s.reason, s.by) for s in terms.skipped] == [
        (inside, SkipReason.NESTED, "bmkg.go.id")
    ]


def test_hints_are_enforced_terms_first_and_soft_terms_after() -> None:
    text = "lokakarya BMKG"
    soft = concept("w", "lokakarya", "ワークショップ", enforcement=Enforcement.SOFT)
    skipped = SkippedMatch(match(text, "lokakarya", soft), SkipReason.SOFT)
    terms = segment_terms(
        text, Lang.INDONESIAN, MatchReport((match(text, "BMKG", BMKG),), (skipped,))
    )
    assert terms.hints == (
        Hint("BMKG", "気象気候地球物理庁"),
        Hint("lokakarya", "ワークショップ"),
    )


def test_do_not_translate_concepts_are_copied() -> None:
    item = Concept("d", (Form("SIMPEG"),), (), do_not_translate=True)
    report = MatchReport((Match((item,), 0, 6, "SIMPEG"),), ())
    (only,) = segment_terms("SIMPEG", Lang.INDONESIAN, report).constraints
    assert only.kind is ConstraintKind.DO_NOT_TRANSLATE
    assert only.alternatives[0] == "SIMPEG"
