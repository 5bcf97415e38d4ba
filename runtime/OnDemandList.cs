// The questions and the claims of a quiz: each is created when somebody asks for it, so that a long quiz costs nothing until it is used.

using System.Collections;

namespace QuizKit;

/// <summary>
/// A list whose elements are created when somebody asks for them, each at most once for everybody: two threads that ask at the same time
/// get the same object. What nobody asks for is never created.
/// </summary>
/// <typeparam name="T">A question, a claim, or a part of a question.</typeparam>
public sealed class OnDemandList<T> : IReadOnlyList<T>, IFrozen
    where T : class
{
    private const char Separator = ' ';

    private readonly string _ids = "";
    private readonly Func<int, T>? _create;
    private readonly Func<T[]>? _createAll;
    private T?[]? _items;
    private Dictionary<string, int>? _indices;

    /// <summary>Creates a list whose elements are created one by one; generated code calls this.</summary>
    /// <param name="ids">The ids of the elements in their order, with a space between two of them: they are known without creating one.</param>
    /// <param name="create">What creates the element at an index. Where two threads ask for it at the same time, it may be called twice, and
    /// one of the objects is dropped.</param>
    public OnDemandList(string ids, Func<int, T> create)
    {
        _ids = ids ?? throw new ArgumentNullException(nameof(ids));
        _create = create ?? throw new ArgumentNullException(nameof(create));
        var count = ids.Length == 0 ? 0 : 1;
        foreach (var c in ids)
        {
            if (c == Separator) count++;
        }

        _items = new T?[count];
    }

    /// <summary>Creates a list whose elements are created all at once, when the first of them or their number is asked for; generated code
    /// calls this.</summary>
    /// <param name="createAll">What creates the elements. Where two threads ask at the same time, it may be called twice, and one of the
    /// arrays is dropped.</param>
    public OnDemandList(Func<T[]> createAll) => _createAll = createAll ?? throw new ArgumentNullException(nameof(createAll));

    /// <summary>Copies elements that are there already.</summary>
    /// <exception cref="ArgumentException">An element is null, or two share an id.</exception>
    internal OnDemandList(IReadOnlyList<T> items, Func<T, string> idOf, string parameterName)
    {
        T[] copy = [.. Frozen.Copy(items, parameterName)];
        _items = copy;
        _indices = new Dictionary<string, int>(copy.Length, StringComparer.Ordinal);
        for (var i = 0; i < copy.Length; i++) _indices.Add(idOf(copy[i]), i);
    }

    /// <summary>The number of elements, created or not.</summary>
    public int Count => Items.Length;

    private T?[] Items => Volatile.Read(ref _items) ?? CreateAll();

    /// <summary>The element at an index, which is created if nobody has asked for it yet.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T this[int index]
    {
        get
        {
            var items = Items;
            if ((uint)index >= (uint)items.Length) throw new ArgumentOutOfRangeException(nameof(index));
            if (Volatile.Read(ref items[index]) is { } item) return item;
            var created = _create!(index);
            return Interlocked.CompareExchange(ref items[index], created, null) ?? created;
        }
    }

    /// <summary>Creates and returns one element after the other.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the element with an id, and creates no other; null where there is none.</summary>
    internal T? Find(string id) =>
        LazyInitializer.EnsureInitialized(ref _indices, IndicesOfIds)!.TryGetValue(id, out var index) ? this[index] : null;

    // What the delegate returned is the list's own from here on: generated code keeps no array.
    private T?[] CreateAll()
    {
        var created = _createAll!();
        return Interlocked.CompareExchange(ref _items, created, null) ?? created;
    }

    private Dictionary<string, int> IndicesOfIds()
    {
        var indices = new Dictionary<string, int>(Count, StringComparer.Ordinal);
        if (Count == 0) return indices;
        foreach (var id in _ids.Split(Separator)) indices.Add(id, indices.Count);
        return indices;
    }
}
