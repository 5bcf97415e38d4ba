// Reads question sets of H5P by the published rules of its core and of its content types, and grades replies by theirs:
// node h5p.mjs REPLIES FOLDER QUIZ...
import { readFileSync } from 'node:fs';
import { unzipSync, strFromU8 } from 'fflate';
import { parseFragment } from 'parse5';
import { isExpected, spellingsOf } from './h5p-key.mjs';
import { Comparison, lettersOf, letters, questionsOf } from './replies.mjs';

const [replies, folder, ...quizzes] = process.argv.slice(2);
const comparison = new Comparison('H5P');
const fault = message => comparison.faults.push(message);
const seen = new Map();

// What the core requires of h5p.json, and the files that it takes.
const manifestRules = {
    title: /^.{1,255}$/, language: /^[-a-zA-Z]{1,10}$/, mainLibrary: /^[$a-z_][0-9a-z_.$]{1,254}$/i, license: /^U$/, defaultLanguage: /^[-a-zA-Z]{1,10}$/,
    licenseExtras: /^.{1,5000}$/s,
};
const uuid = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;
const picture = /^content\/images\/[a-zA-Z0-9.-]+\.(png|jpe?g|gif|bmp)$/;

// The fields of each content type that a question may have. A field that is a string is plain words; a list names the elements that H5P
// keeps besides div, span, p and br, and it removes all others. null is any value that has no words.
const media = { type: null, disableImageZooming: null };
const feedback = [{ from: null, to: null, feedback: '' }];
const semantics = {
    'H5P.MultiChoice 1.16': {
        media,
        question: ['strong', 'em', 'sub', 'sup', 'h2', 'h3', 'pre', 'code'],
        answers: [{
            text: ['strong', 'em', 'sub', 'sup', 'code'],
            correct: null,
            tipsAndFeedback: {
                tip: ['p', 'br', 'strong', 'em', 'a', 'code'],
                chosenFeedback: ['strong', 'em', 'sub', 'sup', 'a', 'code'],
                notChosenFeedback: ['strong', 'em', 'sub', 'sup', 'a', 'code'],
            },
        }],
        overallFeedback: feedback,
        behaviour: {
            enableRetry: null, enableSolutionsButton: null, type: null, singlePoint: null, randomAnswers: null, showSolutionsRequiresInput: null,
            passPercentage: null, showScorePoints: null,
        },
    },
    'H5P.TrueFalse 1.8': {
        media,
        question: ['strong', 'em', 'sub', 'sup', 'h2', 'h3', 'pre', 'code'],
        correct: '',
        l10n: { trueText: '', falseText: '' },
        behaviour: { enableRetry: null, enableSolutionsButton: null, feedbackOnCorrect: '', feedbackOnWrong: '' },
    },
    'H5P.Blanks 1.14': {
        media,
        text: ['strong', 'em', 'u', 'a', 'ul', 'ol', 'li', 'h2', 'h3', 'hr', 'pre', 'code'],
        questions: [['strong', 'em', 'del', 'u', 'code']],
        overallFeedback: feedback,
        behaviour: { enableRetry: null, enableSolutionsButton: null, caseSensitive: null, showSolutionsRequiresInput: null, acceptSpellingErrors: null },
    },
    'H5P.Essay 1.5': {
        media,
        taskDescription: ['strong', 'em', 'u', 'a', 'ul', 'ol', 'li', 'h2', 'h3', 'hr', 'pre', 'code'],
        solution: { sample: ['strong', 'a'] },
        keywords: null,
        behaviour: { inputFieldSize: null, enableRetry: null, ignoreScoring: null },
    },
    'H5P.Image 1.1': { contentName: '', decorative: null, alt: '', file: null },
};
const kinds = { 'H5P.MultiChoice 1.16': 'Choice', 'H5P.TrueFalse 1.8': 'TrueFalse', 'H5P.Blanks 1.14': 'Numeric', 'H5P.Essay 1.5': 'Open' };
const set = {
    introPage: { showIntroPage: null, title: ['sub', 'sup', 'strong', 'em', 'code'], introduction: ['sub', 'sup', 'strong', 'em', 'p', 'code'] },
    progressType: null, passPercentage: null, questions: null, disableBackwardsNavigation: null, randomQuestions: null,
};

const elementsOf = node => [...node.nodeName.startsWith('#') ? [] : [node.nodeName], ...(node.childNodes ?? []).flatMap(elementsOf)];

