// Shows question sets of H5P in a browser, and lets its content types score replies: node h5p.mjs REPLIES FOLDER PLAYER LIBRARIES QUIZ...
// PLAYER is the folder "dist" of the package h5p-standalone, and LIBRARIES one with the content types as a site of H5P has them, such as
// H5P.MultiChoice-1.16. No registry of packages has those, and so this is run by hand.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { launch } from '../../pages/browser.mjs';
import { Comparison, questionsOf } from '../replies.mjs';
import { isExpected, spellingsOf } from '../h5p-key.mjs';

const [replies, folder, player, libraries, ...quizzes] = process.argv.slice(2);
const comparison = new Comparison('H5P in a player');
const types = { '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml', '.woff': 'font/woff' };
const page = quiz => `<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="/player/styles/h5p.css"><div id="set"></div>
    <script src="/player/main.bundle.js"></script>
    <script>new H5PStandalone.H5P(document.getElementById('set'), { h5pJsonPath: '/${quiz}', librariesPath: '/libraries', contentJsonPath: '/${quiz}/content',
        frameJs: '/player/frame.bundle.js', frameCss: '/player/styles/h5p.css', embedType: 'div' });</script>`;

const packages = new Map(quizzes.map(quiz => [quiz, unzipSync(readFileSync(`${folder}/${quiz}.h5p`))]));
const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(request.url.split('?')[0])).slice(1);
    const [first, ...rest] = path.split('/');
    const file = first === 'player' ? join(player, ...rest) : first === 'libraries' ? join(libraries, ...rest) : '';
    const bytes = packages.has(first) ? (rest.length === 0 ? Buffer.from(page(first)) : packages.get(first)[rest.join('/')])
        : file !== '' && existsSync(file) ? readFileSync(file) : undefined;
    response.writeHead(bytes ? 200 : 404, { 'content-type': rest.length === 0 ? 'text/html' : types[extname(path)] ?? 'application/octet-stream' });
    response.end(bytes);
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));

const browser = await launch();
for (const quiz of quizzes) {
    const view = await browser.newPage();
    view.on('pageerror', error => comparison.faults.push(`${quiz}: ${error}`));
    await view.goto(`http://127.0.0.1:${server.address().port}/${quiz}`);
    await view.waitForFunction(() => globalThis.H5P?.instances?.[0]?.getQuestions || document.querySelector('.h5p-question'), null, { timeout: 30_000 });
    const intro = await view.$('.qs-startbutton');
    await intro?.click();
    const content = JSON.parse(strFromU8(packages.get(quiz)['content/content.json']));
    const questions = questionsOf(replies, quiz);
    const all = await view.evaluate(play, questions);
    comparison.equal(`${quiz}: questions`, all.length, questions.length);
    questions.forEach((question, i) => {
        comparison.questions++;
        if (!(all[i].shown > 0)) comparison.faults.push(`${question.id}: nothing is shown`);
        const spellings = question.kind === 'Numeric' ? spellingsOf(content.questions[i].params.questions[0]) : [];
        question.replies.forEach(({ reply, score }, j) => {
            comparison.replies++;
            const theirs = all[i].scores[j];
            if (!isExpected(question, { reply, score }, theirs, spellings)) comparison.faults.push(`${question.id}: reply ${JSON.stringify(reply)} scores ${theirs}, not ${score}`);
        });
    });
    await view.close();
}
await browser.close();
server.close();
comparison.end();

// In the page: gives each question each reply as a learner does, and asks the content type for the points.
function play(questions) {
    const set = H5P.instances[0];
    const instances = set.getQuestions?.() ?? set.questionInstances;
    return instances.map((instance, i) => {
        const container = document.querySelectorAll('.question-container')[i];
        container.style.display = 'block';
        const shown = container.textContent.trim().length;
        const scores = questions[i].replies.map(({ reply }) => {
            instance.resetTask();
            if (typeof reply === 'boolean') container.querySelectorAll('.h5p-true-false-answer')[reply ? 0 : 1].click();
            else if (Array.isArray(reply)) for (const index of reply) container.querySelectorAll('.h5p-answer')[index].click();
            else {
                const field = container.querySelector('.h5p-text-input');
                field.value = reply;
                field.dispatchEvent(new Event('change'));
                instance.checkAnswer?.();
                instance.markResults?.();
            }
            return instance.getScore() / instance.getMaxScore();
        });
        return { shown, scores };
    });
}
