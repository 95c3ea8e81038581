// Tokens go to the places that a mixture-of-experts router gave them, weighted: a block per token.

extern "C" __global__ void scatter_f32(
        const float* tokens, const int* places, const float* weights, float* out, int width) {
    const float* token = tokens + (long long)blockIdx.x * width;
    float* target = out + (long long)places[blockIdx.x] * width;
    float weight = weights[blockIdx.x];
    for (int i = threadIdx.x; i < width; i += blockDim.x) target[i] = weight * token[i];
}
