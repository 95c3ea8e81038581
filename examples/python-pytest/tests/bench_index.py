import pytest

from wordindex import Index


def build(texts):
    index = Index()
    for name, text in texts.items():
        index.add(name, text)
    return index


@pytest.fixture(scope="module")
def index(texts):
    return build(texts)


class TestIndex:
    def test_build(self, benchmark, texts):
        benchmark(build, texts)

    def test_search(self, benchmark, index):
        benchmark(index.search, "ba mo")

    def test_suggest(self, benchmark, index):
        assert benchmark(index.suggest, "bacefoka")
