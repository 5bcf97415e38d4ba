// Ids in an editor: where each is given and used, in a quiz and its translations, and their renaming.

using System.Text.Json.Nodes;
using QuizKit.Language.Binding;
using QuizKit.Language.Editing;
using QuizKit.Language.Text;

namespace QuizKit.Tool.LanguageServer;

internal sealed class Ids(Workspace workspace)
{
    /// <summary>The place of an id that a position touches, or null.</summary>
    public IdPlace? At(QuizFile file, int position, CancellationToken cancellation)
    {
        foreach (var place in workspace.Check(file, cancellation).Outline.Ids)
        {
            if (place.Span.Start <= position && position <= place.Span.End) return place;
        }

        return null;
    }

    /// <summary>Where an id is given: in the original, where the file is a translation.</summary>
    public JsonNode Definition(QuizFile file, int position, CancellationToken cancellation)
    {
        var places = Places(file, position, cancellation);
        var first = places.FirstOrDefault(place => place.Place.IsDefinition).File;
        return Locations(places.Where(place => place.Place.IsDefinition && place.File == first));
    }

    /// <summary>Every place of an id in the quiz and its translations.</summary>
    public JsonNode References(QuizFile file, int position, bool withDefinition, CancellationToken cancellation) =>
        Locations(Places(file, position, cancellation).Where(place => withDefinition || !place.Place.IsDefinition));

    /// <summary>The places of an id in one file.</summary>
    public JsonNode Highlights(QuizFile file, int position, CancellationToken cancellation) => new JsonArray(
    [
        .. Places(file, position, cancellation).Where(place => place.File == file)
            .Select(place => new JsonObject { ["range"] = file.RangeOf(place.Place.Span) }),
    ]);

    /// <summary>What a new name would replace, or null where there is no id.</summary>
    public JsonNode? Prepare(QuizFile file, int position, CancellationToken cancellation) =>
        At(file, position, cancellation) is { } place
            ? new JsonObject { ["range"] = file.RangeOf(place.Span), ["placeholder"] = place.Text }
            : null;

    /// <summary>The edits that give an id another name in the quiz and its translations, by file; none where there is no id.</summary>
    /// <exception cref="RpcException">The name is not a slug, or it is taken.</exception>
    public IReadOnlyDictionary<QuizFile, IReadOnlyList<TextEdit>> Rename(
        QuizFile file, int position, string name, CancellationToken cancellation)
    {
        if (At(file, position, cancellation) is not { } renamed)
            throw new RpcException(RpcException.RequestFailed, "There is no id here.");
        if (!Slug.IsValid(name))
        {
            throw new RpcException(
                RpcException.RequestFailed,
                $"'{name}' is not a valid slug: lower-case letters from a to z and digits, in words joined by single hyphens, beginning with a letter.");
        }

        var isTaken = renamed.Set == IdSet.Question && name != renamed.Text && workspace.FamilyOf(file)
            .Any(member => IsTaken(workspace.Check(member, cancellation).Outline, name));
        if (isTaken) throw new RpcException(RpcException.RequestFailed, $"The id '{name}' is taken by another question or claim.");
        return Places(file, position, cancellation).GroupBy(place => place.File).ToDictionary(
            places => places.Key,
            IReadOnlyList<TextEdit> (places) => [.. places.Select(place => new TextEdit(place.Place.Span, name))]);
    }

    private static bool IsTaken(QuizOutline outline, string name) =>
        outline.Ids.Any(place => place.Set == IdSet.Question && place.Text == name)
        || outline.Questions.Any(question => question.Id == name);

    private static JsonArray Locations(IEnumerable<(QuizFile File, IdPlace Place)> places) =>
        [.. places.Select(place => place.File.LocationOf(place.Place.Span))];

    private List<(QuizFile File, IdPlace Place)> Places(QuizFile file, int position, CancellationToken cancellation)
    {
        if (At(file, position, cancellation) is not { } id) return [];
        return
        [
            .. from member in workspace.FamilyOf(file)
               from place in workspace.Check(member, cancellation).Outline.Ids
               where place.Set == id.Set && place.Text == id.Text
               select (member, place),
        ];
    }
}
