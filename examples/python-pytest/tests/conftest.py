"""What all tests share: generated texts, the same in every run."""

import random

import pytest

SYLLABLES = "ba ce di fo gu ha ke li mo nu pra sta tri vo".split()


def make_text(words, seed):
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(300)]
    return " ".join(rng.choices(vocabulary, k=words))


@pytest.fixture(scope="session")
def texts():
    return {f"text-{n}": make_text(120, seed=n) for n in range(40)}


def pytest_benchmark_update_machine_info(config, machine_info):
    """Results are published: they need not name the machine."""
    machine_info["node"] = "runner"
    machine_info["release"] = machine_info["release"].partition("-")[0]
