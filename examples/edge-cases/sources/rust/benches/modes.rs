use std::time::Duration;

use criterion::{criterion_group, criterion_main, Criterion, SamplingMode, Throughput};

fn modes(c: &mut Criterion) {
    let mut group = c.benchmark_group("modes");
    group.sampling_mode(SamplingMode::Flat);
    group.bench_function("flat", |b| b.iter(|| edge::sum(1_000_000)));
    group.sampling_mode(SamplingMode::Linear);
    group.bench_function("linear", |b| b.iter(|| edge::sum(100)));
    group.sampling_mode(SamplingMode::Auto);
    group.throughput(Throughput::Elements(100));
    group.bench_function("elements", |b| b.iter(|| edge::sum(100)));
    group.throughput(Throughput::BytesDecimal(800));
    group.bench_function("bytes decimal", |b| b.iter(|| edge::sum(100)));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(100));
    targets = modes
}
criterion_main!(benches);
