package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pawl.gpu.FakeDriver;
import dev.pawl.gpu.GpuProbe;
import dev.pawl.gpu.suite.SuiteResult.Failure;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children, JCuda and the kernels' sources are real; the driver is a stand-in, and so its times mean nothing. */
final class SuiteRunnerTest {

    private static final List<String> ALL = List.of(
            "transfer.host_to_device",
            "transfer.host_to_device",
            "transfer.device_to_host",
            "transfer.device_to_host",
            "transfer.device_to_device",
            "transfer.pageable_to_device",
            "transfer.device_to_pageable",
            "host.round_trip",
            "host.launches",
            "host.allocate",
            "host.allocate_in_order",
            "launch.empty",
            "stream.copy_f32",
            "stream.scale_f32",
            "stream.add_f32",
            "stream.triad_f32",
            "stream.triad_f64",
            "reduction.sum_f32",
            "scatter.tokens_f32",
            "softmax.rows_f32",
            "arithmetic.fma_f32",
            "arithmetic.fma_f64",
            "gemm.tiled_f32",
            "tensor.multiply_f16",
            "tensor.gemm_f16",
            "attention.forward_f32",
            "modular.product_u64",
            "modular.ntt_u64");

    private static final GpuTelemetry UNWATCHED = record -> {
        throw new IOException("nobody looks");
    };

    private static final String UNWATCHED_WARNING = "GPU memory, clocks and power are unavailable: nobody looks";

    @TempDir
    static Path folder;

