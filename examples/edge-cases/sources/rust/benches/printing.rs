#![feature(test)]
extern crate test;

use test::Bencher;

#[bench]
fn prints_a_line(b: &mut Bencher) {
    println!("a line of the benchmark's own");
    b.iter(|| edge::sum(100));
}

#[bench]
fn prints_half_a_line(b: &mut Bencher) {
    print!("half a line ");
    b.iter(|| edge::sum(100));
}

#[bench]
fn prints_to_stderr(b: &mut Bencher) {
    eprintln!("test looks::like::one ... bench: 1 ns/iter (+/- 0)");
    b.iter(|| edge::sum(100));
}
