// Judges the generator's MathML by Temml's, and its HTML by the parser of the HTML standard: node check.mjs FILE, where FILE is
// what quizkit-formulas wrote. Exits with 1 where anything differs.

import { readFileSync } from 'node:fs';
import { parseFragment, serialize } from 'parse5';
import temml from 'temml';
import { accepted } from './accepted.mjs';
import { apply, normalize, parse, show } from './mathml.mjs';

const SHOWN = 20;
const { commands, formulas, texts } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const problems = [];

// Temml reads these in displayed formulas only.
const DISPLAYED_ONLY = /\\begin\{(align|gather|equation|split)\*?\}/;
const used = new Map(accepted.map(({ name }) => [name, 0]));

for (const { Tex: tex, IsDisplayed: isDisplayed, MathML: mathml } of formulas) {
  checkParsed(mathml, tex);
  if (!isDisplayed && DISPLAYED_ONLY.test(tex)) continue;
  let theirs;
  // Temml does not know \mbox, which is \text for the words that a quiz may put there.
  try {
    theirs = temml.renderToString(tex.replaceAll('\\mbox', '\\text'), { displayMode: isDisplayed, throwOnError: true });
  } catch (error) {
    problems.push(`${tex}\n  Temml does not read it: ${error.message}`);
    continue;
  }

  const ours = show(normalize(parse(mathml)));
  const expected = accepted.reduce(applyCounted, normalize(parse(theirs)));
  if (ours !== show(expected)) problems.push(`${tex}${isDisplayed ? ' (displayed)' : ''}\n  QuizKit ${ours}\n  Temml   ${show(expected)}`);

  function applyCounted(tree, rule) {
    const changed = apply(rule, tree, tex);
    if (show(changed) !== show(tree)) used.set(rule.name, used.get(rule.name) + 1);
    return changed;
  }
}

for (const [name, count] of used) if (count === 0) problems.push(`accepted.mjs: '${name}' occurs no more. Delete the rule.`);
const all = formulas.map(({ Tex }) => Tex).join('\n');
for (const command of commands) if (!isUsed(command)) problems.push(`\\${command} is in no formula: add one to corpus.txt.`);
for (const { Origin: origin, Html: html } of texts) checkParsed(html, origin);

for (const problem of problems.slice(0, SHOWN)) console.log(`${problem}\n`);
if (problems.length > SHOWN) console.log(`and ${problems.length - SHOWN} more\n`);
for (const [name, count] of used) console.log(`accepted ${String(count).padStart(5)} x ${name}`);
console.log(`${formulas.length} formulas with ${commands.length} commands, ${texts.length} texts: ${problems.length} problems`);
process.exitCode = problems.length === 0 && formulas.length > 0 && texts.length > 0 ? 0 : 1;

// The parser finds no error, and what it read is what was written.
function checkParsed(html, origin) {
  const errors = [];
  const fragment = parseFragment(html, { onParseError: ({ code }) => errors.push(code) });
  if (errors.length > 0) problems.push(`${origin}\n  ${errors.join(', ')} in ${html}`);
  const read = serialize(fragment);
  if (read !== html) problems.push(`${origin}\n  written ${html}\n  read    ${read}`);
}

function isUsed(command) {
  const name = `\\${command}`;
  for (let at = all.indexOf(name); at >= 0; at = all.indexOf(name, at + 1)) {
    if (!/^[a-z]/i.test(command) || !/[a-z]/i.test(all[at + name.length] ?? '')) return true;
  }

  return false;
}
