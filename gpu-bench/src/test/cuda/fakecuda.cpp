// A stand-in for libcuda.so.1: memory is the host's, and kernels are the suite's own sources, compiled as C++ and run thread
// after thread, by a thread that takes what is enqueued, as a device does. Threads of a block that wait for each other are
// coroutines. FAKE_CUDA plants failures.
#include <dlfcn.h>
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

static bool planted(const char* failure) {
    const char* wish = getenv("FAKE_CUDA");
    return wish && !strcmp(wish, failure);
}

struct Position { unsigned x, y, z; };
static Position blockIdx, threadIdx, blockDim, gridDim;

#define __global__ __attribute__((visibility("default")))
#define __device__ static
#define __shared__ static
#define __align__(bytes) __attribute__((aligned(bytes)))
struct __attribute__((may_alias, aligned(16))) float4 { float x, y, z, w; };
struct __attribute__((may_alias, aligned(16))) uint4 { unsigned x, y, z, w; };
static float __fmaf_rn(float a, float b, float c) { return fmaf(a, b, c); }
static double __fma_rn(double a, double b, double c) { return fma(a, b, c); }
static unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}
// Jumps between the stacks of threads cost nanoseconds; swapcontext asks the kernel for its signals each time.
static jmp_buf scheduler;
static jmp_buf* running;
static bool waiting;
static void __syncthreads() {
    waiting = true;
    if (!_setjmp(*running)) _longjmp(scheduler, 1);
}
static unsigned long long lastTime;
static unsigned long long nanoseconds() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return lastTime = time.tv_sec * 1000000000ull + time.tv_nsec;
}
// Of four multiprocessors, as of a part of a larger device. Nothing promises a block to the first.
static unsigned multiprocessor() { return 5; }
// At the highest clock a cycle takes a nanosecond. Counted at the time that was last asked for: a busy machine may stop this thread
// between the two.
static double clockShare = 1;
static long long clock64() {
    static unsigned long long counted = lastTime;
    static double cycles = 1;
    cycles += (lastTime - counted) * clockShare;
    counted = lastTime;
    return (long long)cycles;
}

// Tensor cores: each thread of a warp holds eight of the 256 numbers of a tile, as a device may order them; to multiply, all threads
// show theirs to their warp.
static float ofHalf(unsigned short half) {
    unsigned bits = (half & 0x8000u) << 16 | (half & 0x7fffu ? ((half & 0x7fffu) << 13) + (112u << 23) : 0);
    float value;
    memcpy(&value, &bits, 4);
    return value;
}
static int element(int number) { return threadIdx.x % 32 * 8 + number; }
static void load(unsigned (&tile)[8], const unsigned short* from, int stride) {
    for (int i = 0; i < 8; i++) {
        float value = ofHalf(from[element(i) / 16 * stride + element(i) % 16]);
        memcpy(&tile[i], &value, 4);
    }
}
static void loadLeft(unsigned (&tile)[8], const unsigned short* from, int stride) { load(tile, from, stride); }
static void loadRight(unsigned (&tile)[8], const unsigned short* from, int stride) { load(tile, from, stride); }
static void multiplyAdd(float (&sums)[8], const unsigned (&a)[8], const unsigned (&b)[8]) {
    static float shownA[32][256], shownB[32][256];
    int warp = threadIdx.x / 32;
    memcpy(&shownA[warp][element(0)], a, 32);
    memcpy(&shownB[warp][element(0)], b, 32);
    __syncthreads();
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 16; k++)
            sums[i] += shownA[warp][element(i) / 16 * 16 + k] * shownB[warp][element(i) % 16 * 16 + k];
    __syncthreads();
}
static void store(float* to, const float (&sums)[8], int stride) {
    for (int i = 0; i < 8; i++) to[(long long)(element(i) / 16) * stride + element(i) % 16] = sums[i];
}

