package dev.pawl.gpu.telemetry;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * NVML, the library of the NVIDIA driver that watches devices, called through JNA. A function that a driver lacks is an empty
 * answer here, and not the end of the JVM.
 */
final class NvidiaManagement implements AutoCloseable {

    private static final String LIBRARY = "libnvidia-ml.so.1";
    private static final int TEXT = 96;
    private static final int MORE_SPACE_NEEDED = 7;

    /** {@code nvmlProcessInfo_t} of version 2 and 3: pid, padding, memory, two instance numbers. */
    private static final int PROCESS_BYTES = 24;

    private static final int MOST_PROCESSES = 4096;

    /** What a process holds where the driver cannot tell. */
    private static final long NOT_AVAILABLE = -1;

    /** {@code NVML_ERROR_FUNCTION_NOT_FOUND}. */
    private static final int FUNCTION_LACKING = 13;

    /** {@code nvmlPciInfo_t}: an address of 16 characters, five numbers, an address of 32 characters. */
    private static final int PCI_BYTES = 68;

    private static final int PCI_ADDRESS = 36;

    private static final int DEGREES_OF_THE_GPU = 0;

    /** A device, in NVML's order, which is not CUDA's. */
    record Device(Pointer handle, String uuid, String name, String pciAddress) {}

    /** Which clock is meant, as NVML numbers them. */
    enum Clock {
        MULTIPROCESSORS(1),
        MEMORY(2);

        private final int number;

        Clock(int number) {
            this.number = number;
        }
    }

    /** A process that uses a device. */
    record Tenant(long pid, long bytes) {}

    private final NativeLibrary library;
    private final List<Device> devices = new ArrayList<>();
    private int lastResult;

    /** @throws IOException if the library is not there or does not start; the message says which */
    NvidiaManagement() throws IOException {
        try {
            library = NativeLibrary.getInstance(LIBRARY);
        } catch (UnsatisfiedLinkError absent) {
            throw new IOException(LIBRARY + " cannot be loaded", absent);
        }
        if (call("nvmlInit_v2") != 0) throw new IOException(LIBRARY + " does not start");
        IntByReference count = new IntByReference();
        call("nvmlDeviceGetCount_v2", count);
        for (int index = 0; index < count.getValue(); index++) {
            PointerByReference handle = new PointerByReference();
            if (call("nvmlDeviceGetHandleByIndex_v2", index, handle) != 0) continue;
            Pointer device = handle.getValue();
            devices.add(new Device(
                    device, text("nvmlDeviceGetUUID", device), text("nvmlDeviceGetName", device), pciAddress(device)));
        }
        if (devices.isEmpty()) {
            close();
            throw new IOException(LIBRARY + " shows no GPU");
        }
    }

    List<Device> devices() {
        return List.copyOf(devices);
    }

    String driverVersion() {
        Memory version = new Memory(TEXT);
        version.clear();
        call("nvmlSystemGetDriverVersion", version, TEXT);
        return version.getString(0, StandardCharsets.US_ASCII.name());
    }

    /** Bytes of the device's memory in use by anybody. */
    OptionalLong memoryUsed(Device device) {
        // total, free, used
        Memory memory = new Memory(3L * Long.BYTES);
        return call("nvmlDeviceGetMemoryInfo", device.handle(), memory) == 0
                ? OptionalLong.of(memory.getLong(2L * Long.BYTES))
                : OptionalLong.empty();
    }

    /** Percent of time in which a kernel ran, over up to a second. */
    OptionalLong utilisation(Device device) {
        // gpu, memory
        Memory rates = new Memory(2L * Integer.BYTES);
        return call("nvmlDeviceGetUtilizationRates", device.handle(), rates) == 0
                ? OptionalLong.of(rates.getInt(0))
                : OptionalLong.empty();
    }

    /** In milliwatts. */
    OptionalLong power(Device device) {
        return number("nvmlDeviceGetPowerUsage", device.handle());
    }

    /** The limit that holds now, in milliwatts. */
    OptionalLong powerLimit(Device device) {
        return number("nvmlDeviceGetEnforcedPowerLimit", device.handle());
    }

    /** In MHz. */
    OptionalLong clock(Device device, Clock clock) {
        return number("nvmlDeviceGetClockInfo", device.handle(), clock.number);
    }

