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

// The device's time in nanoseconds beside the cycles of each multiprocessor, by its number, of which there is room for so many. A
// block of one thread for each multiprocessor.
extern "C" __global__ void stamp(u64* stamps, unsigned numbers) {
    unsigned number = multiprocessor();
    if (number >= numbers) return;
    stamps[2 * number] = nanoseconds();
    stamps[2 * number + 1] = clock64();
}

// By how many nanoseconds the device's time advances at once.
extern "C" __global__ void tick(u64* step) {
    u64 smallest = ~0ull;
    u64 before = nanoseconds();
    for (int i = 0; i < 8; i++) {
        u64 after = nanoseconds();
        while (after == before) after = nanoseconds();
        // The first began somewhere between two.
        if (i > 0 && after - before < smallest) smallest = after - before;
        before = after;
    }
    *step = smallest;
}
