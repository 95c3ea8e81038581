use std::time::Duration;

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};

fn ids(c: &mut Criterion) {
    for id in [
        "with spaces in it",
        "with/slashes/in/it",
        "größer als 日本",
        "a:b*c?d\"e<f>g|h\\i",
        "exactly_23_characters_x",
        "exactly_24_characters_xy",
        "more_than_64_characters_are_cut_in_the_name_of_the_folder_but_not_in_the_id_one",
        "more_than_64_characters_are_cut_in_the_name_of_the_folder_but_not_in_the_id_two",
    ] {
        c.bench_function(id, |b| b.iter(|| edge::sum(100)));
    }
    let mut group = c.benchmark_group("a group/with a slash");
    group.bench_function(BenchmarkId::new("fn name", "param / 1"), |b| {
        b.iter(|| edge::sum(100))
    });
    group.bench_function(BenchmarkId::from_parameter("only parameter"), |b| {
        b.iter(|| edge::sum(100))
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(100));
    targets = ids
}
criterion_main!(benches);
