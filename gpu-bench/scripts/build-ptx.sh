#!/bin/sh
# Compiles src/main/cuda/*.cu to src/main/resources/kernels/*.ptx, and ../examples/gpu/*.cu to *.ptx beside them, by hand after a change of a kernel. Needs no GPU.
# Takes the folder with libnvrtc.so.12 of CUDA 12.0 (PTX ISA 8.0), for example of the Python package nvidia-cuda-nvrtc-cu12:
#   pip download nvidia-cuda-nvrtc-cu12==12.0.140 --no-deps && unzip nvidia_cuda_nvrtc_cu12-*.whl
#   scripts/build-ptx.sh nvidia/cuda_nvrtc/lib
set -eu
[ $# -eq 1 ] || { echo "usage: build-ptx.sh FOLDER_OF_LIBNVRTC" >&2; exit 2; }
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
LD_LIBRARY_PATH="$folder" python3 - <<'PYTHON'
import ctypes, hashlib, pathlib, sys
nvrtc = ctypes.CDLL("libnvrtc.so.12")
kernels = pathlib.Path("src/main/resources/kernels")
sources = [(source, kernels) for source in sorted(pathlib.Path("src/main/cuda").glob("*.cu"))]
sources += [(source, source.parent) for source in sorted(pathlib.Path("../examples/gpu").glob("*.cu"))]
for source, folder in sources:
    text = source.read_bytes()
    program = ctypes.c_void_p()
    assert nvrtc.nvrtcCreateProgram(ctypes.byref(program), text, source.name.encode(), 0, None, None) == 0
    options = (ctypes.c_char_p * 1)(b"--gpu-architecture=compute_75")
    failed = nvrtc.nvrtcCompileProgram(program, 1, options)
    size = ctypes.c_size_t()
    nvrtc.nvrtcGetProgramLogSize(program, ctypes.byref(size))
    log = ctypes.create_string_buffer(size.value)
    nvrtc.nvrtcGetProgramLog(program, log)
    if failed:
        sys.exit(log.value.decode())
    nvrtc.nvrtcGetPTXSize(program, ctypes.byref(size))
    ptx = ctypes.create_string_buffer(size.value)
    nvrtc.nvrtcGetPTX(program, ptx)
    head = "// source: %s sha256 %s\n" % (source.name, hashlib.sha256(text).hexdigest())
    target = folder / (source.stem + ".ptx")
    target.write_text(head + ptx.value.decode().strip() + "\n")
    print(target)
PYTHON
