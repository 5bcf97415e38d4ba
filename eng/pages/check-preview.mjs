// Checks `quizkit preview` in a browser: its pages with axe-core at three widths, light and dark, on paper and with errors; and that a save
// shows at once, with the answers that are open and the place in the window. Prints how long a save takes until it shows.
//
//     node check-preview.mjs QuizKit.Tool.dll CONTENT [SAVES]
//
// CONTENT is the folder of the chapter and its companions. Exits with 1 and a line for each finding.

import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from './browser.mjs';

const [tool, content, count = '60'] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const quiz = 'chapter-6-companions.quiz.md';
const findings = [];
let judged = 0;

const folder = mkdtempSync(join(tmpdir(), 'preview-'));
for (const name of readdirSync(content).filter((name) => name.endsWith('.quiz.md'))) copyFileSync(join(content, name), join(folder, name));
const file = join(folder, quiz);
const original = readFileSync(file, 'utf8');
const server = spawn('dotnet', [tool, 'preview', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise((found, failed) => {
  createInterface({ input: server.stdout }).once('line', found);
  server.once('exit', (code) => failed(new Error(`the preview ended with exit code ${code}`)));
});

const browser = await launch();
try {
  await checkReload();
  for (const width of [390, 768, 1280]) for (const colorScheme of ['light', 'dark']) await checkPages({ colorScheme, viewport: { width, height: 900 } });
} finally {
  await browser.close();
  server.kill('SIGINT');
  const code = server.exitCode ?? await new Promise((ended) => { server.once('exit', ended); });
  expect(code === 130, `the preview ended with exit code ${code} instead of 130`);
  rmSync(folder, { recursive: true });
}

for (const finding of findings) console.log(finding);
console.log(`axe-core looked at ${judged} pages of the preview: ${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);

async function checkPages(view) {
  const name = `${view.viewport.width} pixels, ${view.colorScheme}`;
  // The page's own policy would block axe; a second context keeps the policy and shows what it blocks.
  const strict = await (await browser.newContext(view)).newPage();
  strict.on('console', (message) => findings.push(`${name}: console: ${message.text()}`));
  strict.on('pageerror', (error) => findings.push(`${name}: ${error}`));
  strict.on('request', (request) => request.url().startsWith(address) || request.url() === 'data:,' || findings.push(`${name}: loads ${request.url()}`));
  await strict.goto(address + quiz);
  await strict.keyboard.press('Tab');
  expect((await strict.locator('.skip').boundingBox())?.x >= 0, `${name}: the skip link does not show when it has the focus`);
  await strict.keyboard.press('Enter');
  await strict.keyboard.press('Tab');
  await strict.keyboard.press('Enter');
  expect(await strict.locator('details').first().evaluate((details) => details.open), `${name}: Enter does not open the first answer`);
  await strict.context().close();

  const page = await (await browser.newContext({ ...view, bypassCSP: true })).newPage();
  for (const [path, articles] of [[quiz, 17], ['chapter-6.quiz.md?lang=de', 20]]) {
    await page.goto(address + path);
    expect((await page.locator('article').count()) === articles, `${name}: ${path} does not show ${articles} questions`);
    if (path === quiz) await judge(page, `${name}: ${path}, folded`);
    await page.locator('details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
    await judge(page, `${name}: ${path}, unfolded`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `${name}: ${path} is ${wide} pixels wider than the window`);
    await page.emulateMedia({ media: 'print' });
    expect(!(await page.locator('details, aside').first().isVisible()), `${name}: ${path} prints what belongs to the screen`);
    expect(await page.locator('.sheet').isVisible(), `${name}: ${path} does not print its answers`);
    await page.emulateMedia({ media: 'screen' });
  }

  expect((await page.locator('html').getAttribute('lang')) === 'de', `${name}: the page in German does not say so`);
  await page.getByRole('link', { name: 'Print', exact: true }).click();
  expect(await page.locator('.sheet').isVisible(), `${name}: the print view has no answers`);
  if (view.viewport.width === 1280) await judge(page, `${name}: print`);
  await page.getByRole('link', { name: 'Print without answers' }).click();
  expect((await page.locator('.sheet').count()) === 0, `${name}: the print view without answers has some`);
  await page.getByRole('link', { name: 'en', exact: true }).click();
  expect(page.url().endsWith('?lang=en&print=questions'), `${name}: the other language is at ${page.url()}`);
  await page.context().close();
}

async function checkReload() {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true })).newPage();
  await page.goto(address);
  await judge(page, 'the list');
  await page.goto(address + quiz);
  const tenth = page.locator('article').nth(9);
  await tenth.locator('summary').last().click();
  await tenth.evaluate((article) => scrollTo(0, article.getBoundingClientRect().top + scrollY - 100));
  const before = await topOf(tenth);
  const times = [];
  for (let i = 1; i <= Number(count); i++) {
    const words = `Save number ${i} of the check.`;
    const start = performance.now();
    save(original.replace('## Question 1', `${words}\n\n## Question 1`), i % 2 === 0);
    await page.waitForFunction((words) => document.body.textContent.includes(words), words, { polling: 'raf', timeout: 20000 });
    times.push(performance.now() - start);
    // A person needs some time between two saves, and so does the file system to give them different times.
    await page.waitForTimeout(40);
  }

  times.sort((a, b) => a - b);
  const median = times[times.length >> 1];
  console.log(`From a save to the page: median ${median.toFixed(0)} ms, 95 of 100 within ${times[Math.floor(times.length * 0.95)].toFixed(0)} ms (${times.length} saves).`);
  expect(await tenth.locator('details').last().evaluate((details) => details.open), 'a save closes an open answer');
  expect(Math.abs((await topOf(tenth)) - before) <= 2, 'a save moves what is in the window');

  save(original.replace('### Answer', '### Answrs'), true);
  await page.locator('#_problems').waitFor();
  expect((await page.locator('#_problems').textContent()).includes(`${quiz}(28,1): error QK0007: `), 'an error has no place');
  expect((await page.locator('article').count()) === 17, 'the last good version does not show below an error');
  expect(await page.locator('article').first().locator('._problems mark').isVisible(), 'an error does not stand at its question');
  await judge(page, 'an error');

  rmSync(file);
  await page.getByText(`cannot read`).waitFor();
  expect((await page.locator('article').count()) === 17, 'the last good version does not show when the file is gone');
  save(original, false);
  await page.locator('#_problems').waitFor({ state: 'detached' });
  expect(await tenth.locator('details').last().evaluate((details) => details.open), 'an error closes an open answer');
}

function topOf(article) {
  return article.evaluate((element) => element.getBoundingClientRect().top);
}

/** Saves as editors do: into the file, or into another one that then takes its name. */
function save(text, byRename) {
  if (!byRename) return writeFileSync(file, text);
  writeFileSync(`${file}~`, text);
  renameSync(`${file}~`, file);
}

async function judge(page, name) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  judged++;
  expect(passes.length > 10, `${name}: axe-core judged by ${passes.length} rules only`);
  for (const { id, help, nodes } of violations) findings.push(`${name}: ${id}: ${help} (${nodes.length} places, the first: ${nodes[0].html.slice(0, 160)})`);
}

function expect(holds, finding) {
  if (!holds) findings.push(finding);
}
