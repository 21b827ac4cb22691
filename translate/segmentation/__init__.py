"""The parts of `translate.segment`: lines and cells, sentence ends of each language, clauses."""
