// What a sum with rounded additions adds up on a device.

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>Numbers by index, each rounded to <typeparamref name="T"/>.</summary>
internal interface IAddends<T>
    where T : unmanaged
{
    T Load(long index);
}
