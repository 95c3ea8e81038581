"""A cache that forgets what was not asked for longest."""

from collections import OrderedDict


class LruCache:
    def __init__(self, size):
        self.size = size
        self._items = OrderedDict()

    def get(self, key, make):
        items = self._items
        if key in items:
            items.move_to_end(key)
            return items[key]
        value = items[key] = make(key)
        if len(items) > self.size:
            items.popitem(last=False)
        return value
