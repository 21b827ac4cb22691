from glossary.bundled import bundled_glossary
from glossary.matching import Matcher
from glossary.model import Lang


def test_the_bundled_glossary_is_read_once_and_named():
    glossary = bundled_glossary()
    assert glossary.name == "bundled"
    assert len(glossary.concepts) > 1000
    assert bundled_glossary() is glossary


def test_every_concept_is_found_in_its_own_forms():
    glossary = bundled_glossary()
    matcher = Matcher(glossary)
    for lang in Lang:
        for concept in glossary.concepts:
            for form in concept.usable(lang):
                report = matcher.find(form, lang)
                found = [*report.matches, *(item.match for item in report.skipped)]
                assert any(concept in match.concepts for match in found), form
