// As much work as it is told to do: each thread makes so many rounds of an xorshift generator, each of which needs the one before, so that
// time grows with the rounds and with nothing else.
inline __device__ unsigned shifted(unsigned x, int rounds) {
    for (int round = 0; round < rounds; round++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    return x;
}

extern "C" __global__ void rounds(unsigned* out, int rounds, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = shifted(i + 1, rounds);
}

// The same by whoever is there, to check it with.
extern "C" __global__ void rounds_simple(unsigned* out, int rounds, int n) {
    int step = gridDim.x * blockDim.x;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) out[i] = shifted(i + 1, rounds);
}
