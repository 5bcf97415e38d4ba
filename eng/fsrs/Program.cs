// Compares the scheduler with ts-fsrs over the histories that histories.mjs wrote: see README.md.

using System.Globalization;
using QuizKit.Repetition;

// Both keep eight decimals. Their powers and exponentials may differ in the last bit, which can round an eighth decimal to its neighbour; a review
// carries that on. So far no run has shown a difference, and two units are what one such rounding in each of S and R may become.
const double Tolerance = 2e-8;

var histories = 0;
var reviews = 0;
var wrong = 0;
var largest = 0.0;
var states = new int[4];
var lapses = 0;
FsrsScheduler? scheduler = null;
var card = MemoryCard.New;
foreach (var line in File.ReadLines(args[0]))
{
    var words = line.Split(' ');
    if (words[0] == "history")
    {
        histories++;
        scheduler = new FsrsScheduler(
            [.. words[5..].Select(Number)], Number(words[1]), (int)Number(words[2]), Steps(words[3]), Steps(words[4]));
        card = MemoryCard.New;
        continue;
    }

    reviews++;
    card = scheduler!.Review(card, (ReviewRating)(int)Number(words[2]), Time(words[1]));
    states[(int)card.State]++;
    lapses = Math.Max(lapses, card.Lapses);
    var stability = Math.Abs(card.Stability - Number(words[4])) / Math.Max(1, card.Stability);
    var difficulty = Math.Abs(card.Difficulty - Number(words[5]));
    largest = Math.Max(largest, Math.Max(stability, difficulty));
    var isSame = stability <= Tolerance
        && difficulty <= Tolerance
        && (int)card.State == (int)Number(words[3])
        && card.Due == Time(words[6])
        && card.ScheduledDays == (int)Number(words[7])
        && card.Reviews == (int)Number(words[8])
        && card.Lapses == (int)Number(words[9]);
    if (isSame) continue;
    wrong++;
    if (wrong > 10) continue;
    Console.WriteLine($"ts-fsrs, history {histories}: {line}");
    Console.WriteLine(FormattableString.Invariant($"QuizKit: {card}, difficulty {card.Difficulty}, {card.ScheduledDays} days"));
}

Console.WriteLine(FormattableString.Invariant(
    $"{histories} histories, {reviews} reviews, {wrong} different; learning, review and relearning {states[1]}, {states[2]}, {states[3]}"));
Console.WriteLine(FormattableString.Invariant(
    $"largest difference of stability, relative above 1, and of difficulty: {largest:G3}; up to {lapses} lapses"));

// A file without reviews, or one in which a state never occurs, compares nothing.
return wrong == 0 && histories > 0 && states[1] > 0 && states[2] > 0 && states[3] > 0 ? 0 : 1;

static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);

static DateTimeOffset Time(string word) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(word, CultureInfo.InvariantCulture));

static IReadOnlyList<TimeSpan> Steps(string words) =>
    words == "-" ? [] : [.. words.Split(',').Select(step => TimeSpan.FromMinutes(Number(step)))];
