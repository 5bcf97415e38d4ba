// Checks the pages of BlazorQuiz in a browser: each state of a question with axe-core at two widths, light and dark, from left to right and
// from right to left, as forms and interactive; a run by keyboard alone; a run without scripts; print and forced colours.
//
//     node check-blazor.mjs http://127.0.0.1:PORT
//
// Exits with 1 and a line for each finding.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [server] = process.argv.slice(2);
const findings = [];
let judged = 0;

const browser = await launch();
for (const width of [390, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    const view = { viewport: { width, height: 900 }, colorScheme };
    for (const [mode, language] of [['forms', 'en'], ['live', 'en'], ['live', 'ar']]) await checkStates(view, mode, language);
    await checkQuestions(view);
  }
}
for (const mode of ['forms', 'live']) {
  await checkKeyboard(mode);
  await checkWithoutScript(mode);
}
await checkChapter();
await browser.close();

for (const finding of findings) console.log(finding);
console.log(`axe-core looked at ${judged} states of the pages of BlazorQuiz: ${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);

/** A run through the small quiz: before, hint, wrong, not understood, right, shown, result. */
async function checkStates(view, mode, language) {
  const name = `${mode}, ${language}, ${view.viewport.width} pixels, ${view.colorScheme}`;
  const page = await (await browser.newContext({ ...view, bypassCSP: true })).newPage();
  await open(page, mode, language);
  const article = page.locator('article');
  expect((await article.getAttribute('dir')) === (language === 'ar' ? 'rtl' : 'ltr'), `${name}: the direction of the question`);
  await judge(page, `${name}, before`);

  await press(page, 'hint');
  await page.locator('.quizkit-hint').waitFor();
  expect(await hasFocus(page, '.quizkit-hint'), `${name}: the focus is not on the hint`);
  await judge(page, `${name}, hint`);

  await page.getByRole('checkbox', { name: /\. 0\.1$/ }).check();
  await press(page, 'check');
  await page.locator('[role=status].quizkit-wrong').waitFor();
  expect(await hasFocus(page, '[role=status]'), `${name}: the focus is not on the verdict`);
  expect(await page.locator('.quizkit-feedback').isVisible(), `${name}: the wrong choice has no feedback`);
  await judge(page, `${name}, wrong`);
  await next(page, 2);

  await page.getByRole('textbox').fill('many');
  await press(page, 'check');
  await page.locator('[aria-invalid]').waitFor();
  expect(await hasFocus(page, 'input[type=text]'), `${name}: the focus is not on the field that was not understood`);
  await judge(page, `${name}, not understood`);
  await page.getByRole('textbox').fill('8');
  await press(page, 'check');
  await page.locator('[role=status].quizkit-right').waitFor();
  expect(await hasFocus(page, '[role=status]'), `${name}: the focus is not on the right verdict`);
  await judge(page, `${name}, right`);
  await next(page, 3);

  await press(page, 'reveal');
  await page.locator('.quizkit-answer').waitFor();
  await judge(page, `${name}, shown`);
  await page.emulateMedia({ media: 'print' });
  expect(!(await page.locator('button').first().isVisible()), `${name}: paper has buttons`);
  expect(await page.locator('.quizkit-answer table').isVisible(), `${name}: paper has no answer`);
  await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
  const edge = await page.locator('.quizkit-answer').evaluate((answer) => getComputedStyle(answer).borderBlockStartStyle);
  expect(edge === 'solid', `${name}: with forced colours the answer has no border`);
  await page.emulateMedia({ forcedColors: 'none' });
  await next(page, 4);

  await page.getByRole('radio').first().check();
  await press(page, 'check');
  await page.locator('.quizkit-answer').waitFor();
  await press(page, 'next');
  await page.locator('.quizkit-points').waitFor();
  await judge(page, `${name}, result`);
  await press(page, 'restart');
  await page.getByRole('heading', { name: /1/ }).first().waitFor();
  expect((await page.locator('.quizkit-progress').textContent()) === '1 / 4', `${name}: the quiz does not start again`);
  await page.context().close();
}

/** All questions in one page: each form is its own. */
async function checkQuestions(view) {
  const name = `questions, ${view.viewport.width} pixels, ${view.colorScheme}`;
  const page = await (await browser.newContext({ ...view, bypassCSP: true })).newPage();
  await page.goto(server);
  await judge(page, `${name}, list`);
  await page.getByRole('link', { name: 'All questions in one page' }).first().click();
  await page.locator('article').nth(3).waitFor();
  expect((await page.locator('form').count()) === 4, `${name}: not a form for each question`);
  await judge(page, `${name}, before`);
  await page.getByRole('textbox').fill('64');
  await page.getByRole('textbox').press('Enter');
  await page.locator('.quizkit-feedback').waitFor();
  expect((await page.locator('[role=status]:not(:empty)').count()) === 1, `${name}: another question has a verdict`);
  expect(await page.locator('[role=status]:focus').isVisible(), `${name}: the verdict has no focus`);
  await judge(page, `${name}, wrong`);
  await page.context().close();
}

/** A question of several kinds by keys alone, under the page's own policy, which blocks nothing. */
async function checkKeyboard(mode) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const noted = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && noted.push(message.text()));
  page.on('pageerror', (error) => noted.push(String(error)));
  page.on('request', (request) => request.url().startsWith(server) || noted.push(`asks for ${request.url()}`));
  await open(page, mode, 'en');
  await tabTo(page, 'input[type=checkbox]');
  await page.keyboard.press('Space');
  expect((await page.locator('input:checked').count()) === 1, `keyboard, ${mode}: Space does not choose`);
  await tabTo(page, 'button[value=check]');
  await page.keyboard.press('Enter');
  await page.locator('.quizkit-answer').waitFor();
  expect(await hasFocus(page, '[role=status]'), `keyboard, ${mode}: the focus is not on the verdict`);
  await tabTo(page, 'button[value=next]');
  await page.keyboard.press('Enter');
  await position(page, 2);
  if (mode === 'live') expect(await hasFocus(page, 'h2'), 'keyboard: the focus is not on the next question');
  await tabTo(page, 'input[type=text]');
  await page.keyboard.type('8 bytes');
  await page.keyboard.press('Enter');
  await page.locator('[role=status].quizkit-right').waitFor();
  await tabTo(page, 'button[value=next]');
  await page.keyboard.press('Enter');
  await position(page, 3);
  await tabTo(page, 'input[type=radio]');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'button[value=check]');
  await page.keyboard.press('Enter');
  await page.locator('[role=status].quizkit-right').waitFor();
  findings.push(...noted.filter((text) => !text.includes('favicon') && !/404/.test(text)).map((text) => `keyboard, ${mode}: ${text}`));
  await page.context().close();
}

async function checkWithoutScript(mode) {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${server}/${mode}/fractions`);
  await page.getByRole('checkbox', { name: /\. 0\.5$/ }).check();
  await press(page, 'hint');
  expect((await page.locator('.quizkit-hint').count()) === 1, `without script, ${mode}: no hint`);
  expect(await page.getByRole('checkbox', { name: /\. 0\.5$/ }).isChecked(), `without script, ${mode}: the hint forgets the choice`);
  await page.getByRole('checkbox', { name: /\. -0\.375$/ }).check();
  await press(page, 'check');
  expect((await page.locator('[role=status]').textContent()).trim() === 'Correct', `without script, ${mode}: the right boxes are not correct`);
  expect(await page.locator('[role=status]:focus').isVisible(), `without script, ${mode}: the verdict has no focus`);
  await press(page, 'next');
  await page.getByRole('textbox').fill('64');
  await page.getByRole('textbox').press('Enter');
  expect(await page.locator('.quizkit-feedback').isVisible(), `without script, ${mode}: no feedback`);
  await press(page, 'next');
  await press(page, 'reveal');
  await press(page, 'next');
  await page.getByRole('radio').first().check();
  await press(page, 'check');
  await press(page, 'next');
  expect((await page.locator('.quizkit-results li').count()) === 4, `without script, ${mode}: no result`);
  await page.context().close();
}

