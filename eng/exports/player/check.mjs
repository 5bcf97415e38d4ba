// Shows each item of QTI packages in a browser, with a player that others wrote, and lets it score replies: node check.mjs REPLIES FOLDER QUIZ...
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { unzipSync, strFromU8 } from 'fflate';
import { launch } from '../../pages/browser.mjs';
import { questionsOf } from '../replies.mjs';

// The player rounds a score to three decimals.
const tolerance = 5.01e-4;

const [replies, folder, ...quizzes] = process.argv.slice(2);
const faults = [];
let questions = 0;
let graded = 0;

const player = await build({
    stdin: {
        contents: `import '@citolab/qti-components';
            import { qtiTransformItem } from '@citolab/qti-components/qti-transformers';
            globalThis.readItem = xml => qtiTransformItem().parse(xml).html();`,
        resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'iife',
    write: false,
});
const browser = await launch();
const page = await browser.newPage();
page.on('pageerror', error => faults.push(String(error)));
await page.setContent('<!DOCTYPE html><main></main>');
await page.addScriptTag({ content: player.outputFiles[0].text });

for (const quiz of quizzes) {
    const entries = unzipSync(readFileSync(`${folder}/${quiz}.zip`));
    const files = new Map([...strFromU8(entries['test.xml']).matchAll(/<qti-assessment-item-ref identifier="([^"]*)" href="([^"]*)"/g)]
        .map(([, id, file]) => [id, file]));
    for (const question of questionsOf(replies, quiz)) {
        questions++;
        const xml = strFromU8(entries[files.get(question.id)]);
        const { height, results } = await page.evaluate(play, { xml, question });
        if (!(height > 0)) faults.push(`${question.id}: nothing is shown`);
        question.replies.forEach(({ reply, score }, i) => {
            graded++;
            const { SCORE, SOLUTION } = results[i];
            if (!(Math.abs(Number(SCORE) - score) <= tolerance)) faults.push(`${question.id}: reply ${JSON.stringify(reply)} scores ${SCORE}, not ${score}`);
            if (SOLUTION !== 'shown') faults.push(`${question.id}: reply ${JSON.stringify(reply)} does not show the solution`);
        });
    }
}
await browser.close();

for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(`QTI in a player: ${questions} questions, ${graded} replies, ${faults.length} wrong`);
process.exit(faults.length > 0 || questions === 0 || graded === 0 ? 1 : 0);

// In the page: shows an item and gives it each reply.
async function play({ xml, question }) {
    const main = document.querySelector('main');
    main.innerHTML = globalThis.readItem(xml);
    const item = main.querySelector('qti-assessment-item');
    await item.updateComplete;
    const interaction = item.querySelector('qti-choice-interaction, qti-text-entry-interaction, qti-extended-text-interaction');
    await interaction.updateComplete;
    const choices = [...item.querySelectorAll('qti-simple-choice')].map(choice => choice.getAttribute('identifier'));
    const outcomes = () => Object.fromEntries(item.variables.map(({ identifier, value }) => [identifier, value]));
    const isSingle = item.variables.find(({ identifier }) => identifier === 'RESPONSE').cardinality === 'single';
    const results = question.replies.map(({ reply }) => {
        const values = question.kind === 'Choice' ? reply.map(index => choices[index]) : [String(reply)];
        item.resetResponses();
        item.updateResponseVariable('RESPONSE', isSingle ? values[0] : values);
        item.processResponse(true, false);
        return outcomes();
    });
    return { height: item.querySelector('qti-item-body').getBoundingClientRect().height, results };
}
