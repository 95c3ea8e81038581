// softmax(Q K^T / 8) V of each head, as in attention, without the matrix of scores: rows of 64 numbers, a thread per query, keys and
// values in tiles of 32. Length is a multiple of 64. In 32 bits and without tensor cores: a proxy that runs anywhere.

extern "C" __global__ void attention_f32(const float* q, const float* k, const float* v, float* out, int length) {
    // Read four at a time: all threads want the same ones, and one instruction serves four products.
    __shared__ float4 keys[32][16];
    __shared__ float4 values[32][16];
    long long head = (long long)blockIdx.y * length * 64;
    long long own = head + ((long long)blockIdx.x * 64 + threadIdx.x) * 64;
    float query[64];
    float sums[64];
#pragma unroll
    for (int d = 0; d < 64; d++) {
        query[d] = q[own + d] * 0.125f;
        sums[d] = 0;
    }
    float largest = -3.0e38f;
    float total = 0;
    for (int start = 0; start < length; start += 32) {
        const float4* nextKeys = (const float4*)(k + head + (long long)start * 64);
        const float4* nextValues = (const float4*)(v + head + (long long)start * 64);
        for (int i = threadIdx.x; i < 32 * 16; i += 64) {
            keys[i / 16][i % 16] = nextKeys[i];
            values[i / 16][i % 16] = nextValues[i];
        }
        __syncthreads();
        for (int key = 0; key < 32; key++) {
            float parts[4] = {};
#pragma unroll
            for (int d = 0; d < 16; d++) {
                float4 four = keys[key][d];
                parts[0] += query[4 * d] * four.x;
                parts[1] += query[4 * d + 1] * four.y;
                parts[2] += query[4 * d + 2] * four.z;
                parts[3] += query[4 * d + 3] * four.w;
            }
            float score = parts[0] + parts[1] + (parts[2] + parts[3]);
            // What was summed so far is of a smaller largest score; seldom, after the first keys.
            if (score > largest) {
                float shrinkage = expf(largest - score);
                total *= shrinkage;
#pragma unroll
                for (int d = 0; d < 64; d++) sums[d] *= shrinkage;
                largest = score;
            }
            float weight = expf(score - largest);
            total += weight;
#pragma unroll
            for (int d = 0; d < 16; d++) {
                float4 four = values[key][d];
                sums[4 * d] += weight * four.x;
                sums[4 * d + 1] += weight * four.y;
                sums[4 * d + 2] += weight * four.z;
                sums[4 * d + 3] += weight * four.w;
            }
        }
        __syncthreads();
    }
#pragma unroll
    for (int d = 0; d < 64; d++) out[own + d] = sums[d] / total;
}
