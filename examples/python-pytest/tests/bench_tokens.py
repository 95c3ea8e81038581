import pytest
from conftest import make_text

from wordindex import tokenize


@pytest.mark.benchmark(group="tokenize")
@pytest.mark.parametrize("words", [100, 2000], ids=["short", "long"])
def test_tokenize(benchmark, words):
    text = make_text(words, seed=1)
    benchmark.extra_info["characters"] = len(text)
    assert len(benchmark(tokenize, text)) == words
