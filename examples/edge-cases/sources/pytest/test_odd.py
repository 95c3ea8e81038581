import time

import pytest


class Opaque:
    """Not serialisable, and its text differs from run to run unless it has its own repr."""

    def __repr__(self):
        return "<Opaque>"


@pytest.mark.parametrize("thing", [Opaque(), print, {1, 2}], ids=["object", "function", "set"])
def test_unserialisable(benchmark, thing):
    benchmark(str, thing)


@pytest.mark.parametrize("text", ["größer", "a b/c", "a::b", "[x]", ""])
def test_ids(benchmark, text):
    benchmark(text.upper)


@pytest.mark.parametrize(("x", "y"), [(1, None), (0.5, True)])
@pytest.mark.benchmark(group="zwei Größen", timer=time.process_time)
def test_two_parameters(benchmark, x, y):
    benchmark.extra_info["note"] = {"Größe": [x, y]}
    benchmark(hash, x)
