"""A small in-memory full-text index."""

from wordindex.cache import LruCache
from wordindex.index import Index
from wordindex.tokens import tokenize

__all__ = ["Index", "LruCache", "tokenize"]
