// The error of PTX's approximate functions on all 2^32 binary32 numbers, by the sign and exponent of the argument.
//
// usage: nvcc -O2 -arch=native -o ptx_approximations eng/ptx_approximations.cu && ./ptx_approximations > approximations.json
//
// The reference is the same function of CUDA's library in binary64, whose own error is below 2^-28 units in the last place of binary32
// (CUDA C++ Programming Guide, "Mathematical Functions": at most 2 ulp of binary64 for the functions used here).

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>

#define APPROXIMATION(name, instruction, reference)                                                              \
    struct name                                                                                                  \
    {                                                                                                            \
        static __device__ float Value(float x)                                                                   \
        {                                                                                                        \
            float y;                                                                                             \
            asm volatile(instruction " %0, %1;" : "=f"(y) : "f"(x));                                             \
            return y;                                                                                            \
        }                                                                                                        \
        static __device__ double Reference(double x) { return reference; }                                       \
        static const char* Name() { return instruction; }                                                        \
    };

APPROXIMATION(Rcp, "rcp.approx.f32", 1.0 / x)
APPROXIMATION(RcpFtz, "rcp.approx.ftz.f32", 1.0 / x)
APPROXIMATION(Sqrt, "sqrt.approx.f32", sqrt(x))
APPROXIMATION(SqrtFtz, "sqrt.approx.ftz.f32", sqrt(x))
APPROXIMATION(Rsqrt, "rsqrt.approx.f32", 1.0 / sqrt(x))
APPROXIMATION(RsqrtFtz, "rsqrt.approx.ftz.f32", 1.0 / sqrt(x))
APPROXIMATION(Sin, "sin.approx.f32", sin(x))
APPROXIMATION(SinFtz, "sin.approx.ftz.f32", sin(x))
APPROXIMATION(Cos, "cos.approx.f32", cos(x))
APPROXIMATION(CosFtz, "cos.approx.ftz.f32", cos(x))
APPROXIMATION(Lg2, "lg2.approx.f32", log2(x))
APPROXIMATION(Lg2Ftz, "lg2.approx.ftz.f32", log2(x))
APPROXIMATION(Ex2, "ex2.approx.f32", exp2(x))
APPROXIMATION(Ex2Ftz, "ex2.approx.ftz.f32", exp2(x))
APPROXIMATION(Tanh, "tanh.approx.f32", tanh(x))

// One for each sign and exponent. The maxima are bits of binary64 numbers that are not negative, whose order is that of the bits.
struct Errors
{
    unsigned long long Ulps, Absolute, Relative, Special, Checksum;
};

static __device__ unsigned long long Mix(unsigned long long z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

template <typename Function>
__global__ void Measure(Errors* errors)
{
    double ulps = 0, absolute = 0, relative = 0;
    unsigned long long special = 0, checksum = 0;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < (1u << 23); i += gridDim.x * blockDim.x)
    {
        uint32_t bits = blockIdx.y << 23 | i;
        float x = __uint_as_float(bits), y = Function::Value(x);
        double reference = Function::Reference((double)x);
        checksum += Mix((unsigned long long)bits << 32 | (isnan(y) ? 0x7FC00000u : __float_as_uint(y)));
        if (isnan(reference) || isnan(y) || isinf(y) || isinf(reference) || fabs(reference) >= 0x1.FFFFFFp127)
        {
            // Rounded to binary32 a reference that is this large is infinite.
            bool same = isnan(reference) ? isnan(y) : isinf(y) && signbit(y) == signbit(reference) && fabs(reference) >= 0x1.FFFFFFp127;
            special += same ? 0 : 1;
            continue;
        }

        double error = fabs((double)y - reference);
        int exponent = reference == 0 ? -126 : max(ilogb(reference), -126);
        ulps = fmax(ulps, ldexp(error, 23 - exponent));
        absolute = fmax(absolute, error);
        if (reference != 0) relative = fmax(relative, error / fabs(reference));
    }

    Errors* place = errors + blockIdx.y;
    atomicMax(&place->Ulps, (unsigned long long)__double_as_longlong(ulps));
    atomicMax(&place->Absolute, (unsigned long long)__double_as_longlong(absolute));
    atomicMax(&place->Relative, (unsigned long long)__double_as_longlong(relative));
    atomicAdd(&place->Special, special);
    atomicAdd(&place->Checksum, checksum);
}

static double Number(unsigned long long bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

template <typename Function>
static void Report(Errors* device, bool last)
{
    static Errors errors[512];
    cudaMemset(device, 0, sizeof errors);
    Measure<Function><<<dim3(64, 512), 256>>>(device);
    cudaError_t result = cudaMemcpy(errors, device, sizeof errors, cudaMemcpyDeviceToHost);
    if (result != cudaSuccess)
    {
        fprintf(stderr, "%s: %s\n", Function::Name(), cudaGetErrorString(result));
        return;
    }

    double ulps = 0, absolute = 0;
    unsigned long long special = 0, checksum = 0;
    for (const Errors& each : errors)
    {
        ulps = fmax(ulps, Number(each.Ulps));
        absolute = fmax(absolute, Number(each.Absolute));
        special += each.Special;
        checksum += each.Checksum;
    }

    printf("{\"name\": \"%s\", \"ulps\": %.17g, \"absolute\": %.17g, \"special\": %llu, \"checksum\": \"%016llx\", \"exponents\": [\n",
           Function::Name(), ulps, absolute, special, checksum);
    for (int i = 0; i < 512; i++)
        printf("[%.9g, %.9g, %.9g, %llu, \"%016llx\"]%s\n", Number(errors[i].Ulps), Number(errors[i].Absolute), Number(errors[i].Relative),
               errors[i].Special, errors[i].Checksum, i < 511 ? "," : "");
    printf("]}%s\n", last ? "" : ",");
    fprintf(stderr, "%-22s %12.6g ulp, absolute %.6g, %llu special values differ\n", Function::Name(), ulps, absolute, special);
}

int main()
{
    cudaDeviceProp properties;
    if (cudaGetDeviceProperties(&properties, 0) != cudaSuccess)
    {
        fprintf(stderr, "there is no CUDA device\n");
        return 1;
    }

    Errors* device;
    cudaMalloc(&device, 512 * sizeof(Errors));
    printf("{\"device\": \"%s\", \"architecture\": \"sm_%d%d\", \"columns\": [\"ulps\", \"absolute\", \"relative\", \"special\", \"checksum\"], \"functions\": [\n",
           properties.name, properties.major, properties.minor);
    Report<Rcp>(device, false);
    Report<RcpFtz>(device, false);
    Report<Sqrt>(device, false);
    Report<SqrtFtz>(device, false);
    Report<Rsqrt>(device, false);
    Report<RsqrtFtz>(device, false);
    Report<Sin>(device, false);
    Report<SinFtz>(device, false);
    Report<Cos>(device, false);
    Report<CosFtz>(device, false);
    Report<Lg2>(device, false);
    Report<Lg2Ftz>(device, false);
    Report<Ex2>(device, false);
    Report<Ex2Ftz>(device, false);
    Report<Tanh>(device, true);
    printf("]}\n");
    return 0;
}
