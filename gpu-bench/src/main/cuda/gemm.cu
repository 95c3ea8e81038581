// C = A * B, row-major, n a multiple of 64. A block of 256 threads makes a 64 x 64 tile of C, each thread 4 x 4 of it.
// A check of the device's health that runs anywhere: it is far from what cuBLAS reaches.

extern "C" __global__ void gemm_f32(const float* a, const float* b, float* c, int n) {
    __shared__ float tileA[64][17];
    __shared__ float tileB[16][64];
    int row = threadIdx.x / 16;
    int column = threadIdx.x % 16;
    float sums[4][4] = {};
    for (int start = 0; start < n; start += 16) {
        for (int i = threadIdx.x; i < 64 * 16; i += 256) {
            tileA[i / 16][i % 16] = a[(long long)(blockIdx.y * 64 + i / 16) * n + start + i % 16];
            tileB[i / 64][i % 64] = b[(long long)(start + i / 64) * n + blockIdx.x * 64 + i % 64];
        }
        __syncthreads();
#pragma unroll
        for (int k = 0; k < 16; k++)
#pragma unroll
            for (int y = 0; y < 4; y++)
#pragma unroll
                for (int x = 0; x < 4; x++) sums[y][x] += tileA[row + 16 * y][k] * tileB[k][column + 16 * x];
        __syncthreads();
    }
#pragma unroll
    for (int y = 0; y < 4; y++)
#pragma unroll
        for (int x = 0; x < 4; x++)
            c[(long long)(blockIdx.y * 64 + row + 16 * y) * n + blockIdx.x * 64 + column + 16 * x] = sums[y][x];
}
