"""The ledger tells of every item, and of what a translator has to look at."""

from __future__ import annotations

from app_pages.catalogue import Catalogue
from app_pages.ledger import concern_text, concerns, ledger_rows, skipped_rows
from glossary.model import Lang, SkipReason
from translate.model import Outcome, Segment, SegmentTranslation, Status, Translation


def test_one_row_for_each_source_occurrence(release: Translation) -> None:
    rows = ledger_rows(release.segments)
    assert [(r.number, r.segment, r.term, r.rendering, r.outcome) for r in rows] == [
        (1, 1, "Menkeu", "財務大臣", Outcome.VERBATIM),
        (1, 1, "Menkeu", "財相", Outcome.VARIANT),
        (2, 2, "BKN", "", Outcome.MISSING),
        (3, 4, "a.go.id", "a.go.id", Outcome.VERBATIM),
    ]


def test_skipped_rows_say_why_and_what_the_glossary_has(release: Translation) -> None:
    (row,) = skipped_rows(release.segments)
    assert (row.segment, row.term, row.reason) == (1, "rapat", SkipReason.SOFT)
    assert (row.renderings, row.concept) == ("会議", "c-9")


def test_concerns_are_the_items_not_met(release: Translation, english: Catalogue) -> None:
    (concern,) = concerns(release.segments)
    assert concern.segment == 2
    assert concern.check
    assert concern_text(concern.check, english) == "“BKN” is missing from the translation"


def test_segment_that_failed_without_a_culprit_is_a_concern() -> None:
    segment = SegmentTranslation(Segment("x", Lang.INDONESIAN), "y", "", Status.FAILED)
    (concern,) = concerns([segment])
    assert (concern.segment, concern.check) == (1, None)
