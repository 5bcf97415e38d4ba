// Reads GIFT with gift-pegjs, and grades replies by its weights: node gift.mjs REPLIES FOLDER QUIZ...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Comparison, questionsOf, sameWords } from './replies.mjs';

const { parse } = createRequire(import.meta.url)('gift-pegjs');
const [replies, folder, ...quizzes] = process.argv.slice(2);
const comparison = new Comparison('GIFT');
const kinds = { Essay: 'Open', TF: 'TrueFalse', Numerical: 'Numeric', MC: 'Choice' };

// A tilde with a weight of its own counts it; an equals sign counts all.
const weightOf = choice => choice.weight !== null ? choice.weight / 100 : choice.isCorrect ? 1 : 0;

const isWithin = ({ text }, reply) => {
    const [number, range] = [text.number, text.range ?? 0];
    return Math.abs(reply - number) <= range + 4.5e-16 * (Math.abs(reply) + Math.abs(number) + range);
};

for (const quiz of quizzes) {
    const read = parse(readFileSync(`${folder}/${quiz}.gift`, 'utf8')).filter(({ type }) => type in kinds);
    const questions = questionsOf(replies, quiz);
    comparison.equal(`${quiz}: ids`, read.map(({ id }) => id), questions.map(({ id }) => id));
    questions.forEach((question, i) => {
        const gift = read[i];
        comparison.equal(`${question.id}: kind`, kinds[gift.type], question.kind);
        comparison.equal(`${question.id}: tags`, gift.tags ?? [], question.tags);
        comparison.equal(`${question.id}: format`, gift.stem.format, 'html');
        sameWords(comparison, question, gift.stem.text, question.prompt);
        comparison.equal(`${question.id}: has a solution`, Boolean(gift.globalFeedback?.text), true);
        question.choices?.forEach((words, j) => sameWords(comparison, question, gift.choices[j].text.text, words));
        comparison.scores(question, reply => {
            switch (gift.type) {
                case 'TF': return reply === gift.isTrue ? 1 : 0;
                case 'MC': return Math.max(0, reply.reduce((sum, index) => sum + weightOf(gift.choices[index]), 0));
                default: {
                    const match = gift.choices.find(choice => isWithin(choice, Number(reply)));
                    return match ? weightOf(match) : 0;
                }
            }
        });
    });
}

comparison.end();
