from wordindex import Index, LruCache, tokenize
from wordindex.spelling import closest, distance


def test_tokenize():
    assert tokenize("The Cat, and the DOG") == ["cat", "dog"]


def test_search_ranks_by_density():
    index = Index()
    index.add("long", "cat dog dog dog")
    index.add("short", "cat dog")
    assert index.search("cat") == ["short", "long"]
    assert index.search("cat cow") == []


def test_spelling():
    assert distance("kitten", "sitting") == 3
    assert closest("dgo", ["cat", "dog", "elephant"]) == "dog"


def test_cache_forgets_the_oldest():
    cache = LruCache(2)
    for key in "aba":
        cache.get(key, str)
    cache.get("c", str)
    assert cache.get("a", lambda _: "made again") == "a"
    assert cache.get("b", lambda _: "made again") == "made again"
