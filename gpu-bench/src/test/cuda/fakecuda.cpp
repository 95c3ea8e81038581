// A stand-in for libcuda.so.1: memory is the host's, and kernels are the suite's own sources, compiled as C++ and run thread
// after thread. Threads of a block that wait for each other are coroutines. FAKE_CUDA plants failures.
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

struct Position { unsigned x, y, z; };
static Position blockIdx, threadIdx, blockDim, gridDim;

#define __global__ __attribute__((visibility("default")))
#define __device__ static
#define __shared__ static
static float __fmaf_rn(float a, float b, float c) { return fmaf(a, b, c); }
static double __fma_rn(double a, double b, double c) { return fma(a, b, c); }
static unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}
static ucontext_t scheduler;
static ucontext_t* running;
static void __syncthreads() {
    unsigned mine = threadIdx.x;
    swapcontext(running, &scheduler);
    threadIdx.x = mine;
}

namespace kernels {
#include "stream.cu"
#include "reduction.cu"
#include "arithmetic.cu"
#include "gemm.cu"
#include "modular.cu"
#include "softmax.cu"
#include "scatter.cu"
}

typedef void (*Body)(void**);
template <typename... A, size_t... I>
static void apply(void (*kernel)(A...), void** values, std::index_sequence<I...>) {
    kernel(*(A*)values[I]...);
}
template <typename... A>
static void apply(void (*kernel)(A...), void** values) {
    apply(kernel, values, std::index_sequence_for<A...>());
}
struct Kernel { Body body; bool waits; };
#define KERNEL(name, waits) {#name, {[](void** values) { apply(kernels::name, values); }, waits}}
static std::map<std::string, Kernel> known = {
    KERNEL(empty, false),         KERNEL(copy_f32, false),      KERNEL(scale_f32, false), KERNEL(add_f32, false),
    KERNEL(triad_f32, false),     KERNEL(triad_f64, false),     KERNEL(sum_f32, true),    KERNEL(fma_f32, false),
    KERNEL(fma_f64, false),       KERNEL(gemm_f32, true),       KERNEL(modmul_u64, false), KERNEL(ntt_stage_u64, false),
    KERNEL(softmax_f32, true),    KERNEL(scatter_f32, false),
};

static bool planted(const char* failure) {
    const char* wish = getenv("FAKE_CUDA");
    return wish && !strcmp(wish, failure);
}

static Kernel* current;
static void** arguments;
static void oneThread() { current->body(arguments); }

static void runBlock() {
    if (!current->waits) {
        for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) {
            unsigned mine = threadIdx.x;
            oneThread();
            threadIdx.x = mine;
        }
        return;
    }
    const size_t STACK = 32768;
    static std::vector<char> stacks(1024 * STACK);
    static std::vector<ucontext_t> threads(1024);
    for (unsigned t = 0; t < blockDim.x; t++) {
        getcontext(&threads[t]);
        threads[t].uc_stack.ss_sp = &stacks[t * STACK];
        threads[t].uc_stack.ss_size = STACK;
        threads[t].uc_link = &scheduler;
        makecontext(&threads[t], oneThread, 0);
    }
    // All threads meet at the same barriers, so that each round ends at one; `finished` is set by returning.
    static std::vector<char> done(1024);
    std::fill(done.begin(), done.end(), 0);
    unsigned left = blockDim.x;
    while (left > 0) {
        for (unsigned t = 0; t < blockDim.x; t++) {
            if (done[t]) continue;
            threadIdx.x = t;
            running = &threads[t];
            // uc_link resumes right here as well; a thread that has returned did not go through __syncthreads.
            volatile bool returned = true;
            static volatile bool* flag;
            flag = &returned;
            extern volatile bool waiting;
            waiting = false;
            swapcontext(&scheduler, &threads[t]);
            if (!waiting) { done[t] = 1; left--; }
        }
    }
}
