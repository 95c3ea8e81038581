"""Runs under every version of the plugin since 3.0."""

import pytest


def test_sum(benchmark):
    benchmark(sum, range(1000))


@pytest.mark.benchmark(group="sort")
@pytest.mark.parametrize("size", [10, 1000])
def test_sort(benchmark, size):
    if hasattr(benchmark, "extra_info"):  # since 3.1
        benchmark.extra_info["reversed"] = True
    benchmark(sorted, range(size, 0, -1))


class TestText:
    def test_join(self, benchmark):
        benchmark(", ".join, ["word"] * 1000)
