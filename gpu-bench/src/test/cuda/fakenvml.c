// A stand-in for libnvidia-ml.so.1 of driver 525: it lacks nvmlDeviceGetCurrentClocksEventReasons. Process: FAKE_NVML_PID file.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct { unsigned pid; uint64_t bytes; unsigned instance, computeInstance; } Process;

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
int nvmlDeviceGetCurrentClocksThrottleReasons(void* device, unsigned long long* reasons) { *reasons = 0x40; return 0; }
// More than fit at first, as on a busy machine; all but three of memory that is not known.
int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count, Process* processes) {
    unsigned space = *count;
    *count = 100;
    if (space < 100) return 7;
    for (unsigned i = 0; i < 100; i++) processes[i] = (Process){1000000 + i, UINT64_MAX, 0, 0};
    for (unsigned i = 97; i < 100; i++) processes[i].bytes = (uint64_t)(i - 96) << 30;
    return 0;
}
