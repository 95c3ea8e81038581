#![feature(test)]
extern crate test;

use edge::sum;
use test::Bencher;

#[bench]
fn sum_10(b: &mut Bencher) {
    b.iter(|| sum(10));
}

#[bench]
#[ignore]
fn ignored(b: &mut Bencher) {
    b.iter(|| sum(1_000_000));
}

#[bench]
fn bytes(b: &mut Bencher) {
    b.bytes = 1000;
    b.iter(|| sum(1000));
}

#[bench]
fn nothing_to_do(b: &mut Bencher) {
    b.iter(|| ());
}

#[bench]
fn never_iterates(_: &mut Bencher) {}

#[test]
fn a_test() {
    assert_eq!(sum(3), 3);
}
