// The replies with our scores, and the comparison with those of another key.
import { readFileSync } from 'node:fs';
import { parseFragment } from 'parse5';

export const questionsOf = (file, quiz) => {
    const questions = JSON.parse(readFileSync(file, 'utf8'))[quiz];
    if (!questions?.length) throw new Error(`there are no replies for ${quiz}`);
    return questions;
};

/** Counts what agrees, and collects what does not. */
export class Comparison {
    faults = [];
    questions = 0;
    replies = 0;

    constructor(format) {
        this.format = format;
    }

    equal(what, actual, expected) {
        if (JSON.stringify(actual) !== JSON.stringify(expected)) {
            this.faults.push(`${what}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
        }
    }

    /** Compares the scores of each reply to a question; score is the foreign key as a function. */
    scores(question, score) {
        this.questions++;
        for (const { reply, score: ours } of question.replies) {
            this.replies++;
            const theirs = score(reply);
            if (Math.abs(theirs - ours) > 1e-6) this.faults.push(`${question.id}: reply ${JSON.stringify(reply)} scores ${theirs}, not ${ours}`);
        }
    }

    /** Prints the sum, and ends the process. */
    end() {
        for (const fault of this.faults.slice(0, 20)) console.log(fault);
        console.log(`${this.format}: ${this.questions} questions, ${this.replies} replies, ${this.faults.length} wrong`);
        process.exit(this.faults.length > 0 || this.questions === 0 || this.replies === 0 ? 1 : 0);
    }
}

const textOf = node => node.nodeName === '#text' ? node.value
    : node.nodeName === 'img' ? node.attrs.find(({ name }) => name === 'alt').value
    : (node.childNodes ?? []).map(textOf).join('');

/** The letters and digits that a reader of HTML sees, as a browser reads it; pictures are their words. */
export const lettersOf = html => letters(textOf(parseFragment(html)));

export const letters = words => words.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');

/** Compares words with HTML by their letters; null are words that are not compared. Addresses of links stand in our plain words only. */
export const sameWords = (comparison, question, html, words) => {
    if (words !== null && !words.includes('://')) comparison.equal(question.id, lettersOf(html), letters(words));
};
