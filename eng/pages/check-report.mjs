// Checks the web page of a gpu-checks report, of a run or of the laboratory, in a browser: at three widths, light and dark, and in print, collapsed and
// expanded, with axe-core; that nothing scrolls sideways, that the text of pictures is large enough and not cut, and that every link leads
// somewhere. Or takes its picture.
//
//     node check-report.mjs REPORT.html                   exits with 1 and a line for each finding
//     node check-report.mjs REPORT.html --picture OUT.png   a question of a run, or the first screen of the laboratory

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [file, option, picture] = process.argv.slice(2);
if (!file || (option && (option !== '--picture' || !picture))) {
  console.error('usage: check-report.mjs REPORT.html [--picture OUT.png]');
  process.exit(2);
}
const address = pathToFileURL(resolve(file)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const smallestText = 11;
const sizes = { wide: [1000, 1200], tablet: [768, 1024], narrow: [390, 844] };
const schemes = Object.entries(sizes).flatMap(([size, [width, height]]) => ['light', 'dark'].map(
  (colorScheme) => ({ name: `${size}, ${colorScheme}`, colorScheme, viewport: { width, height } })));
const browser = await launch();
const findings = [];
if (picture) await takePicture();
else for (const scheme of schemes) await check(scheme);
await browser.close();
for (const finding of findings) console.log(finding);
if (!picture) console.log(`${schemes.length * 2} views of the report: ${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);

/** A question with a mark of each colour, one claim expanded with its plot; or what the laboratory begins with. */
async function takePicture() {
  const page = await browser.newPage({ viewport: { width: 900, height: 1500 }, colorScheme: 'light' });
  await page.goto(`${address}#claim-he-preserves-scale`);
  const question = page.locator('#question-he-factor-of-two');
  const shown = (await question.count()) > 0 ? question : page.locator('header');
  const { x, y, width, height } = await shown.evaluate((section) => {
    const { left, top, width, height } = section.getBoundingClientRect();
    return { x: left + scrollX - 16, y: top + scrollY + 1, width: width + 32, height: height + 15 };
  });
  await page.screenshot({ path: picture, clip: { x, y, width, height }, fullPage: true });
}

async function check({ name, colorScheme, viewport }) {
  // The page's own policy would block axe; a second context keeps the policy and shows what it blocks.
  const strict = await (await browser.newContext({ colorScheme, viewport })).newPage();
  strict.on('console', (message) => findings.push(`${name}: console: ${message.text()}`));
  strict.on('request', (request) => request.url().startsWith(address) || findings.push(`${name}: loads ${request.url()}`));
  await strict.goto(address);
  await expectLinksUnfold(strict, name);

  const page = await (await browser.newContext({ colorScheme, viewport, bypassCSP: true })).newPage();
  await page.goto(address);
  await page.evaluate(axe);
  for (const folded of [true, false]) {
    await page.evaluate((open) => document.querySelectorAll('details').forEach((details) => { details.open = open; }), !folded);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const view = `${name}, ${folded ? 'folded' : 'unfolded'}`;
    for (const { id, help, nodes } of violations) findings.push(`${view}: ${id}: ${help}: ${nodes[0].html}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) findings.push(`${view}: the page is ${wide} pixels wider than the screen`);
    if (folded) continue;
    for (const finding of await page.evaluate(inspect, { smallestText, isNarrow: viewport.width < 500 })) findings.push(`${name}: ${finding}`);
  }

  // Collapsed, as most readers leave it; paper shows it all the same.
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = false; }));
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
  const hidden = await page.evaluate(() => [...document.querySelectorAll('details > .body')].filter((body) => !body.checkVisibility()).length);
  if (hidden > 0) findings.push(`${name}, in print: ${hidden} of the details are hidden`);
}

/** Looks at what axe-core does not: tables, pictures and links. It runs in the page, with all details expanded. */
function inspect({ smallestText, isNarrow }) {
  const found = [];
  if (isNarrow) {
    for (const table of document.querySelectorAll('.wide')) {
      if (table.scrollWidth > table.clientWidth) found.push(`the table '${table.getAttribute('aria-label')}' scrolls sideways`);
    }
  }
  for (const picture of document.querySelectorAll('svg.picture')) {
    const frame = picture.viewBox.baseVal;
    const scale = picture.getBoundingClientRect().width / frame.width;
    for (const text of picture.querySelectorAll('text')) {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < smallestText) found.push(`'${text.textContent}' is ${size.toFixed(1)} pixels high in '${picture.getAttribute('aria-label').slice(0, 60)}'`);
      const { x, width } = text.getBBox();
      if (x < 0 || x + width > frame.width) found.push(`'${text.textContent}' is cut in '${picture.getAttribute('aria-label').slice(0, 60)}'`);
    }
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) found.push(`the link to ${link.hash} leads nowhere`);
  }
  return found;
}

/** A mark must expand its claim by keyboard. */
async function expectLinksUnfold(page, name) {
  const mark = page.locator('a.mark').first();
  if ((await mark.count()) === 0) return; // The laboratory alone has no claims.
  await mark.focus();
  await page.keyboard.press('Enter');
  const target = page.locator(await mark.getAttribute('href'));
  if (!(await target.isVisible())) findings.push(`${name}: the first mark does not unfold its details`);
}