namespace kernels {
#include "stream.cu"
#include "reduction.cu"
#include "arithmetic.cu"
#include "gemm.cu"
#include "modular.cu"
#include "softmax.cu"
#include "scatter.cu"
#include "timing.cu"
#include "tensor.cu"
#include "attention.cu"
#include "../../../../examples/gpu/saxpy.cu"
#include "../../../../examples/gpu/rounds.cu"
}

typedef std::function<void()> Task;
template <typename... A, size_t... I>
static Task bound(void (*kernel)(A...), void** values, std::index_sequence<I...>) {
    std::tuple<A...> copies(*(A*)values[I]...);
    return [=] { std::apply(kernel, copies); };
}
// A kernel with copies of its arguments, which may be gone when it runs.
template <typename... A>
static Task bound(void (*kernel)(A...), void** values) {
    return bound(kernel, values, std::index_sequence_for<A...>());
}
struct Kernel { Task (*bind)(void**); bool waits; };
#define KERNEL(name, waits) {#name, {[](void** values) { return bound(kernels::name, values); }, waits}}
static std::map<std::string, Kernel>& known = *new std::map<std::string, Kernel>{
    KERNEL(empty, false),         KERNEL(copy_f32, false),      KERNEL(scale_f32, false), KERNEL(add_f32, false),
    KERNEL(triad_f32, false),     KERNEL(triad_f64, false),     KERNEL(sum_f32, true),    KERNEL(fma_f32, false),
    KERNEL(fma_f64, false),       KERNEL(gemm_f32, true),       KERNEL(modmul_u64, false), KERNEL(ntt_stage_u64, false),
    KERNEL(softmax_f32, true),    KERNEL(scatter_f32, false),   KERNEL(block, false),     KERNEL(stamp, false),
    KERNEL(tick, false),
    KERNEL(tensor_f16, true),     KERNEL(gemm_f16, true),       KERNEL(attention_f32, true),
    KERNEL(saxpy, false),         KERNEL(saxpy_simple, false), KERNEL(rounds, false),       KERNEL(rounds_simple, false),
};

static const Task* current;
static void oneThread() { (*current)(); }
static void oneCoroutine() {
    oneThread();
    waiting = false;
    _longjmp(scheduler, 1);
}

static void runBlock(bool waits) {
    if (!waits) {
        for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) oneThread();
        return;
    }
    const size_t STACK = 32768;
    static std::vector<char> stacks(1024 * STACK);
    static std::vector<jmp_buf> places(1024);
    static std::vector<char> begun, ended;
    static unsigned t, left;
    begun.assign(blockDim.x, 0);
    ended.assign(blockDim.x, 0);
    for (left = blockDim.x; left > 0;) {
        for (t = 0; t < blockDim.x; t++) {
            if (ended[t]) continue;
            threadIdx.x = t;
            running = &places[t];
            if (!_setjmp(scheduler)) {
                if (begun[t]) _longjmp(places[t], 1);
                begun[t] = 1;
                ucontext_t start;
                getcontext(&start);
                start.uc_stack.ss_sp = &stacks[t * STACK];
                start.uc_stack.ss_size = STACK;
                makecontext(&start, oneCoroutine, 0);
                setcontext(&start);
            }
            // A thread that comes back without waiting at a barrier has returned.
            if (!waiting) {
                ended[t] = 1;
                left--;
            }
        }
    }
}

// The one stream. While a graph is recorded, what is enqueued goes there and does not run.
static std::mutex& lock = *new std::mutex;
static std::condition_variable& changed = *new std::condition_variable;
static std::deque<Task>& queue = *new std::deque<Task>;
static bool busy;
static std::vector<Task>* recording;
static bool recordingIsSpoilt;
static const size_t LONGEST_QUEUE = 1024;

