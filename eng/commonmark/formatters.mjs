// Formats the quizzes of this repository with Prettier, twice, and compiles each result: node formatters.mjs. The words, formulas,
// numbers and claims have to be those of the file as it is written; exits with 1 otherwise.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { compile } from './compiler.mjs';

const root = join(import.meta.dirname, '../..');
const WRAPS = ['always', 'never', 'preserve'];
const files = execFileSync('git', ['ls-files', '--', '*.quiz.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  .filter((file) => !file.startsWith('tests/'));
const written = files.map((file) => readFileSync(join(root, file), 'utf8'));
const originals = files.map((file) => {
  const [, stem, language] = /^(.*)\.([a-zA-Z-]+)\.quiz\.md$/.exec(file) ?? [];
  const original = files.indexOf(`${stem}.quiz.md`);
  return original < 0 ? {} : { Original: written[original], Language: language };
});
const variants = [];
for (const [i, text] of written.entries()) {
  for (const proseWrap of WRAPS) {
    const once = await format(text, { parser: 'markdown', proseWrap });
    variants.push({ i, proseWrap, times: 'once', text: once });
    variants.push({ i, proseWrap, times: 'twice', text: await format(once, { parser: 'markdown', proseWrap }) });
  }
}

const compiled = compile('quizzes', [...written.map((Text, i) => ({ Text, ...originals[i] })), ...variants.map(({ i, text }) => ({ Text: text, ...originals[i] }))]);
const meanings = compiled.slice(0, written.length).map(meaning);
let failed = files.length === 0;
for (const [k, { i, proseWrap, times }] of variants.entries()) {
  const result = compiled[written.length + k];
  const problem = result.Problems[0] ? `${result.Problems[0].Rule}: ${result.Problems[0].Message}` : difference(meanings[i], meaning(result));
  if (problem === undefined) continue;
  console.log(`${files[i]}, formatted ${times} with proseWrap ${proseWrap}: ${problem}`);
  failed = true;
}

console.log(`Prettier: ${variants.length} variants of ${files.length} quizzes`);
process.exitCode = failed ? 1 : 0;

/** The model as lines, without the Markdown, which is the file's own; white space is one space. */
function meaning({ Model: model }) {
  const omitted = ['Markdown', 'Forms', 'Length'];
  return JSON.stringify(model, (key, value) => (omitted.includes(key) ? undefined : oneSpaced(value)), 1).split('\n');
}

function oneSpaced(value) {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ') : value;
}

function difference(left, right) {
  const line = left.findIndex((text, i) => text !== right[i]);
  if (line < 0 && left.length === right.length) return undefined;
  return `${left[line] ?? '(nothing)'} became ${right[line] ?? '(nothing)'}`;
}
