// Softmax of each row, as in attention: a block of 256 threads per row.

__device__ float combined(float* values, float own, bool largest) {
    values[threadIdx.x] = own;
    __syncthreads();
    for (unsigned width = 128; width > 0; width /= 2) {
        if (threadIdx.x < width) {
            float other = values[threadIdx.x + width];
            values[threadIdx.x] = largest ? fmaxf(values[threadIdx.x], other) : values[threadIdx.x] + other;
        }
        __syncthreads();
    }
    float result = values[0];
    __syncthreads();
    return result;
}

extern "C" __global__ void softmax_f32(const float* in, float* out, int columns) {
    __shared__ float values[256];
    const float* row = in + (long long)blockIdx.x * columns;
    float* target = out + (long long)blockIdx.x * columns;
    float largest = -3.0e38f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) largest = fmaxf(largest, row[i]);
    largest = combined(values, largest, true);
    float sum = 0;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) sum += expf(row[i] - largest);
    sum = combined(values, sum, false);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) target[i] = expf(row[i] - largest) / sum;
}
