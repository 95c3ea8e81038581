use std::hint::black_box;
use std::time::Duration;

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion, Throughput};
use tallies::{crc32, find, Bloom, Histogram};

fn text(len: usize) -> Vec<u8> {
    let mut seed = 1u32;
    let letter = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b'a' + (seed >> 24) as u8 % 26
    };
    std::iter::repeat_with(letter).take(len).collect()
}

fn checksums(c: &mut Criterion) {
    let mut group = c.benchmark_group("crc32");
    for len in [1024, 65536] {
        let bytes = text(len);
        group.throughput(Throughput::Bytes(len as u64));
        group.bench_with_input(BenchmarkId::from_parameter(len), &bytes, |b, bytes| {
            b.iter(|| crc32(black_box(bytes)))
        });
    }
    group.finish();
}

fn searches(c: &mut Criterion) {
    let haystack = text(16 * 1024);
    let needle = &haystack[haystack.len() - 16..];
    let mut group = c.benchmark_group("find");
    group.bench_function(BenchmarkId::new("naive", 16), |b| {
        b.iter(|| find::naive(black_box(&haystack), needle))
    });
    group.bench_function(BenchmarkId::new("horspool", 16), |b| {
        b.iter(|| find::horspool(black_box(&haystack), needle))
    });
    group.finish();
}

fn sets(c: &mut Criterion) {
    c.bench_function("bloom insert", |b| {
        let mut bloom = Bloom::with_bits(1 << 16);
        b.iter(|| (0..1000).for_each(|key| bloom.insert(black_box(key))))
    });
    c.bench_function("histogram", |b| {
        b.iter(|| {
            let mut h = Histogram::default();
            (0..10_000).for_each(|value| h.record(black_box(value)));
            h.quantile(0.9)
        })
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(600));
    targets = checksums, searches, sets
}
criterion_main!(benches);