const checkFields = (where, value, rule) => {
    if (rule === null) return;
    if (Array.isArray(rule) && typeof rule[0] !== 'string') {
        if (!Array.isArray(value)) fault(`${where} is not a list`);
        else value.forEach((one, i) => checkFields(`${where}[${i}]`, one, rule[0]));
    } else if (typeof rule === 'string') {
        if (typeof value !== 'string' || /[<>"]/.test(value)) fault(`${where} is not plain words: ${value}`);
    } else if (Array.isArray(rule)) {
        if (typeof value !== 'string') fault(`${where} is not a text`);
        else for (const name of elementsOf(parseFragment(value))) {
            if (!['div', 'span', 'p', 'br', ...rule].includes(name)) fault(`${where} has <${name}>, which H5P removes`);
        }
    } else {
        for (const [name, inner] of Object.entries(value)) {
            if (!(name in rule)) fault(`${where}.${name} is not a field`);
            else checkFields(`${where}.${name}`, inner, rule[name]);
        }
    }
};

const checkContent = (where, part, used, entries) => {
    used.add(part.library);
    checkFields(where, part.params, semantics[part.library] ?? {});
    if (!uuid.test(part.subContentId)) fault(`${where}: ${part.subContentId} is not a UUID`);
    if (seen.has(part.subContentId)) fault(`${where} and ${seen.get(part.subContentId)} have the id ${part.subContentId}`);
    seen.set(part.subContentId, where);
    comparison.equal(`${where}: type`, part.metadata.contentType, part.library.split(' ')[0]);
    checkFields(`${where}.title`, part.metadata.title, '');
    if (part.params.media?.type) checkContent(`${where}: picture`, part.params.media.type, used, entries);
    if (part.params.file && !(`content/${part.params.file.path}` in entries)) fault(`${where}: ${part.params.file.path} is not there`);
};

for (const quiz of quizzes) {
    const entries = unzipSync(readFileSync(`${folder}/${quiz}.h5p`));
    for (const name of Object.keys(entries)) {
        if (!['h5p.json', 'content/content.json'].includes(name) && !picture.test(name)) fault(`${quiz}: H5P takes no file ${name}`);
    }
    const manifest = JSON.parse(strFromU8(entries['h5p.json']));
    for (const [name, rule] of Object.entries(manifestRules)) {
        if (name in manifest ? !rule.test(manifest[name]) : name !== 'licenseExtras') fault(`${quiz}: ${name} is ${manifest[name]}`);
    }
    comparison.equal(`${quiz}: embed types`, manifest.embedTypes, ['iframe']);
    const content = JSON.parse(strFromU8(entries['content/content.json']));
    checkFields(quiz, content, set);

    const used = new Set([`${manifest.mainLibrary} 1.20`]);
    const questions = questionsOf(replies, quiz);
    comparison.equal(`${quiz}: questions`, content.questions.length, questions.length);
    questions.forEach((question, i) => {
        const part = content.questions[i];
        const { params } = part;
        checkContent(question.id, part, used, entries);
        comparison.equal(`${question.id}: kind`, kinds[part.library], question.kind);
        const [id, ...others] = part.metadata.authorComments.split('\n');
        comparison.equal(`${question.id}: id`, id, `id: ${question.id}`);
        comparison.equal(`${question.id}: tags`, others.find(line => line.startsWith('tags: ')), question.tags.length > 0 ? `tags: ${question.tags.join(' ')}` : undefined);

        // Pictures are beside the words, or their words are among them; lists have marks in place of elements.
        const prompt = params.question ?? params.text ?? params.taskDescription;
        const alt = params.media.type?.params.alt ?? '';
        if (question.prompt !== null && !question.prompt.includes('://')) comparison.equal(`${question.id}: prompt`, lettersOf(prompt + alt), letters(question.prompt));
        question.choices?.forEach((words, j) => words !== null && !words.includes('://')
            && comparison.equal(`${question.id}: choice ${j + 1}`, lettersOf(params.answers[j].text), letters(words)));
        if (question.kind === 'Open' ? !params.solution.sample : !(params.overallFeedback?.[0].feedback ?? params.behaviour.feedbackOnWrong)) fault(`${question.id} has no solution`);

        comparison.questions++;
        const spellings = question.kind === 'Numeric' ? spellingsOf(params.questions[0]) : [];
        for (const one of question.replies) {
            comparison.replies++;
            const theirs = scoreOf(params, one.reply, spellings);
            if (!isExpected(question, one, theirs, spellings)) fault(`${question.id}: reply ${JSON.stringify(one.reply)} scores ${theirs}, not ${one.score}`);
        }
    });

    const named = manifest.preloadedDependencies.map(one => `${one.machineName} ${one.majorVersion}.${one.minorVersion}`);
    comparison.equal(`${quiz}: dependencies`, named.sort(), [...used].sort());
}

comparison.end();

// As the content types count: a point for each right choice and one less for each wrong one, or one point for the whole.
function scoreOf(params, reply, spellings) {
    if (typeof reply === 'boolean') return params.correct === String(reply) ? 1 : 0;
    if (typeof reply === 'string') return spellings.some(word => word.toLowerCase() === reply.toLowerCase()) ? 1 : 0;
    const isSingle = params.behaviour.type === 'single';
    if (isSingle && reply.length > 1) throw new Error('several choices of one');
    const points = reply.reduce((sum, index) => sum + (params.answers[index].correct ? 1 : -1), 0);
    return Math.max(0, points) / (isSingle ? 1 : params.answers.filter(({ correct }) => correct).length);
}
