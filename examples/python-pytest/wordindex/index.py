"""The inverted index: word -> text -> how often."""

from wordindex.spelling import closest
from wordindex.tokens import tokenize


class Index:
    def __init__(self):
        self._texts = {}
        self._lengths = {}

    def add(self, name, text):
        words = tokenize(text)
        self._lengths[name] = len(words)
        for word in words:
            counts = self._texts.setdefault(word, {})
            counts[name] = counts.get(name, 0) + 1

    def search(self, query):
        """Names of the texts with all words of the query, best first."""
        scores = None
        for word in tokenize(query):
            counts = self._texts.get(word, {})
            if scores is None:
                scores = {n: c / self._lengths[n] for n, c in counts.items()}
            else:
                scores = {
                    n: s + counts[n] / self._lengths[n]
                    for n, s in scores.items()
                    if n in counts
                }
        if not scores:
            return []
        return sorted(scores, key=lambda n: (-scores[n], n))

    def suggest(self, word):
        """The indexed word that is spelled most like this one."""
        return closest(word.lower(), self._texts)