    /** The highest that the device can, in MHz. */
    OptionalLong highestClock(Device device, Clock clock) {
        return number("nvmlDeviceGetMaxClockInfo", device.handle(), clock.number);
    }

    /** In degrees Celsius. */
    OptionalLong temperature(Device device) {
        return number("nvmlDeviceGetTemperature", device.handle(), DEGREES_OF_THE_GPU);
    }

    /** Whether the driver stays loaded while nobody uses the device: 1 or 0. */
    OptionalLong persistence(Device device) {
        return number("nvmlDeviceGetPersistenceMode", device.handle());
    }

    /** Whether memory corrects its errors, which costs some of its bandwidth: 1 or 0. */
    OptionalLong errorCorrection(Device device) {
        return current("nvmlDeviceGetEccMode", device);
    }

    /** Whether the device is cut into instances: 1 or 0. */
    OptionalLong instances(Device device) {
        return current("nvmlDeviceGetMigMode", device);
    }

    /** Why the last question had no answer. */
    String lastError() {
        if (lastResult == FUNCTION_LACKING) return "the driver lacks the function";
        try {
            return String.valueOf(
                    library.getFunction("nvmlErrorString").invokeString(new Object[] {lastResult}, false));
        } catch (UnsatisfiedLinkError lacking) {
            return "NVML error " + lastResult;
        }
    }

    private OptionalLong number(String function, Object... arguments) {
        IntByReference number = new IntByReference();
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = number;
        return call(function, all) == 0 ? OptionalLong.of(number.getValue()) : OptionalLong.empty();
    }

    /** Of a mode that is one thing now and may be another after a restart. */
    private OptionalLong current(String function, Device device) {
        IntByReference current = new IntByReference();
        return call(function, device.handle(), current, new IntByReference()) == 0
                ? OptionalLong.of(current.getValue())
                : OptionalLong.empty();
    }

    private String pciAddress(Pointer device) {
        Memory place = new Memory(PCI_BYTES);
        place.clear();
        call("nvmlDeviceGetPciInfo_v3", device, place);
        return place.getString(PCI_ADDRESS, StandardCharsets.US_ASCII.name());
    }

    /** Bits of the reasons for which clocks are lowered. Driver 535 renamed the function. */
    OptionalLong throttleReasons(Device device) {
        LongByReference reasons = new LongByReference();
        for (String name :
                List.of("nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"))
            if (call(name, device.handle(), reasons) == 0) return OptionalLong.of(reasons.getValue());
        return OptionalLong.empty();
    }

    /** Those that compute and whose memory the driver knows. */
    List<Tenant> tenants(Device device) {
        for (int space = 64; space <= MOST_PROCESSES; space *= 4) {
            IntByReference count = new IntByReference(space);
            Memory records = new Memory((long) space * PROCESS_BYTES);
            int result = call("nvmlDeviceGetComputeRunningProcesses_v3", device.handle(), count, records);
            if (result == MORE_SPACE_NEEDED) continue;
            if (result != 0) return List.of();
            List<Tenant> tenants = new ArrayList<>();
            for (int i = 0; i < Math.min(space, count.getValue()); i++) {
                long bytes = records.getLong((long) i * PROCESS_BYTES + 8);
                if (bytes != NOT_AVAILABLE)
                    tenants.add(new Tenant(Integer.toUnsignedLong(records.getInt((long) i * PROCESS_BYTES)), bytes));
            }
            return tenants;
        }
        return List.of();
    }

    @Override
    public void close() {
        call("nvmlShutdown");
    }

    private String text(String function, Pointer device) {
        Memory text = new Memory(TEXT);
        text.clear();
        call(function, device, text, TEXT);
        return text.getString(0, StandardCharsets.UTF_8.name());
    }

    /** NVML's answer, 0 for success. */
    private int call(String name, Object... arguments) {
        lastResult = answer(name, arguments);
        return lastResult;
    }

    private int answer(String name, Object... arguments) {
        Function function;
        try {
            function = library.getFunction(name);
        } catch (UnsatisfiedLinkError lacking) {
            return FUNCTION_LACKING;
        }
        return function.invokeInt(arguments);
    }
}
