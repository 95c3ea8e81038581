"""Texts to words."""

import re

_WORD = re.compile(r"\w+")
_STOP = frozenset("a an and are as at be by for in is it of on or the to".split())


def tokenize(text):
    """The words of a text in lower case, without the very common ones."""
    words = []
    for m in _WORD.finditer(text.lower()):
        word = m.group()
        if word not in _STOP:
            words.append(word)
    return words
