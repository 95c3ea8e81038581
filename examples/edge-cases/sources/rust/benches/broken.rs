#![feature(test)]
extern crate test;

#[bench]
fn does_not_build(b: &mut test::Bencher) {
    b.iter(|| edge::sum("ten"));
}
