"""What several dialects share: parts of questions, from lines to fields."""