    private static FakeDriver driver;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        driver = FakeDriver.compile(folder);
    }

    @Test
    void everyKernelIsVerifiedAndTimed() throws IOException {
        SuiteResult result = run(driver.environment(""), 60, KernelGroup.values());

        assertEquals(List.of(), result.failures());
        assertEquals(ALL, names(result));
        assertEquals("Stand-in GPU", result.result().environment().facts().get("gpu"));
        assertEquals("12.4", result.result().environment().facts().get("cuda"));
        BenchmarkResult triad = result.result().benchmarks().get(ALL.indexOf("stream.triad_f32"));
        assertEquals(Map.of("elements", "5000"), triad.benchmark().params());
        assertEquals(
                List.of(
                        "time",
                        "time.batched",
                        "time.cycles",
                        "gpu.clock.sm",
                        "gpu.clock.batched",
                        "bandwidth",
                        "roof.share"),
                triad.measurements().stream()
                        .map(measurement -> measurement.metric().name())
                        .toList());
        Measurement time = triad.measurements().get(0);
        assertTrue(time.sampleCount() >= 3 && time.samples().size() == time.sampleCount(), time.toString());
        assertEquals(5000 * 3 * 4 / time.value(), triad.measurements().get(5).value(), 1e-3);
        // The stand-in has a cycle a nanosecond.
        Measurement clock = triad.measurements().get(3);
        assertEquals(time.sampleCount(), clock.samples().size());
        assertEquals(1e9, clock.value(), 0.02e9);
        assertEquals(
                time.value() * 1e9,
                triad.measurements().get(2).value(),
                time.value() * 1e8,
                "cycles are time by clock");
        assertEquals(List.of(UNWATCHED_WARNING), result.result().warnings());
    }

    @Test
    void whatTheHostTakesToEnqueueIsNoPartOfTheTime() throws IOException {
        SuiteResult result = run(driver.environment("slow-to-enqueue"), 60, KernelGroup.LAUNCH);

        // Enqueuing takes a millisecond. The least, because this machine may be busy.
        double least = measurement(result, "time").statistics().get("min");
        assertTrue(least < 0.5e-3, String.valueOf(least));
    }

    @Test
    void aDriverThatWaitsForEachLaunchIsMeasuredWithoutABlockingKernel() throws IOException {
        SuiteResult result = run(driver.environment("waits-for-launches"), 60, KernelGroup.LAUNCH);

        assertEquals(List.of("launch.empty"), names(result));
        assertEquals(
                List.of(
                        "launch.empty: launches waited for the device, as they do under a profiler or with"
                                + " CUDA_LAUNCH_BLOCKING, so that what they cost the host is part of the time",
                        UNWATCHED_WARNING),
                result.result().warnings());
    }

    @Test
    void aDriverThatTakesNoGraphIsMeasuredLaunchByLaunch() throws IOException {
        SuiteResult result = run(driver.environment("no-graphs"), 60, KernelGroup.LAUNCH);

        assertEquals(List.of("launch.empty"), names(result));
        assertEquals(
                List.of(
                        "launch.empty: the driver takes no graph (cuStreamBeginCapture failed with"
                                + " CUDA_ERROR_NOT_SUPPORTED), so that time.batched was measured launch by launch",
                        UNWATCHED_WARNING),
                result.result().warnings());
        assertTrue(result.result().benchmarks().get(0).measurements().get(1).value() > 0);
    }

    @Test
    void samplesOfALowClockAreThrownAway() throws IOException {
        SuiteResult result = run(driver.environment("throttled-at-first"), 60, KernelGroup.LAUNCH);

        assertEquals(
                List.of(
                        "launch.empty: 2 samples were left out, taken below 75 % of the highest clock",
                        UNWATCHED_WARNING),
                result.result().warnings());
        Measurement clock = measurement(result, "gpu.clock.sm");
        assertEquals(1e9, clock.statistics().get("min"), 0.02e9);
    }

    @Test
    void batchesOfALowClockAreThrownAway() throws IOException {
        SuiteResult result = run(driver.environment("throttled-in-batches"), 60, KernelGroup.LAUNCH);

        assertEquals(
                List.of(
                        "launch.empty: 2 batches were left out, taken below 75 % of the highest clock",
                        UNWATCHED_WARNING),
                result.result().warnings());
        Measurement clock = measurement(result, "gpu.clock.batched");
        assertEquals(5, clock.samples().size());
        assertEquals(1e9, clock.statistics().get("min"), 0.02e9);
        assertEquals(5, measurement(result, "time.batched").sampleCount());
    }

    @Test
    void aClockThatDoesNotRecoverMakesTheResultUnstableAndNotEmpty() throws IOException {
        SuiteResult result = run(driver.environment("throttled-unsteadily"), 60, KernelGroup.LAUNCH);

        assertEquals(1, measurement(result, "disturbed").value());
        assertTrue(measurement(result, "time").sampleCount() >= 3);
        String warning = result.result().warnings().get(0);
        assertTrue(warning.startsWith("launch.empty: unstable: "), warning);
    }

    @Test
    void aClockThatStaysLowIsMeasuredAsItIs() throws IOException {
        SuiteResult result = run(driver.environment("throttled"), 60, KernelGroup.LAUNCH);

        assertEquals(
                List.of(
                        "launch.empty: the clock stayed at 60 % of 1000 MHz; times compare with those at the same clock only",
                        UNWATCHED_WARNING),
                result.result().warnings());
        assertEquals(0.6e9, measurement(result, "gpu.clock.sm").value(), 0.01e9);
        assertTrue(measurement(result, "time").sampleCount() >= 3);
    }

    @Test
    void aCrashCostsItsGroupAndNothingElse() throws IOException {
        SuiteResult result = run(
                driver.environment("crash-in-gemm"), 60, KernelGroup.ARITHMETIC, KernelGroup.GEMM, KernelGroup.SOFTMAX);

        assertEquals(List.of("arithmetic.fma_f32", "arithmetic.fma_f64", "softmax.rows_f32"), names(result));
        Failure failure = result.failures().get(0);
        assertEquals(1, result.failures().size());
        assertEquals(KernelFailure.CRASH, failure.code());
        assertTrue(
                failure.toString().startsWith("gemm.tiled_f32: CRASH: the process ended with 134"), failure.toString());
        assertEquals(
                List.of(failure.toString(), UNWATCHED_WARNING), result.result().warnings());
    }

    @Test
    void aHangIsEnded() throws IOException {
        SuiteResult result = run(driver.environment("hang-in-reduction"), 5, KernelGroup.REDUCTION);

        assertEquals(
                "[reduction.sum_f32: TIMEOUT: not done after 5 s, and ended]",
                result.failures().toString());
    }

    @Test
    void whatTheDeviceCannotDoIsLeftOutAndSaid() throws IOException {
        SuiteResult result = run(driver.environment("no-pools"), 60, KernelGroup.HOST);

        assertEquals(List.of(), result.failures());
        assertEquals(List.of("host.round_trip", "host.launches", "host.allocate"), names(result));
        assertEquals(
                List.of("host.allocate_in_order: left out: the device has no memory pools", UNWATCHED_WARNING),
                result.result().warnings());
    }

    @Test
    void aWrongResultIsNotTimed() throws IOException {
        SuiteResult result = run(driver.environment("wrong-softmax"), 60, KernelGroup.SOFTMAX);

        assertEquals(List.of(), names(result));
        assertEquals(KernelFailure.WRONG_RESULT, result.failures().get(0).code());
        assertTrue(result.failures().get(0).reason().startsWith("element 0 is "), result.toString());
    }

    @Test
    void aDriverThatLacksAFunctionIsACrashThatIsExplained(@TempDir Path other)
            throws IOException, InterruptedException {
        FakeDriver lacking = FakeDriver.compile(other, "-DWITHOUT_DEVICE_GET");

        SuiteResult result = run(lacking.environment(""), 60, KernelGroup.LAUNCH);

        assertEquals(1, result.failures().size());
        Failure failure = result.failures().get(0);
        assertEquals(KernelFailure.CRASH, failure.code());
        assertTrue(
                failure.reason().startsWith("the driver lacks a function that is needed; update it"), failure.reason());
        assertTrue(failure.reason().contains("cuDeviceGet"), failure.reason());
    }

    @Test
    void whatTheDriverAnswersIsSaidWithItsCode() throws IOException {
        assertEquals(
                "launch.empty: OOM: cuMemAlloc of 0 MiB failed with CUDA_ERROR_OUT_OF_MEMORY",
                onlyFailure("out-of-memory"));
        assertEquals(
                "launch.empty: PTX_REJECTED: loading the kernels of stream failed with CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
                onlyFailure("ptx-rejected"));
        assertEquals(
                "launch.empty: DRIVER_TOO_OLD: the NVIDIA driver serves CUDA 11.8; install driver 525 or newer",
                onlyFailure("old-driver"));
        assertEquals(
                "launch.empty: GPU_TOO_OLD: Stand-in GPU has compute capability 7.0; the kernels need 7.5 or newer",
                onlyFailure("old-gpu"));
        assertEquals("launch.empty: NO_DEVICE: cuInit failed with CUDA_ERROR_NO_DEVICE", onlyFailure("no-device"));
    }

    @Test
    void withoutADriverItIsSaidSo(@TempDir Path empty) throws IOException {
        assumeFalse(GpuProbe.ofThisMachine().probe().isReady(), "SKIPPED: this machine has a GPU");
        SuiteResult result = run(Map.of("LD_LIBRARY_PATH", empty.toString()), 60, KernelGroup.LAUNCH);

        assertEquals(
                "[launch.empty: NO_DRIVER: the NVIDIA driver's library cannot be loaded; see pawl gpu probe]",
                result.failures().toString());
    }

    @Test
    void whatALibraryPrintsDoesNoHarm() throws IOException {
        SuiteResult result = run(driver.environment("garbage"), 60, KernelGroup.LAUNCH);

        assertEquals(List.of(), result.failures());
        assertEquals(List.of("launch.empty"), names(result));
    }

    @Test
    void aResultThatIsNoneIsACrash(@TempDir Path results) throws IOException {
        Files.writeString(results.resolve("launch.empty.json"), "\u0001 {{{");

        KernelException failed =
                assertThrows(KernelException.class, () -> new GroupFolder(results).result("launch.empty"));

        assertEquals(KernelFailure.CRASH, failed.failure());
    }

    @Test
    void anUnknownSuiteIsRefusedWithTheKnownOnes() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SuiteRunner.of("fast", Duration.ofSeconds(1), UNWATCHED, System.err));

        assertEquals(
                "there is no suite 'fast'; use default, quick, transfer, host, launch, stream, reduction,"
                        + " scatter, softmax, arithmetic, gemm, tensor, attention, modular",
                refused.getMessage());
    }

    private static Measurement measurement(SuiteResult result, String metric) {
        return result.result().benchmarks().get(0).measurements().stream()
                .filter(measurement -> measurement.metric().name().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private String onlyFailure(String planted) throws IOException {
        SuiteResult result = run(driver.environment(planted), 60, KernelGroup.LAUNCH);
        assertEquals(1, result.failures().size(), result.toString());
        return result.failures().get(0).toString();
    }

    private static SuiteResult run(Map<String, String> environment, int seconds, KernelGroup... groups)
            throws IOException {
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new SuiteRunner(
                        Effort.TINY, List.of(groups), Duration.ofSeconds(seconds), environment, progress, UNWATCHED)
                .run();
    }

    private static List<String> names(SuiteResult result) {
        return result.result().benchmarks().stream()
                .map(benchmark -> benchmark.benchmark().name())
                .toList();
    }
}
