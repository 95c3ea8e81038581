#![feature(test)]
extern crate test;

mod größe {
    mod inner {
        #[bench]
        fn sum_10(b: &mut test::Bencher) {
            b.iter(|| edge::sum(10));
        }
    }
}

#[bench]
fn sum_10(b: &mut test::Bencher) {
    b.iter(|| edge::sum(10));
}

#[bench]
fn slow(b: &mut test::Bencher) {
    b.iter(|| edge::sum(3_000_000));
}
