#![feature(test)]
extern crate test;

use test::Bencher;

#[bench]
fn passes(b: &mut Bencher) {
    b.iter(|| edge::sum(100));
}

#[bench]
fn panics(_: &mut Bencher) {
    panic!("no room left");
}
