"""Look at the words of an answer: in a plainer form, the texts of options in it, words of all languages.

Input: a text, and a place in it. Output: where what is looked for ends there.
"""
