// One partial sum per block of 256 threads; the host adds the few that remain.

extern "C" __global__ void sum_f32(const float* a, float* partial, long long n) {
    __shared__ float sums[256];
    float sum = 0;
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x)
        sum += a[i];
    sums[threadIdx.x] = sum;
    __syncthreads();
    for (unsigned width = 128; width > 0; width /= 2) {
        if (threadIdx.x < width) sums[threadIdx.x] += sums[threadIdx.x + width];
        __syncthreads();
    }
    if (threadIdx.x == 0) partial[blockIdx.x] = sums[0];
}
