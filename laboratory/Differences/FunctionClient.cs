// Opens functions in other processes.

using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Differences;

internal static class FunctionClient
{
    /// <summary>Opens a function in the process of a host.</summary>
    /// <param name="client">The host.</param>
    /// <param name="library">The library without which the host has no functions; null: it needs none.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="path">The file that holds it.</param>
    /// <param name="member">Its name in the file.</param>
    /// <param name="inputs">How many arrays it takes, where it does not say.</param>
    /// <exception cref="FunctionException">It cannot be opened.</exception>
    public static StudiedFunction Open(LibraryClient client, LibraryName? library, string name, string path, string member, int inputs)
    {
        try
        {
            if (library is not null) client.Require(library);
            client.Send(FunctionProtocol.OpenRequest(path, member));
            var opened = client.Read<OpenedFunction>();
            return opened.Function is { } function
                ? new StudiedFunction(name, client.Name, opened.Inputs ?? inputs, arrays => Call(client, name, function, arrays))
                {
                    Shapes = opened.Shapes,
                }
                : throw new FunctionException(OneLine.Of(opened.Message ?? $"{client.Name} did not open it."), isLost: true);
        }
        catch (LibraryException exception)
        {
            throw new FunctionException(exception.Message, isLost: true);
        }
    }

    private static double[] Call(LibraryClient client, string name, int function, IReadOnlyList<Tensor> inputs)
    {
        try
        {
            client.Send(FunctionProtocol.CallRequest(function, inputs));
            var called = client.Read<CalledFunction>();
            if (called.Status == FunctionProtocol.Raised)
            {
                var shapes = string.Join(" and ", inputs.Select(input => string.Join("×", input.Shape)));
                throw new FunctionException($"{name} failed for inputs of {shapes}: {OneLine.Of(called.Message ?? "no message")}");
            }

            return FunctionProtocol.NumbersOf(called.Numbers)
                ?? throw new FunctionException($"{name}: {client.Name} did not answer with numbers.", isLost: true);
        }
        catch (LibraryException exception)
        {
            throw new FunctionException($"{name}: {exception.Message}", isLost: true);
        }
    }
}
