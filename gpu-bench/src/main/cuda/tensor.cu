// Matrix products by tensor cores, 16 bits in and sums in 32. One instruction multiplies 16 x 16 by 16 x 16; where its numbers
// lie among a warp's registers is the device's own affair. The stand-in for the driver brings these four steps itself.

typedef unsigned short half;

#ifdef __CUDACC__
static __device__ unsigned shared(const half* tile) { return (unsigned)__cvta_generic_to_shared(tile); }
// Row-major.
static __device__ void loadLeft(unsigned (&tile)[8], const half* from, int stride) {
    asm volatile("wmma.load.a.sync.aligned.row.m16n16k16.shared.f16 {%0, %1, %2, %3, %4, %5, %6, %7}, [%8], %9;"
                 : "=r"(tile[0]), "=r"(tile[1]), "=r"(tile[2]), "=r"(tile[3]), "=r"(tile[4]), "=r"(tile[5]), "=r"(tile[6]),
                   "=r"(tile[7])
                 : "r"(shared(from)), "r"(stride)
                 : "memory");
}
// Column-major.
static __device__ void loadRight(unsigned (&tile)[8], const half* from, int stride) {
    asm volatile("wmma.load.b.sync.aligned.col.m16n16k16.shared.f16 {%0, %1, %2, %3, %4, %5, %6, %7}, [%8], %9;"
                 : "=r"(tile[0]), "=r"(tile[1]), "=r"(tile[2]), "=r"(tile[3]), "=r"(tile[4]), "=r"(tile[5]), "=r"(tile[6]),
                   "=r"(tile[7])
                 : "r"(shared(from)), "r"(stride)
                 : "memory");
}
static __device__ void multiplyAdd(float (&sums)[8], const unsigned (&a)[8], const unsigned (&b)[8]) {
    asm volatile("wmma.mma.sync.aligned.row.col.m16n16k16.f32.f32 {%0, %1, %2, %3, %4, %5, %6, %7}, "
                 "{%8, %9, %10, %11, %12, %13, %14, %15}, {%16, %17, %18, %19, %20, %21, %22, %23}, "
                 "{%0, %1, %2, %3, %4, %5, %6, %7};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3]), "+f"(sums[4]), "+f"(sums[5]), "+f"(sums[6]),
                   "+f"(sums[7])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(a[4]), "r"(a[5]), "r"(a[6]), "r"(a[7]), "r"(b[0]),
                   "r"(b[1]), "r"(b[2]), "r"(b[3]), "r"(b[4]), "r"(b[5]), "r"(b[6]), "r"(b[7]));
}
// Row-major.
static __device__ void store(float* to, const float (&sums)[8], int stride) {
    asm volatile("wmma.store.d.sync.aligned.row.m16n16k16.f32 [%0], {%1, %2, %3, %4, %5, %6, %7, %8}, %9;"
                 :
                 : "l"(to), "f"(sums[0]), "f"(sums[1]), "f"(sums[2]), "f"(sums[3]), "f"(sums[4]), "f"(sums[5]),
                   "f"(sums[6]), "f"(sums[7]), "r"(stride)
                 : "memory");
}
#endif

// The instruction alone, in registers: four independent chains per warp. a is row-major, b column-major; a block of 256 threads.
extern "C" __global__ void tensor_f16(const half* a, const half* b, float* out, int rounds) {
    __shared__ __align__(32) half left[256];
    __shared__ __align__(32) half right[256];
    left[threadIdx.x] = a[threadIdx.x];
    right[threadIdx.x] = b[threadIdx.x];
    __syncthreads();
    unsigned tileA[8], tileB[8];
    loadLeft(tileA, left, 16);
    loadRight(tileB, right, 16);
    float chains[4][8] = {};
    for (int round = 0; round < rounds; round++) {
#pragma unroll
        for (int c = 0; c < 4; c++) multiplyAdd(chains[c], tileA, tileB);
    }
    float sums[8];
#pragma unroll
    for (int i = 0; i < 8; i++) sums[i] = chains[0][i] + chains[1][i] + chains[2][i] + chains[3][i];
    store(out + ((long long)blockIdx.x * 8 + threadIdx.x / 32) * 256, sums, 16);
}

// C = A * B, n a multiple of 128; A row-major, B column-major as a layer's weights often lie. A block of 256 threads makes a
// 128 x 128 tile of C, each of its eight warps 64 x 32 of it. A check of the device's health: far from what cuBLAS reaches.
extern "C" __global__ void gemm_f16(const half* a, const half* b, float* c, int n) {
    // Rows of 32 numbers, and 8 more so that they start in different banks.
    __shared__ __align__(32) half tileA[128 * 40];
    __shared__ __align__(32) half tileB[128 * 40];
    int row = threadIdx.x / 32 / 4 * 64;
    int column = threadIdx.x / 32 % 4 * 32;
    float sums[4][2][8] = {};
    for (int start = 0; start < n; start += 32) {
        // Eight numbers at a time.
        for (int i = threadIdx.x; i < 128 * 4; i += 256) {
            int line = i / 4;
            int offset = i % 4 * 8;
            const half* nextA = a + (long long)(blockIdx.y * 128 + line) * n + start + offset;
            const half* nextB = b + (long long)(blockIdx.x * 128 + line) * n + start + offset;
            *(uint4*)&tileA[line * 40 + offset] = *(const uint4*)nextA;
            *(uint4*)&tileB[line * 40 + offset] = *(const uint4*)nextB;
        }
        __syncthreads();
#pragma unroll
        for (int k = 0; k < 32; k += 16) {
            unsigned left[4][8], right[2][8];
#pragma unroll
            for (int y = 0; y < 4; y++) loadLeft(left[y], &tileA[(row + 16 * y) * 40 + k], 40);
#pragma unroll
            for (int x = 0; x < 2; x++) loadRight(right[x], &tileB[(column + 16 * x) * 40 + k], 40);
#pragma unroll
            for (int y = 0; y < 4; y++)
#pragma unroll
                for (int x = 0; x < 2; x++) multiplyAdd(sums[y][x], left[y], right[x]);
        }
        __syncthreads();
    }
#pragma unroll
    for (int y = 0; y < 4; y++)
#pragma unroll
        for (int x = 0; x < 2; x++)
            store(c + (long long)(blockIdx.y * 128 + row + 16 * y) * n + blockIdx.x * 128 + column + 16 * x,
                  sums[y][x], n);
}
