"""What is above the options: the stem with its title and fields, and what belongs below the options.

Input: a `Layout` and a `Segment`. Output: a `Draft` with the stem. `stem` reads the text and the fields around it,
`too_early` takes out what explains or answers, by its headings and folds, and `given_away` what mentions the answer.
"""
