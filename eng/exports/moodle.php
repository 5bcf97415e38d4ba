<?php
// Reads Moodle XML by the rules of Moodle's importer, and grades replies by those of its question types:
// php moodle.php REPLIES FOLDER QUIZ...
declare(strict_types=1);

[, $repliesFile, $folder] = $argv;
$quizzes = array_slice($argv, 3);
$replies = json_decode(file_get_contents($repliesFile), true, 512, JSON_THROW_ON_ERROR);
$faults = [];
$questionCount = 0;
$replyCount = 0;

// The grades that the importer takes: any other is refused.
const GRADES = [1.0, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667, 0.1428571, 0.125,
    0.1111111, 0.1, 0.05, 0.0];
const KINDS = ['essay' => 'Open', 'truefalse' => 'TrueFalse', 'numerical' => 'Numeric', 'multichoice' => 'Choice'];

function listed(float $fraction): ?float
{
    foreach (GRADES as $grade) {
        if (abs(abs($fraction) - $grade) < 0.00001) return $fraction < 0 ? -$grade : $grade;
    }

    return null;
}

function text(DOMXPath $path, string $query, DOMNode $node): string
{
    return trim((string) $path->evaluate("string($query)", $node));
}

// What a reader sees of HTML: its letters and digits, and the words of its pictures.
function letters(string $html): string
{
    $page = new DOMDocument();
    @$page->loadHTML('<?xml encoding="utf-8"?><body>' . $html . '</body>', LIBXML_NONET);
    foreach (iterator_to_array($page->getElementsByTagName('img')) as $picture) {
        $picture->parentNode->replaceChild($page->createTextNode($picture->getAttribute('alt')), $picture);
    }

    return only_letters($page->textContent);
}

function only_letters(string $words): string
{
    return preg_replace('/[^\p{L}\p{N}]/u', '', $words);
}

// A number is within a tolerance, to which Moodle adds the precision of PHP.
function is_within(float $value, float $answer, float $tolerance): bool
{
    $tolerance = abs($tolerance) + 1e-14 * max(1, abs($answer));
    return $answer - $tolerance <= $value && $value <= $answer + $tolerance;
}

foreach ($quizzes as $quiz) {
    $document = new DOMDocument();
    if (!$document->load("$folder/$quiz.xml", LIBXML_NONET)) exit(1);
    $path = new DOMXPath($document);
    $read = iterator_to_array($path->query('/quiz/question'));
    $category = array_shift($read);
    if ($category->getAttribute('type') !== 'category' || !str_starts_with(text($path, 'category/text', $category), '$course$/top/')) {
        $faults[] = "$quiz has no category";
    }

    if (count($read) !== count($replies[$quiz])) $faults[] = "$quiz has another number of questions";
    foreach ($replies[$quiz] as $i => $question) {
        $xml = $read[$i];
        $id = $question['id'];
        $type = $xml->getAttribute('type');
        $questionCount++;
        if (text($path, 'idnumber', $xml) !== $id) $faults[] = "$id has another idnumber";
        if ((KINDS[$type] ?? '') !== $question['kind']) $faults[] = "$id is of another kind";
        if (text($path, 'name/text', $xml) === '') $faults[] = "$id has no name";
        if (text($path, 'generalfeedback/text', $xml) === '') $faults[] = "$id has no general feedback";
        if ($type === 'essay' && text($path, 'graderinfo/text', $xml) === '') $faults[] = "$id has no information for graders";
        $tags = array_map(fn ($tag) => $tag->textContent, iterator_to_array($path->query('tags/tag/text', $xml)));
        if ($tags !== $question['tags']) $faults[] = "$id has other tags";
        $prompt = text($path, 'questiontext/text', $xml);
        if ($question['prompt'] !== null && letters($prompt) !== only_letters($question['prompt'])) $faults[] = "$id asks something else";
        preg_match_all('~@@PLUGINFILE@@/([^"]+)~', $prompt, $names);
        foreach ($names[1] as $name) {
            $file = $path->query("questiontext/file[@name='$name' and @encoding='base64']", $xml)->item(0);
            if ($file === null || strlen(base64_decode($file->textContent, true)) < 100) $faults[] = "$id lacks the picture $name";
        }

        $answers = [];
        foreach ($path->query('answer', $xml) as $answer) {
            $fraction = listed((float) $answer->getAttribute('fraction') / 100);
            if ($fraction === null) $faults[] = "$id has a grade that is refused: " . $answer->getAttribute('fraction');
            $answers[] = ['text' => text($path, 'text', $answer), 'fraction' => $fraction, 'tolerance' => (float) text($path, 'tolerance', $answer)];
        }

        foreach ($question['choices'] ?? [] as $j => $words) {
            if ($words !== null && letters($answers[$j]['text']) !== only_letters($words)) $faults[] = "$id has another choice " . ($j + 1);
        }

        // Where one choice is right, a radio button is all that a learner has.
        $isSingle = text($path, 'single', $xml) !== 'false';
        foreach ($question['replies'] as ['reply' => $reply, 'score' => $ours]) {
            $replyCount++;
            $theirs = 0.0;
            if ($type === 'truefalse') {
                foreach ($answers as $answer) if ($answer['text'] === ($reply ? 'true' : 'false')) $theirs = $answer['fraction'];
            } else if ($type === 'multichoice') {
                if ($isSingle && count($reply) > 1) $faults[] = "$id takes one choice";
                foreach ($reply as $index) $theirs += $answers[$index]['fraction'];
                $theirs = min(max(0, $theirs), 1);
            } else {
                foreach ($answers as $answer) {
                    if (!is_numeric($answer['text'])) $faults[] = "$id has an answer that is not a number";
                    if (!is_within((float) $reply, (float) $answer['text'], $answer['tolerance'])) continue;
                    $theirs = $answer['fraction'];
                    break;
                }
            }

            if (abs($theirs - $ours) > 1e-6) $faults[] = "$id: reply " . json_encode($reply) . " scores $theirs, not $ours";
        }
    }
}

foreach (array_slice($faults, 0, 20) as $fault) echo "$fault\n";
printf("Moodle: %d questions, %d replies, %d wrong\n", $questionCount, $replyCount, count($faults));
exit(count($faults) > 0 || $questionCount === 0 || $replyCount === 0 ? 1 : 0);
