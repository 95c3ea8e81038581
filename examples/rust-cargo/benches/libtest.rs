#![feature(test)]
extern crate test;

use tallies::{crc32, Bloom, Histogram};
use test::{black_box, Bencher};

#[bench]
fn crc32_4k(b: &mut Bencher) {
    let bytes = vec![b'x'; 4096];
    b.bytes = bytes.len() as u64;
    b.iter(|| crc32(black_box(&bytes)));
}

#[bench]
fn histogram_quantile(b: &mut Bencher) {
    let mut h = Histogram::default();
    (0..1000).for_each(|value| h.record(value));
    b.iter(|| black_box(&h).quantile(0.9));
}

mod bloom {
    use super::*;

    #[bench]
    fn insert(b: &mut Bencher) {
        let mut bloom = Bloom::with_bits(1 << 16);
        b.iter(|| (0..1000).for_each(|key| bloom.insert(black_box(key))));
    }
}
