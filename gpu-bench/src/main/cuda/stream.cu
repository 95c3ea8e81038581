// Memory-bound kernels after STREAM (McCalpin): each element is read and written once, so that bytes moved are known.

#define FOR_EACH(i, n) \
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x)

extern "C" __global__ void empty() {}

extern "C" __global__ void copy_f32(const float* a, float* c, long long n) {
    FOR_EACH(i, n) c[i] = a[i];
}

extern "C" __global__ void scale_f32(const float* a, float* c, float factor, long long n) {
    FOR_EACH(i, n) c[i] = factor * a[i];
}

extern "C" __global__ void add_f32(const float* a, const float* b, float* c, long long n) {
    FOR_EACH(i, n) c[i] = a[i] + b[i];
}

extern "C" __global__ void triad_f32(const float* a, const float* b, float* c, float factor, long long n) {
    FOR_EACH(i, n) c[i] = a[i] + factor * b[i];
}

extern "C" __global__ void triad_f64(const double* a, const double* b, double* c, double factor, long long n) {
    FOR_EACH(i, n) c[i] = a[i] + factor * b[i];
}
