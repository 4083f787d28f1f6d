"""What is above the options: the stem of a question, its title, and the fields around it."""