/** The whole chapter on a telephone: nothing is wider than the window. */
async function checkChapter() {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 900 }, bypassCSP: true })).newPage();
  for (const language of ['en', 'de']) {
    await page.goto(`${server}/questions/neural-networks?language=${language}`);
    expect((await page.locator('article').count()) === 20, `chapter, ${language}: not 20 questions`);
    await judge(page, `chapter, ${language}`);
  }
  await page.context().close();
}

async function open(page, mode, language) {
  await page.goto(`${server}/${mode}/fractions?language=${language}`);
  // The fields of a post disappear when the page has become interactive.
  if (mode === 'live') await page.locator('input[name="quizkit.Question"]').waitFor({ state: 'detached' });
}

function press(page, action) {
  return page.locator(`button[value="${action}"]`).click();
}

async function next(page, number) {
  await press(page, 'next');
  await position(page, number);
}

function position(page, number) {
  return page.locator('.quizkit-progress', { hasText: `${number} / 4` }).waitFor();
}

/** The focus may arrive a moment after what it goes to. */
function hasFocus(page, selector) {
  return page.locator(`${selector}:focus`).first().waitFor({ timeout: 5000 }).then(() => true, () => false);
}

async function tabTo(page, selector) {
  for (let i = 0; i < 30; i++) {
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

async function judge(page, name) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  judged++;
  expect(passes.length > 10, `${name}: axe-core judged by ${passes.length} rules only`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${name}: ${wide} pixels wider than the window`);
  for (const { id, help, nodes } of violations) findings.push(`${name}: ${id}: ${help} (${nodes.length} places, the first: ${nodes[0].html.slice(0, 160)})`);
}

function expect(holds, finding) {
  if (!holds) findings.push(finding);
}
