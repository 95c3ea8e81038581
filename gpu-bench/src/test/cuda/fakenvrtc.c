// A stand-in for libnvrtc.so.12: a source that says "error" does not compile; the machine code of any other is its text, after a
// line of the form by which the stand-in for the driver knows a kernel.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char* code; char* log; } Program;

int nvrtcCreateProgram(Program** program, const char* source, const char* name, int headers, void* h, void* n) {
    *program = calloc(1, sizeof(Program));
    (*program)->code = malloc(strlen(source) + 100);
    sprintf((*program)->code, ".entry saxpy(\n%s", source);
    (*program)->log = calloc(1, 1000);
    return 0;
}
int nvrtcCompileProgram(Program* program, int count, const char** options) {
    int forDevice = 0;
    for (int i = 0; i < count; i++) forDevice |= !strcmp(options[i], "--gpu-architecture=sm_90");
    if (forDevice && !strstr(program->code, "error")) return 0;
    strcpy(program->log, "saxpy.cu(1): error: identifier \"flaot\" is undefined\n\n1 error detected.\n");
    return 6;
}
int nvrtcGetCUBINSize(Program* program, size_t* size) { *size = strlen(program->code) + 1; return 0; }
int nvrtcGetCUBIN(Program* program, char* code) { strcpy(code, program->code); return 0; }
int nvrtcGetProgramLogSize(Program* program, size_t* size) { *size = strlen(program->log) + 1; return 0; }
int nvrtcGetProgramLog(Program* program, char* log) { strcpy(log, program->log); return 0; }
int nvrtcDestroyProgram(Program** program) { *program = NULL; return 0; }
