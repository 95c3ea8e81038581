window.BENCHMARK_DATA = {
  "lastUpdate": 1709629500000,
  "repoUrl": "https://github.com/ada/wordindex",
  "entries": {
    "Rust": [
      {
        "commit": {
          "author": {"email": "ada@example.com", "name": "Ada Example", "username": "ada"},
          "committer": {"email": "noreply@github.com", "name": "GitHub", "username": "web-flow"},
          "distinct": true,
          "id": "0101010101010101010101010101010101010101",
          "message": "Index words\n\nSigned-off-by: Ada Example <ada@example.com>",
          "timestamp": "2024-03-01T10:00:00+01:00",
          "tree_id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "url": "https://github.com/ada/wordindex/commit/0101010101010101010101010101010101010101"
        },
        "date": 1709283900000,
        "tool": "cargo",
        "benches": [
          {"name": "tokenize::long", "value": 37174, "range": "± 7527", "unit": "ns/iter"},
          {"name": "search", "value": 1204, "range": "± 31", "unit": "ns/iter"}
        ]
      },
      {
        "commit": {
          "author": {"email": "ada@example.com", "name": "Ada Example", "username": "ada"},
          "id": "0202020202020202020202020202020202020202",
          "message": "Search faster",
          "timestamp": "2024-03-02T10:00:00+01:00",
          "url": "https://github.com/ada/wordindex/commit/0202020202020202020202020202020202020202"
        },
        "date": 1709370300000,
        "tool": "cargo",
        "benches": [
          {"name": "tokenize::long", "value": 37201, "range": "± 7100", "unit": "ns/iter"},
          {"name": "search", "value": 998, "range": "± 20", "unit": "ns/iter"}
        ]
      },
      {
        "commit": {
          "author": {"email": "ada@example.com", "name": "Ada Example", "username": "ada"},
          "id": "0202020202020202020202020202020202020202",
          "message": "Search faster",
          "timestamp": "2024-03-02T10:00:00+01:00",
          "url": "https://github.com/ada/wordindex/commit/0202020202020202020202020202020202020202"
        },
        "date": 1709373900000,
        "tool": "cargo",
        "benches": [
          {"name": "tokenize::long", "value": 37150, "range": "± 7000", "unit": "ns/iter"},
          {"name": "search", "value": 1001, "range": "± 22", "unit": "ns/iter"}
        ]
      },
      {
        "commit": {
          "author": {"name": "bob", "username": "bob"},
          "id": "0909090909090909090909090909090909090909",
          "message": "Try a trie",
          "timestamp": "2024-03-03T08:00:00Z",
          "url": "https://github.com/ada/wordindex/pull/7/commits/0909090909090909090909090909090909090909"
        },
        "date": 1709456400000,
        "tool": "cargo",
        "benches": [
          {"name": "tokenize::long", "value": 51000, "range": "± 900", "unit": "ns/iter"},
          {"name": "search", "value": null, "unit": "ns/iter"}
        ]
      },
      {
        "commit": {
          "author": {"email": "ada@example.com", "name": "Ada Example", "username": "ada"},
          "id": "0303030303030303030303030303030303030303",
          "message": "Tidy up",
          "timestamp": "2024-03-04T10:00:00+01:00",
          "url": "https://github.com/ada/wordindex/commit/0303030303030303030303030303030303030303"
        },
        "date": 1709543100000,
        "tool": "cargo",
        "benches": [
          {"name": "tokenize::long", "value": 37180, "range": "± 7300", "unit": "ns/iter"},
          {"name": "search", "value": 1003, "range": "± 18", "unit": "ns/iter"}
        ]
      }
    ]
  }
}
