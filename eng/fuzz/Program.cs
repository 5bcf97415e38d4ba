// Feeds the compiler with mutated Markdown and keeps what reaches new branches: quizkit-fuzz [--seconds N | --count N] [--jobs N] [--seed N]
// [--corpus FILE].

using System.CommandLine;
using QuizKit.Fuzz;

var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long to look." };
var count = new Option<int>("--count") { Description = "How many inputs each process tries, instead of a time: the same in each run." };
var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Processes side by side." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "The seed of the first process." };
var corpus = new Option<FileInfo?>("--corpus") { Description = "A JSON file with the inputs to begin with; it gets the new ones." };
var worker = new Option<string?>("--worker") { Hidden = true };
var root = new RootCommand("Looks for Markdown that the compiler does not treat as it promises.")
{
    seconds, count, jobs, seed, corpus, worker,
};
root.SetAction(parsed =>
{
    var (time, inputs, first) = (parsed.GetValue(seconds), parsed.GetValue(count), parsed.GetValue(seed));
    return parsed.GetValue(worker) is { } folder
        ? Worker.Run(folder, time, inputs, first)
        : Campaign.Run(time, inputs, parsed.GetValue(jobs), first, parsed.GetValue(corpus));
});
return root.Parse(args).Invoke();
