package dev.pawl.gpu.suite;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** Launches that the device makes one after the other by itself: a CUDA graph. */
final class LaunchGraph implements AutoCloseable {

    private final CudaDevice device;
    private final CUgraphExec executable;

    private LaunchGraph(CudaDevice device, CUgraphExec executable) {
        this.device = device;
        this.executable = executable;
    }

    /**
     * @param launches enqueues them; none is run here
     * @throws KernelException if the driver refuses, as it does where a launch waits for the device
     */
    static LaunchGraph of(CudaDevice device, Runnable launches) {
        CUgraph graph = new CUgraph();
        CudaDevice.check(
                "cuStreamBeginCapture",
                JCudaDriver.cuStreamBeginCapture(
                        device.stream(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
        int ended;
        try {
            launches.run();
        } finally {
            ended = JCudaDriver.cuStreamEndCapture(device.stream(), graph);
        }
        CudaDevice.check("cuStreamEndCapture", ended);
        try {
            CUgraphExec executable = new CUgraphExec();
            CudaDevice.check("cuGraphInstantiate", JCudaDriver.cuGraphInstantiate(executable, graph, 0));
            return new LaunchGraph(device, executable);
        } finally {
            JCudaDriver.cuGraphDestroy(graph);
        }
    }

    /** Enqueues all launches. */
    void launch() {
        CudaDevice.check("cuGraphLaunch", JCudaDriver.cuGraphLaunch(executable, device.stream()));
    }

    @Override
    public void close() {
        JCudaDriver.cuGraphExecDestroy(executable);
    }
}
