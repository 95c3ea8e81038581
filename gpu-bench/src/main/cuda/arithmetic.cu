// Fused multiply-adds without memory: eight independent chains per thread hide the latency of each.

extern "C" __global__ void fma_f32(float* out, float factor, float summand, int rounds) {
    float chain[8];
#pragma unroll
    for (int c = 0; c < 8; c++) chain[c] = (float)(threadIdx.x + c);
    for (int round = 0; round < rounds; round++) {
#pragma unroll
        for (int c = 0; c < 8; c++) chain[c] = __fmaf_rn(chain[c], factor, summand);
    }
    float sum = 0;
#pragma unroll
    for (int c = 0; c < 8; c++) sum += chain[c];
    out[(long long)blockIdx.x * blockDim.x + threadIdx.x] = sum;
}

extern "C" __global__ void fma_f64(double* out, double factor, double summand, int rounds) {
    double chain[8];
#pragma unroll
    for (int c = 0; c < 8; c++) chain[c] = (double)(threadIdx.x + c);
    for (int round = 0; round < rounds; round++) {
#pragma unroll
        for (int c = 0; c < 8; c++) chain[c] = __fma_rn(chain[c], factor, summand);
    }
    double sum = 0;
#pragma unroll
    for (int c = 0; c < 8; c++) sum += chain[c];
    out[(long long)blockIdx.x * blockDim.x + threadIdx.x] = sum;
}
