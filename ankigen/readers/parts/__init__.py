"""The parts of one question, from lines to fields."""
