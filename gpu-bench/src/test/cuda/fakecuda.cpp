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
static bool waiting;
static void __syncthreads() {
    waiting = true;
    swapcontext(running, &scheduler);
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
        for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) oneThread();
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
    // A thread that comes back without waiting at a barrier has returned.
    std::vector<char> ended(blockDim.x);
    for (unsigned left = blockDim.x; left > 0;) {
        for (unsigned t = 0; t < blockDim.x; t++) {
            if (ended[t]) continue;
            threadIdx.x = t;
            running = &threads[t];
            waiting = false;
            swapcontext(&scheduler, running);
            if (!waiting) {
                ended[t] = 1;
                left--;
            }
        }
    }
}

static double now() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

struct Event { double time; };
static size_t allocated;
static std::map<void*, size_t> sizes;
static const size_t MEMORY = (size_t)1 << 30;
enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, UNSUPPORTED_PTX = 222, NOT_FOUND = 500 };
#define API extern "C" __attribute__((visibility("default"))) int

// For a stand-in of NVML in the same folder: which process uses the device.
static void tellProcess() {
    Dl_info library;
    if (!dladdr((void*)tellProcess, &library)) return;
    std::string folder(library.dli_fname, strrchr(library.dli_fname, '/') + 1);
    if (FILE* file = fopen((folder + "pid").c_str(), "w")) {
        fprintf(file, "%d", getpid());
        fclose(file);
    }
}
API cuInit(unsigned) {
    tellProcess();
    if (planted("hang")) sleep(600);
    if (planted("crash-in-init")) abort();
    if (planted("garbage")) puts("\x01 not json {{{");
    return planted("no-device") ? NO_DEVICE : SUCCESS;
}
API cuDriverGetVersion(int* version) { *version = planted("old-driver") ? 11080 : 12040; return SUCCESS; }
API cuDeviceGetCount(int* count) { *count = 1; return SUCCESS; }
#ifndef WITHOUT_DEVICE_GET
API cuDeviceGet(int* device, int ordinal) { *device = ordinal; return ordinal == 0 ? SUCCESS : INVALID_VALUE; }
#endif
API cuDeviceGetName(char* name, int size, int) { snprintf(name, size, "Stand-in GPU"); return SUCCESS; }
API cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = MEMORY; return SUCCESS; }
API cuDeviceGetPCIBusId(char* id, int size, int) { snprintf(id, size, "0000:01:00.0"); return SUCCESS; }
API cuDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case 16: *value = 4; break;                                // multiprocessors
        case 38: *value = 1 << 16; break;                          // L2 cache
        case 75: *value = planted("old-gpu") ? 7 : 9; break;       // compute capability
        case 76: *value = 0; break;
        default: return INVALID_VALUE;
    }
    return SUCCESS;
}
API cuCtxCreate_v2(void** context, unsigned, int) { *context = context; return SUCCESS; }
API cuCtxDestroy_v2(void*) { return SUCCESS; }
API cuCtxSynchronize() { return SUCCESS; }
API cuStreamCreate(void** stream, unsigned) { *stream = stream; return SUCCESS; }
API cuStreamSynchronize(void*) { return SUCCESS; }
API cuMemGetInfo_v2(size_t* unused, size_t* total) { *unused = MEMORY - allocated; *total = MEMORY; return SUCCESS; }
API cuMemAlloc_v2(void** pointer, size_t bytes) {
    if (planted("out-of-memory") || allocated + bytes > MEMORY) return OUT_OF_MEMORY;
    // What is new is not zero, as on a device.
    *pointer = malloc(bytes);
    memset(*pointer, 0xa5, bytes);
    sizes[*pointer] = bytes;
    allocated += bytes;
    return SUCCESS;
}
API cuMemFree_v2(void* pointer) {
    if (!sizes.count(pointer)) return INVALID_VALUE;
    allocated -= sizes[pointer];
    sizes.erase(pointer);
    free(pointer);
    return SUCCESS;
}
API cuMemHostAlloc(void** pointer, size_t bytes, unsigned) { *pointer = malloc(bytes); return SUCCESS; }
API cuMemFreeHost(void* pointer) { free(pointer); return SUCCESS; }
API cuMemcpyHtoD_v2(void* to, const void* from, size_t bytes) { memcpy(to, from, bytes); return SUCCESS; }
API cuMemcpyDtoH_v2(void* to, const void* from, size_t bytes) { memcpy(to, from, bytes); return SUCCESS; }
API cuMemcpyHtoDAsync_v2(void* to, const void* from, size_t bytes, void*) { memcpy(to, from, bytes); return SUCCESS; }
API cuMemcpyDtoHAsync_v2(void* to, const void* from, size_t bytes, void*) { memcpy(to, from, bytes); return SUCCESS; }
API cuMemcpyDtoDAsync_v2(void* to, const void* from, size_t bytes, void*) { memcpy(to, from, bytes); return SUCCESS; }
API cuMemsetD8_v2(void* to, unsigned char value, size_t bytes) { memset(to, value, bytes); return SUCCESS; }
API cuMemsetD8Async(void* to, unsigned char value, size_t bytes, void*) { memset(to, value, bytes); return SUCCESS; }
API cuModuleLoadDataEx(void** module, const void* image, unsigned, int*, void**) {
    if (planted("ptx-rejected")) return UNSUPPORTED_PTX;
    *module = strdup((const char*)image);
    return SUCCESS;
}
API cuModuleUnload(void* module) { free(module); return SUCCESS; }
API cuModuleGetFunction(void** function, void* module, const char* name) {
    std::string entry = std::string(".entry ") + name + "(";
    if (!known.count(name) || !strstr((char*)module, entry.c_str())) return NOT_FOUND;
    *function = &known.at(name);
    return SUCCESS;
}
API cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned, void*, void** values, void**) {
    current = (Kernel*)function;
    arguments = values;
    if (bx > 1024 || by != 1 || bz != 1 || gz != 1) return INVALID_VALUE;
    if (planted("slow")) usleep(40000);
    if (planted("crash-in-gemm") && current == &known.at("gemm_f32")) abort();
    if (planted("hang-in-reduction") && current == &known.at("sum_f32")) sleep(600);
    if (planted("wrong-softmax") && current == &known.at("softmax_f32")) return SUCCESS;
    gridDim = {gx, gy, gz};
    blockDim = {bx, by, bz};
    threadIdx = {0, 0, 0};
    for (unsigned y = 0; y < gy; y++) {
        for (unsigned x = 0; x < gx; x++) {
            blockIdx = {x, y, 0};
            runBlock();
        }
    }
    return SUCCESS;
}
API cuEventCreate(void** event, unsigned) { *event = new Event(); return SUCCESS; }
API cuEventDestroy_v2(void* event) { delete (Event*)event; return SUCCESS; }
API cuEventRecord(void* event, void*) { ((Event*)event)->time = now(); return SUCCESS; }
API cuEventSynchronize(void*) { return SUCCESS; }
API cuEventElapsedTime(float* milliseconds, void* from, void* to) {
    *milliseconds = (float)(((Event*)to)->time - ((Event*)from)->time);
    return SUCCESS;
}