static void work() {
    std::unique_lock<std::mutex> hold(lock);
    for (;;) {
        changed.wait(hold, [] { return !queue.empty(); });
        Task task = queue.front();
        queue.pop_front();
        busy = true;
        hold.unlock();
        task();
        hold.lock();
        busy = false;
        changed.notify_all();
    }
}
static void drain() {
    std::unique_lock<std::mutex> hold(lock);
    changed.wait(hold, [] { return queue.empty() && !busy; });
}
static int enqueue(Task task) {
    if (recording) {
        recording->push_back(task);
        return 0;
    }
    static bool started = (std::thread(work).detach(), true);
    (void)started;
    {
        std::unique_lock<std::mutex> hold(lock);
        changed.wait(hold, [] { return queue.size() < LONGEST_QUEUE; });
        queue.push_back(task);
        changed.notify_all();
    }
    // As with CUDA_LAUNCH_BLOCKING=1, and under some profilers.
    if (planted("waits-for-launches")) drain();
    return 0;
}

struct Event { unsigned long long time; };
struct Graph { std::vector<Task> tasks; };
static size_t allocated;
static std::map<void*, size_t>& sizes = *new std::map<void*, size_t>;
static const size_t MEMORY = (size_t)1 << 30;
enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, UNSUPPORTED_PTX = 222, NOT_FOUND = 500,
       NOT_SUPPORTED = 801, CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901 };
