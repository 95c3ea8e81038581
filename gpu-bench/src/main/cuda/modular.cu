// Arithmetic of homomorphic encryption: residues of 64 bits below a prime p < 2^62.

typedef unsigned long long u64;

// Montgomery product a * b / 2^64 mod p; negated is -1/p mod 2^64.
extern "C" __global__ void modmul_u64(const u64* a, const u64* b, u64* c, u64 p, u64 negated, long long n) {
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x) {
        u64 low = a[i] * b[i];
        u64 high = __umul64hi(a[i], b[i]);
        u64 sum = high + __umul64hi(low * negated, p) + (low != 0);
        c[i] = sum >= p ? sum - p : sum;
    }
}

// One stage of a number-theoretic transform (Cooley-Tukey, in place, input in bit-reversed order) of many polynomials of n
// coefficients, one after the other; pairs is n / 2 times their count. Stage `half` pairs coefficients that far apart.
// The roots are powers of a primitive n-th root of unity, each with Shoup's quotient floor(root * 2^64 / p).
extern "C" __global__ void ntt_stage_u64(
        u64* values, const u64* roots, const u64* quotients, u64 p, int n, int half, long long pairs) {
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < pairs;
         i += (long long)gridDim.x * blockDim.x) {
        int inside = (int)(i % (n / 2));
        int offset = inside % half;
        long long even = i / (n / 2) * n + (long long)(inside / half) * 2 * half + offset;
        int power = offset * (n / (2 * half));
        u64 odd = values[even + half];
        u64 product = odd * roots[power] - __umul64hi(odd, quotients[power]) * p;
        if (product >= p) product -= p;
        u64 value = values[even];
        u64 sum = value + product;
        u64 difference = value + p - product;
        values[even] = sum >= p ? sum - p : sum;
        values[even + half] = difference >= p ? difference - p : difference;
    }
}
