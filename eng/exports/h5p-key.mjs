// What the content types of H5P make of a reply where they differ from the quiz, as the notes of the export say.

const close = (one, other) => Math.abs(one - other) < 1e-6;

/** The texts that a question with one blank takes for right, of its line `*one/another:tip*`. */
export const spellingsOf = line => line.split('*')[1].split(':')[0].split('/').map(word => word.trim());

/** Whether H5P's score of a reply is what the export promises.
 * @param spellings the texts that are right in a blank. */
export const isExpected = (question, { reply, score }, theirs, spellings) => {
    // A wrong choice costs as much as a right one gives. The first reply is the right one.
    const [{ reply: key }] = question.replies;
    if (question.kind === 'Choice' && key.length > 1) {
        const right = reply.filter(index => key.includes(index)).length;
        return close(theirs, Math.max(0, 2 * right - reply.length) / key.length);
    }

    // Of the numbers within the tolerance, those count that the blank has.
    const isMissing = question.kind === 'Numeric' && score === 1 && !spellings.includes(reply);
    return close(theirs, isMissing ? 0 : score);
};