// What waits for the device cannot be part of a graph.
static int wait() {
    if (recording) {
        recordingIsSpoilt = true;
        return CAPTURE_UNSUPPORTED;
    }
    drain();
    return SUCCESS;
}
static int copyNow(void* to, const void* from, size_t bytes) {
    int waited = wait();
    if (waited == SUCCESS) memcpy(to, from, bytes);
    return waited;
}
static int copyLater(void* to, const void* from, size_t bytes) {
    return enqueue([=] { memcpy(to, from, bytes); });
}
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
        case 13: *value = 1000000; break;                          // highest clock in kHz
        case 16: *value = 4; break;                                // multiprocessors
        case 38: *value = 1 << 16; break;                          // L2 cache
        case 75: *value = planted("old-gpu") ? 7 : 9; break;       // compute capability
        case 76: *value = 0; break;
        case 115: *value = !planted("no-pools"); break;            // stream-ordered allocation
        default: return INVALID_VALUE;
    }
    return SUCCESS;
}
API cuCtxCreate_v2(void** context, unsigned, int) { *context = context; return SUCCESS; }
API cuCtxDestroy_v2(void*) { return SUCCESS; }
API cuCtxSynchronize() { return wait(); }
API cuStreamCreate(void** stream, unsigned) { *stream = stream; return SUCCESS; }
API cuStreamSynchronize(void*) { return wait(); }
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
    drain();
    allocated -= sizes[pointer];
    sizes.erase(pointer);
    free(pointer);
    return SUCCESS;
}
API cuMemAllocAsync(void** pointer, size_t bytes, void*) { return cuMemAlloc_v2(pointer, bytes); }
API cuMemFreeAsync(void* pointer, void*) {
    if (!sizes.count(pointer)) return INVALID_VALUE;
    allocated -= sizes[pointer];
    sizes.erase(pointer);
    return enqueue([=] { free(pointer); });
}
API cuMemHostAlloc(void** pointer, size_t bytes, unsigned) { *pointer = malloc(bytes); return SUCCESS; }
API cuMemHostGetDevicePointer_v2(void** device, void* host, unsigned) { *device = host; return SUCCESS; }
API cuMemFreeHost(void* pointer) { drain(); free(pointer); return SUCCESS; }
API cuMemcpyHtoD_v2(void* to, const void* from, size_t bytes) { return copyNow(to, from, bytes); }
API cuMemcpyDtoH_v2(void* to, const void* from, size_t bytes) { return copyNow(to, from, bytes); }
API cuMemcpyHtoDAsync_v2(void* to, const void* from, size_t bytes, void*) { return copyLater(to, from, bytes); }
API cuMemcpyDtoHAsync_v2(void* to, const void* from, size_t bytes, void*) { return copyLater(to, from, bytes); }
API cuMemcpyDtoDAsync_v2(void* to, const void* from, size_t bytes, void*) { return copyLater(to, from, bytes); }
API cuMemsetD8Async(void* to, unsigned char value, size_t bytes, void*) {
    return enqueue([=] { memset(to, value, bytes); });
}
API cuModuleLoadDataEx(void** module, const void* image, unsigned count, int* options, void** values) {
    if (planted("ptx-rejected")) {
        const char* log = "ptxas application ptx input, line 9; fatal   : Unsupported .version 9.9\nptxas fatal";
        size_t size = 0;
        for (unsigned i = 0; i < count; i++)
            if (options[i] == 6) size = (size_t)values[i];         // CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES
        for (unsigned i = 0; i < count; i++)
            if (options[i] == 5) snprintf((char*)values[i], size, "%s", log);
        return UNSUPPORTED_PTX;
    }
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
// The clock changes between samples. Two stamps belong to each; the first two are a rehearsal.
static void plantClock() {
    static int stamps = 0;
    int sample = stamps++ / 2 - 1;
    clock64();
    if (planted("throttled")) clockShare = 0.6;
    if (planted("throttled-at-first")) clockShare = sample < 2 ? 0.6 : 1;
    if (planted("throttled-in-batches")) clockShare = 1;
    if (planted("throttled-unsteadily")) clockShare = sample % 2 ? 0.6 : 0.4;
}
API cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned, void*, void** values, void**) {
    Kernel* kernel = (Kernel*)function;
    if (bx > 1024 || by != 1 || bz != 1 || gz != 1) return INVALID_VALUE;
    if (planted("slow-to-enqueue")) usleep(1000);
    Task body = kernel->bind(values);
    return enqueue([=] {
        if (planted("crash-in-gemm") && kernel == &known.at("gemm_f32")) abort();
        if (planted("hang-in-reduction") && kernel == &known.at("sum_f32")) sleep(600);
        if (planted("wrong-softmax") && kernel == &known.at("softmax_f32")) return;
        if (kernel == &known.at("stamp")) plantClock();
        else if (planted("slow") && kernel != &known.at("tick")) usleep(40000);
        current = &body;
        gridDim = {gx, gy, gz};
        blockDim = {bx, by, bz};
        threadIdx = {0, 0, 0};
        for (unsigned y = 0; y < gy; y++) {
            for (unsigned x = 0; x < gx; x++) {
                blockIdx = {x, y, 0};
                runBlock(kernel->waits);
            }
        }
    });
}
API cuStreamBeginCapture_v2(void*, int) {
    if (planted("no-graphs")) return NOT_SUPPORTED;
    recording = new std::vector<Task>();
    recordingIsSpoilt = false;
    return SUCCESS;
}
API cuStreamEndCapture(void*, void** graph) {
    *graph = recordingIsSpoilt ? nullptr : new Graph{*recording};
    delete recording;
    recording = nullptr;
    return recordingIsSpoilt ? CAPTURE_INVALIDATED : SUCCESS;
}
API cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
    *executable = new Graph(*(Graph*)graph);
    return SUCCESS;
}
API cuGraphDestroy(void* graph) { delete (Graph*)graph; return SUCCESS; }
API cuGraphExecDestroy(void* executable) { drain(); delete (Graph*)executable; return SUCCESS; }
API cuGraphLaunch(void* executable, void*) {
    return enqueue([=] {
        static int batch = 0;
        // From the stamp before to the one after. The first batch only brings the graph to the device.
        if (planted("throttled-in-batches") && (batch == 1 || batch == 2)) clockShare = 0.6;
        batch++;
        for (const Task& task : ((Graph*)executable)->tasks) task();
    });
}
API cuEventCreate(void** event, unsigned) { *event = new Event(); return SUCCESS; }
API cuEventDestroy_v2(void* event) { drain(); delete (Event*)event; return SUCCESS; }
API cuEventRecord(void* event, void*) {
    return enqueue([=] { ((Event*)event)->time = nanoseconds(); });
}
API cuEventSynchronize(void*) { return wait(); }
API cuEventElapsedTime(float* milliseconds, void* from, void* to) {
    *milliseconds = (float)((((Event*)to)->time - ((Event*)from)->time) / 1e6);
    return SUCCESS;
}
