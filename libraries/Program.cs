// Answers questions with libraries under study: one line of JSON for each line of JSON, until the input ends. The same protocol as
// laboratory/Libraries/server.py; arrays are little-endian binary32 in base64.

using System.Runtime.InteropServices;
using System.Text.Json;
using QuizKit.Libraries;

// Ctrl-C, and the SIGTERM of a scheduler, reach the whole group of processes; the one that started this decides what they mean.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);

// What a library prints must not mix with the answers. Native code that writes to descriptor 1 would; none of these does.
await using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
Console.SetOut(Console.Error);
var host = new Session();
answers.WriteLine("""{"status": "ready"}""");
while (Console.In.ReadLine() is { } line) answers.WriteLine(JsonSerializer.Serialize(host.Answer(line)));
