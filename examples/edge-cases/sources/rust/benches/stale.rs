use std::time::Duration;

use criterion::{criterion_group, criterion_main, Criterion};

/// The recording script runs it a second time with STAYS_ONLY set: `goes` is gone then.
fn stale(c: &mut Criterion) {
    let slower = std::env::var_os("STAYS_ONLY").is_some();
    let mut group = c.benchmark_group("stale");
    group.bench_function("stays", |b| {
        b.iter(|| edge::sum(if slower { 300 } else { 200 }))
    });
    if !slower {
        group.bench_function("goes", |b| b.iter(|| edge::sum(100)));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(100));
    targets = stale
}
criterion_main!(benches);
