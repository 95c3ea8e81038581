// A stand-in for libnvidia-ml.so.1 of driver 525: it lacks nvmlDeviceGetCurrentClocksEventReasons.
// Files beside the library tell it more: 'pid' the process that uses the GPU, 'reasons' those of its clocks, 'foreign' another process.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { unsigned pid; uint64_t bytes; unsigned instance, computeInstance; } Process;

// A number in a file beside the library; -1 if there is none.
static long beside(const char* name) {
    Dl_info library;
    char path[4096];
    if (!dladdr((void*)beside, &library)) return -1;
    snprintf(path, sizeof path, "%.*s%s", (int)(strrchr(library.dli_fname, '/') + 1 - library.dli_fname), library.dli_fname, name);
    FILE* file = fopen(path, "r");
    long number = -1;
    if (file && fscanf(file, "%li", &number) != 1) number = -1;
    if (file) fclose(file);
    return number;
}

int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char* text, unsigned size) { snprintf(text, size, "525.60.13"); return 0; }
int nvmlDeviceGetCount_v2(unsigned* count) { *count = 1; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) { *device = (void*)16; return index ? 2 : 0; }
int nvmlDeviceGetUUID(void* device, char* text, unsigned size) { snprintf(text, size, "GPU-1"); return 0; }
int nvmlDeviceGetName(void* device, char* text, unsigned size) { snprintf(text, size, "Stand-in GPU"); return 0; }
int nvmlDeviceGetMemoryInfo(void* device, uint64_t* memory) {
    memory[0] = 1ull << 34;
    memory[1] = (1ull << 34) - (5ull << 30);
    memory[2] = 5ull << 30;
    return device == (void*)16 ? 0 : 2;
}
int nvmlDeviceGetUtilizationRates(void* device, unsigned* rates) { rates[0] = 75; rates[1] = 50; return 0; }
int nvmlDeviceGetPowerUsage(void* device, unsigned* milliwatts) { *milliwatts = 200000; return 0; }
int nvmlDeviceGetCurrentClocksThrottleReasons(void* device, unsigned long long* reasons) {
    long told = beside("reasons");
    *reasons = told < 0 ? 0x40 : told;
    return 0;
}
typedef struct { char legacy[16]; unsigned domain, bus, device, vendor, subsystem; char address[32]; } Place;
int nvmlDeviceGetPciInfo_v3(void* device, Place* place) {
    snprintf(place->address, sizeof place->address, "00000000:01:00.0");
    return 0;
}
int nvmlDeviceGetClockInfo(void* device, int clock, unsigned* megahertz) {
    *megahertz = clock == 2 ? 2619 : 1410;
    return 0;
}
int nvmlDeviceGetMaxClockInfo(void* device, int clock, unsigned* megahertz) {
    *megahertz = clock == 2 ? 2619 : 1980;
    return 0;
}
int nvmlDeviceGetTemperature(void* device, int sensor, unsigned* celsius) { *celsius = 64; return sensor ? 2 : 0; }
int nvmlDeviceGetEnforcedPowerLimit(void* device, unsigned* milliwatts) { *milliwatts = 700000; return 0; }
int nvmlDeviceGetEccMode(void* device, int* current, int* pending) { *current = 1; *pending = 1; return 0; }
// As of a device that cannot be cut.
int nvmlDeviceGetMigMode(void* device, int* current, int* pending) { return 3; }
const char* nvmlErrorString(int error) { return error == 3 ? "Not Supported" : "Unknown Error"; }
// More than fit at first, as on a busy machine; all but three of memory that is not known.
int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count, Process* processes) {
    unsigned space = *count;
    long own = beside("pid");
    if (own >= 0) {
        long foreign = beside("foreign");
        *count = foreign < 0 ? 1 : 2;
        processes[0] = (Process){own, 300 << 20, 0, 0};
        processes[1] = (Process){foreign, 512 << 20, 0, 0};
        return 0;
    }
    *count = 100;
    if (space < 100) return 7;
    for (unsigned i = 0; i < 100; i++) processes[i] = (Process){1000000 + i, UINT64_MAX, 0, 0};
    for (unsigned i = 97; i < 100; i++) processes[i].bytes = (uint64_t)(i - 96) << 30;
    return 0;
}
