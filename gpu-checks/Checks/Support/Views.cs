// Short names for the views that kernels take.

global using FloatView = ILGPU.Runtime.ArrayView1D<float, ILGPU.Stride1D.Dense>;
global using IntView = ILGPU.Runtime.ArrayView1D<int, ILGPU.Stride1D.Dense>;
global using LongView = ILGPU.Runtime.ArrayView1D<long, ILGPU.Stride1D.Dense>;
