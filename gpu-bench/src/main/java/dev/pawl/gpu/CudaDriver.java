package dev.pawl.gpu;

import dev.pawl.gpu.GpuFacts.Device;
import dev.pawl.gpu.GpuFacts.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Asks the NVIDIA driver for its facts. Only to be touched where the driver's library is known to exist. */
final class CudaDriver {

    /** CUDA 12.0 as {@code cuDriverGetVersion} encodes it: the oldest that the benchmarks' kernels are compiled for. */
    private static final int OLDEST_VERSION = 12_000;

    private CudaDriver() {}

    /**
     * @throws LinkageError if JCuda or a library that it needs cannot be loaded
     */
    static GpuFacts facts() {
        return PrivateNatives.load(CudaDriver::ask);
    }

    private static GpuFacts ask() {
        int started = JCudaDriver.cuInit(0);
        if (started == CUresult.CUDA_ERROR_NO_DEVICE)
            return GpuFacts.missing(
                    Status.NO_DEVICE,
                    "the NVIDIA driver sees no GPU; check nvidia-smi, and CUDA_VISIBLE_DEVICES in the environment");
        if (started != CUresult.CUDA_SUCCESS)
            return GpuFacts.missing(
                    Status.DRIVER_FAILED,
                    "the NVIDIA driver does not start (" + CUresult.stringFor(started) + ");"
                            + " after a driver update the machine must be restarted; see nvidia-smi");
        int[] number = new int[1];
        check(JCudaDriver.cuDriverGetVersion(number));
        String version = number[0] / 1000 + "." + number[0] % 1000 / 10;
        if (number[0] < OLDEST_VERSION)
            return GpuFacts.missing(
                    Status.DRIVER_TOO_OLD,
                    "the NVIDIA driver serves CUDA " + version
                            + "; install driver 525 or newer, which serves CUDA 12.0");
        check(JCudaDriver.cuDeviceGetCount(number));
        List<Device> devices = new ArrayList<>();
        for (int ordinal = 0; ordinal < number[0]; ordinal++) devices.add(device(ordinal));
        if (devices.isEmpty())
            return GpuFacts.missing(Status.NO_DEVICE, "the NVIDIA driver sees no GPU; check CUDA_VISIBLE_DEVICES");
        return new GpuFacts(Status.READY, "CUDA " + version + ", " + listed(devices), version, devices);
    }

    private static Device device(int ordinal) {
        CUdevice device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, ordinal));
        byte[] name = new byte[256];
        check(JCudaDriver.cuDeviceGetName(name, name.length, device));
        long[] memory = new long[1];
        check(JCudaDriver.cuDeviceTotalMem(memory, device));
        return new Device(
                new String(name, StandardCharsets.UTF_8).split("\0", 2)[0],
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                        + "."
                        + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                memory[0],
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                pciAddress(device),
                List.of());
    }

    /** Empty where the driver does not say, as on some virtual machines: a device can be used all the same. */
    private static String pciAddress(CUdevice device) {
        String[] address = new String[1];
        return JCudaDriver.cuDeviceGetPCIBusId(address, 64, device) == CUresult.CUDA_SUCCESS
                ? address[0].split("\0", 2)[0]
                : "";
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    private static void check(int result) {
        if (result != CUresult.CUDA_SUCCESS) throw new IllegalStateException(CUresult.stringFor(result));
    }

    private static String listed(List<Device> devices) {
        List<String> lines = new ArrayList<>();
        for (Device device : devices) lines.add(device.toString());
        return String.join("; ", lines);
    }
}
