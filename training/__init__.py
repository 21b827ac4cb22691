"""The recipe of the embedded model: base weights, vocabulary, fine-tuning, export."""
