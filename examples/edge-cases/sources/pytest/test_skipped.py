import pytest


@pytest.mark.skip(reason="not today")
def test_skipped(benchmark):
    benchmark(sum, range(10))
