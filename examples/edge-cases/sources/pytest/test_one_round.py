import time


def test_one_round(benchmark):
    benchmark.pedantic(time.sleep, args=(0.01,), rounds=1)


def test_one_round_of_many(benchmark):
    benchmark.pedantic(sum, args=(range(100),), rounds=1, iterations=1000)


def test_two_rounds(benchmark):
    benchmark.pedantic(time.sleep, args=(0.01,), rounds=2)
