"""Templates fill both sides alike, and the slots say the same in both languages."""

from __future__ import annotations

import datetime
import random
import re

import pytest

from training import templates
from training.quantities import indonesian_quantities, japanese_quantities
from training.slots import SLOTS
from training.slots_names import table
from training.terms import TermPair
from training.word_lists import generator, word_list


def test_every_template_is_filled_completely():
    rng = random.Random(1)
    for _ in range(600):
        pair = templates.generate(rng)
        assert not re.search(r"[{}\t\n]", pair.indonesian + pair.japanese)


def test_every_bad_template_is_named(monkeypatch):
    rows = (("Pada {date}", "{month}に"), ("{sesuatu}", "{sesuatu}"), ("{date}", "{date}"))
    monkeypatch.setattr(templates, "table", lambda _name: rows)
    with pytest.raises(templates.TemplateError) as caught:
        templates.templates.__wrapped__()
    assert "Pada {date}" in str(caught.value)
    assert "sesuatu" in str(caught.value)


@pytest.mark.parametrize("name", ["rupiah", "yen", "dollars", "count", "percent", "decimal"])
def test_amounts_have_one_value(name):
    for seed in range(80):
        indonesian, japanese = SLOTS[name](random.Random(seed))
        left = indonesian_quantities(indonesian.replace("US$", ""))
        right = japanese_quantities(japanese)
        assert [q.value for q in left] == [q.value for q in right], (indonesian, japanese)


def test_slash_dates_put_the_day_first_and_know_the_weekday():
    for seed in range(80):
        indonesian, japanese = SLOTS["slash_date"](random.Random(seed))
        if not (match := re.search(r"\((\d+)/(\d+)/(\d{4})\)", indonesian)):
            continue
        day, month, year = map(int, match.groups())
        weekday = "月火水木金土日"[datetime.date(year, month, day).weekday()]
        assert japanese == f"{year}年{month}月{day}日({weekday})"


@pytest.mark.parametrize("name", ["email", "web", "phone", "code"])
def test_addresses_are_copied(name):
    for seed in range(40):
        indonesian, japanese = SLOTS[name](random.Random(seed))
        assert indonesian == japanese


def test_word_lists_pair_word_with_word_in_order():
    words = [(f"kata{i}", f"語{i}") for i in range(9)]
    for seed in range(30):
        pair = word_list(words, random.Random(seed))
        left, right = pair.indonesian.split(", "), pair.japanese.split("、")
        assert 1 <= len(left) <= 6
        assert set(zip(left, right, strict=True)) <= set(words)


def test_generated_pairs_are_templates_and_glossary_words():
    make = generator([TermPair(("izin usaha",), ("事業許可",), "x")])
    origins = {make(random.Random(seed)).origin for seed in range(50)}
    assert origins == {"template", "words"}


@pytest.mark.parametrize("name", ["words", "world", "names_id", "places_id", "posts", "ministries"])
def test_word_tables_name_every_word_once_with_both_languages(name):
    rows = table(name)
    assert len({indonesian for indonesian, _ in rows}) == len(rows)
    assert all(left.strip() == left and right.strip() == right and right for left, right in rows)
