window.BENCHMARK_DATA = {
  "lastUpdate": 1709629500000,
  "repoUrl": "https://github.com/ada/wordindex",
  "entries": {
    "Python": [
      {
        "commit": {"id": "0101010101010101010101010101010101010101", "timestamp": "2024-03-01T09:00:00Z", "message": "One", "author": {"name": "Ada"}},
        "date": 1709283900000,
        "tool": "pytest",
        "benches": [
          {"name": "tests/bench_tokens.py::test_tokenize[long]", "value": 125.5, "unit": "iter/sec", "range": "stddev: 0.00012", "extra": "mean: 7.968127490039841 msec\nrounds: 120"}
        ]
      }
    ],
    "Java": [
      {
        "commit": {"id": "0101010101010101010101010101010101010101", "timestamp": "2024-03-01T09:00:00Z", "message": "One", "author": {"name": "Ada"}},
        "date": 1709284200000,
        "tool": "jmh",
        "benches": [
          {"name": "org.example.Sort.quick ( {\"size\":\"100\",\"order\":\"random\"} )", "value": 812.5, "unit": "ns/op", "extra": "iterations: 5\nforks: 3\nthreads: 4"},
          {"name": "org.example.Sort.rate", "value": 91.25, "unit": "ops/ms", "extra": "iterations: 5\nforks: 3\nthreads: 1"}
        ]
      }
    ],
    "Go": [
      {
        "commit": {"id": "0202020202020202020202020202020202020202", "timestamp": "2024-03-02T09:00:00Z", "message": "Two", "author": {"name": "Ada"}},
        "date": 1709370300000,
        "tool": "go",
        "benches": [
          {"name": "BenchmarkFib", "value": 41653, "unit": "ns/op\t     536 B/op\t      12 allocs/op", "extra": "30000 times\n8 procs"},
          {"name": "BenchmarkFib - ns/op", "value": 41653, "unit": "ns/op", "extra": "30000 times\n8 procs"},
          {"name": "BenchmarkFib - B/op", "value": 536, "unit": "B/op", "extra": "30000 times\n8 procs"},
          {"name": "BenchmarkFib - allocs/op", "value": 12, "unit": "allocs/op", "extra": "30000 times\n8 procs"}
        ]
      }
    ],
    "Size": [
      {
        "commit": {"id": "0202020202020202020202020202020202020202", "timestamp": "2024-03-02T09:00:00Z", "message": "Two", "author": {"name": "Ada"}},
        "date": 1709370600000,
        "tool": "customSmallerIsBetter",
        "benches": [
          {"name": "jar", "value": 3.5, "unit": "MiB"},
          {"name": "warnings", "value": 17, "unit": "findings"}
        ]
      },
      {
        "commit": {"id": "0303030303030303030303030303030303030303", "timestamp": "2024-03-03T09:00:00Z", "message": "Three", "author": {"name": "Ada"}},
        "date": 1709456700000,
        "tool": "customBiggerIsBetter",
        "benches": [
          {"name": "coverage", "value": 81.5, "unit": "%"}
        ]
      }
    ]
  }
}
