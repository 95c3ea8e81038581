from wordindex import LruCache


def test_lru_cache(benchmark):
    keys = [n * n % 97 for n in range(2000)]

    def run():
        cache = LruCache(64)
        for key in keys:
            cache.get(key, str)

    benchmark(run)
