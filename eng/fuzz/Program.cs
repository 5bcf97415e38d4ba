// Feeds a reader with mutated inputs and keeps what reaches new branches: quizkit-fuzz [--reader NAME] [--seconds N | --count N] [--jobs N]
// [--seed N] [--corpus FILE].

using System.CommandLine;
using QuizKit.Fuzz;

const string AllReaders = "readers";
string[] names = [AllReaders, .. Target.All.Select(target => target.Name)];
var reader = new Option<string>("--reader")
{
    DefaultValueFactory = _ => Target.All[0].Name,
    Description = $"What is fed: {string.Join(", ", Target.All.Select(target => target.Name))}; {AllReaders}: all but the first, in turn.",
};
reader.AcceptOnlyFromAmong(names);
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long to look." };
var count = new Option<int>("--count") { Description = "How many inputs each process tries, instead of a time: the same in each run." };
var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Processes side by side." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "The seed of the first process." };
var corpus = new Option<FileInfo?>("--corpus") { Description = "A JSON file with the inputs to begin with; it gets the new ones." };
var worker = new Option<string?>("--worker") { Hidden = true };
var root = new RootCommand("Looks for text and files that a reader does not treat as it promises.")
{
    reader, seconds, count, jobs, seed, corpus, worker,
};
root.SetAction(parsed =>
{
    var (time, inputs, first) = (parsed.GetValue(seconds), parsed.GetValue(count), parsed.GetValue(seed));
    var name = parsed.GetValue(reader);
    var targets = name == AllReaders ? Target.All.Skip(1) : Target.All.Where(target => target.Name == name);
    return parsed.GetValue(worker) is { } folder
        ? Worker.Run(targets.Single(), folder, time, inputs, first)
        : targets.Max(target => Campaign.Run(target, time, inputs, parsed.GetValue(jobs), first, parsed.GetValue(corpus)));
});
return root.Parse(args).Invoke();
