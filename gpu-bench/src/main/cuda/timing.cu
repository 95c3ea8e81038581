// What a measurement itself needs of the device. The stand-in for the driver brings clocks of its own.

typedef unsigned long long u64;

#ifdef __CUDACC__
static __device__ u64 nanoseconds() {
    u64 now;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
    return now;
}
static __device__ unsigned multiprocessor() {
    unsigned number;
    asm volatile("mov.u32 %0, %%smid;" : "=r"(number));
    return number;
}
#endif

// Holds back all that is enqueued after it until the host opens, but at least and at most so many nanoseconds. Too late is 1 then.
extern "C" __global__ void block(const volatile int* open, volatile int* late, u64 least, u64 most) {
    u64 start = nanoseconds();
    for (;;) {
        u64 waited = nanoseconds() - start;
        if (waited >= least && *open) return;
        if (waited > most) {
            *late = 1;
            return;
        }
    }
}

// The device's time in nanoseconds beside the cycles of each multiprocessor. A block of one thread for each of them.
extern "C" __global__ void stamp(u64* stamps, unsigned multiprocessors) {
    unsigned number = multiprocessor();
    if (number >= multiprocessors) return;
    stamps[2 * number] = nanoseconds();
    stamps[2 * number + 1] = clock64();
}
