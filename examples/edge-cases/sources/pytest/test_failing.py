def test_fails_before(benchmark):
    assert benchmark is None


def test_fails_within(benchmark):
    benchmark(lambda: 1 // 0)


def test_fails_after(benchmark):
    assert benchmark(sum, range(10)) == 0


def test_passes(benchmark):
    benchmark(sum, range(10))
