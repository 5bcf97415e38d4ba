// Reads packages of Anki with SQLite itself, and grades replies by what a card shows: node anki.mjs REPLIES FOLDER QUIZ...
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unzipSync, strFromU8 } from 'fflate';
import { parseFragment } from 'parse5';
import initSqlJs from 'sql.js';
import { Comparison, lettersOf, questionsOf, sameWords } from './replies.mjs';

const [replies, folder, ...quizzes] = process.argv.slice(2);
const comparison = new Comparison('Anki');
const SQL = await initSqlJs();
const schema = {
    col: 'id crt mod scm ver dty usn ls conf models decks dconf tags',
    notes: 'id guid mid mod usn tags flds sfld csum flags data',
    cards: 'id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data',
    revlog: 'id cid usn ease ivl lastIvl factor time type',
    graves: 'usn oid type',
};
const indexes = ['ix_cards_nid', 'ix_cards_sched', 'ix_cards_usn', 'ix_notes_csum', 'ix_notes_usn', 'ix_revlog_cid', 'ix_revlog_usn'];
const seen = new Map();

const elementsOf = (html, name) => {
    const found = [];
    const walk = node => {
        if (node.nodeName === name) found.push(node);
        else (node.childNodes ?? []).forEach(walk);
    };
    walk(parseFragment(html));
    return found;
};
const classOf = node => node.attrs.find(attribute => attribute.name === 'class')?.value;
const textOf = node => node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(textOf).join('');

// '3 ± 0.1; -2.1 – -1.9 km': the right number with its tolerance, then intervals and numbers; the unit stands at the end.
const isRight = (key, reply) => key.split('; ').some((part, i) => {
    const [first, second] = part.split(/ [±–] /).map(parseFloat);
    const slack = 4.5e-16 * (Math.abs(reply) + Math.abs(first) + Math.abs(second ?? 0));
    if (i === 0) return Math.abs(reply - first) <= (second ?? 0) + (second === undefined ? 0 : slack);
    return second === undefined ? reply === first : reply >= first - slack && reply <= second + slack;
});

for (const quiz of quizzes) {
    const entries = unzipSync(readFileSync(`${folder}/${quiz}.apkg`));
    const database = new SQL.Database(entries['collection.anki2']);
    const rows = sql => {
        const [result] = database.exec(sql);
        return result ? result.values.map(values => Object.fromEntries(values.map((value, i) => [result.columns[i], value]))) : [];
    };
    comparison.equal(`${quiz}: integrity`, rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
    for (const [table, columns] of Object.entries(schema)) {
        comparison.equal(`${quiz}: ${table}`, rows(`PRAGMA table_info(${table})`).map(({ name }) => name).join(' '), columns);
    }
    comparison.equal(`${quiz}: indexes`, rows("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name").map(({ name }) => name), indexes);

    const [collection] = rows('SELECT * FROM col');
    comparison.equal(`${quiz}: version`, [collection.id, collection.ver], [1, 11]);
    const [models, decks, options] = [collection.models, collection.decks, collection.dconf].map(text => JSON.parse(text));
    for (const part of [collection.conf, collection.tags]) JSON.parse(part);
    const notes = rows('SELECT * FROM notes JOIN (SELECT nid, did, ord, due, queue, type AS kind FROM cards) ON nid = id ORDER BY due');
    comparison.equal(`${quiz}: cards`, rows('SELECT count(*) AS n FROM cards')[0].n, notes.length);

    const media = JSON.parse(strFromU8(entries.media));
    comparison.equal(`${quiz}: media`, Object.keys(entries).sort(), ['collection.anki2', 'media', ...Object.keys(media)].sort());
    const used = new Set();
    const questions = questionsOf(replies, quiz);
    comparison.equal(`${quiz}: questions`, notes.length, questions.length);
    questions.forEach((question, i) => {
        const note = notes[i];
        const model = models[note.mid];
        const deck = decks[note.did];
        comparison.equal(`${question.id}: deck`, [deck.id, Boolean(deck.name), Boolean(options[deck.conf])], [note.did, true, true]);
        comparison.equal(`${question.id}: card`, [note.ord, note.queue, note.kind, model.tmpls.length], [0, 0, 0, 1]);
        for (const id of [note.id, note.guid]) {
            if (seen.has(id)) comparison.faults.push(`${question.id} and ${seen.get(id)} have the id ${id}`);
            seen.set(id, question.id);
        }

        const values = note.flds.split('\u001f');
        comparison.equal(`${question.id}: fields`, values.length, model.flds.length);
        const fields = Object.fromEntries(model.flds.map(({ name }, j) => [name, values[j]]));
        comparison.equal(`${question.id}: id`, fields.Id, question.id);
        const stripped = textOf(parseFragment(values[0]));
        comparison.equal(`${question.id}: checksum`, note.csum, parseInt(createHash('sha1').update(stripped).digest('hex').slice(0, 8), 16));
        comparison.equal(`${question.id}: tags`, note.tags.trim().split(' ').filter(Boolean), question.tags);
        sameWords(comparison, question, fields.Question, question.prompt);
        comparison.equal(`${question.id}: has a solution`, lettersOf(fields.Solution).length > 0 || question.id.startsWith('hostile'), true);
        if (/\[sound:|\[latex\]|\[\$/.test(note.flds)) comparison.faults.push(`${question.id} has words that Anki takes for a sound or a formula`);
        for (const side of [model.tmpls[0].qfmt, model.tmpls[0].afmt]) {
            for (const [, name] of side.matchAll(/\{\{([^}]*)\}\}/g)) if (!(name in fields)) comparison.faults.push(`${name} is not a field`);
        }
        for (const [, name] of note.flds.matchAll(/<img src="([^":]*)"/g)) used.add(name);

        const shown = elementsOf(fields.Choices, 'li').map(textOf);
        const answers = elementsOf(fields.Answer, 'li');
        if (question.choices) comparison.equal(`${question.id}: choices`, [shown.length, answers.length], [question.choices.length, question.choices.length]);
        question.choices?.forEach((words, j) => words !== null && comparison.equal(
            question.id, shown[j].replace(/[^\p{L}\p{N}]/gu, ''), words.replace(/[^\p{L}\p{N}]/gu, '')));
        const right = answers.flatMap((item, j) => classOf(item) === 'right' ? [j] : []);
        const key = elementsOf(fields.Answer, 'p').filter(node => classOf(node) === 'right').map(textOf)[0];
        comparison.scores(question, reply => {
            switch (question.kind) {
                case 'TrueFalse': return key === (reply ? 'True' : 'False') ? 1 : 0;
                case 'Numeric': return isRight(key, Number(reply)) ? 1 : 0;
                default: {
                    // A learner who compares counts by the rule of the documentation.
                    const hits = reply.filter(index => right.includes(index)).length;
                    const misses = reply.length - hits;
                    if (hits === right.length && misses === 0) return 1;
                    if (right.length === 1) return 0;
                    return Math.max(0, hits / right.length - (misses && misses / (answers.length - right.length)));
                }
            }
        });
    });
    comparison.equal(`${quiz}: pictures`, Object.values(media).sort(), [...used].sort());
    for (const name of Object.keys(media)) if (entries[name].length < 100) comparison.faults.push(`${quiz}: ${media[name]} is empty`);
}

comparison.end();
