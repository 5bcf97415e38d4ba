// The short names of views, for kernels that tests write themselves.

global using DoubleView = ILGPU.Runtime.ArrayView1D<double, ILGPU.Stride1D.Dense>;
global using FloatView = ILGPU.Runtime.ArrayView1D<float, ILGPU.Stride1D.Dense>;
global using IntView = ILGPU.Runtime.ArrayView1D<int, ILGPU.Stride1D.Dense>;
global using LongView = ILGPU.Runtime.ArrayView1D<long, ILGPU.Stride1D.Dense>;
