"""Spelling suggestions."""


def distance(a, b):
    """Single-letter edits (Levenshtein) that turn one word into the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def closest(word, words):
    """The most similar word, None where no word is near."""
    near = [w for w in words if abs(len(w) - len(word)) <= 2]
    return min(near, key=lambda w: (distance(word, w), w), default=None)
