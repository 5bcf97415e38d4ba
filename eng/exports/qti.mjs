// Reads packages of QTI 3.0, and grades replies with an interpreter of their response processing: node qti.mjs REPLIES FOLDER QUIZ...
import { readFileSync } from 'node:fs';
import { unzipSync, strFromU8 } from 'fflate';
import { DOMParser } from '@xmldom/xmldom';
import { Comparison, letters, questionsOf } from './replies.mjs';

const [replies, folder, ...quizzes] = process.argv.slice(2);
const comparison = new Comparison('QTI');

const elementsOf = node => [...node.childNodes].filter(child => child.nodeType === 1);
const find = (node, name) => [...node.getElementsByTagName(name)];
const attribute = (node, name) => node.getAttribute(name);

const read = text => new DOMParser({
    onError: (level, message) => {
        throw new Error(`${level}: ${message}`);
    },
}).parseFromString(text, 'text/xml');

const wordsOf = node => node.nodeType === 3 ? node.nodeValue
    : node.nodeName === 'img' ? attribute(node, 'alt')
    : [...node.childNodes].map(wordsOf).join('');

// Responses and outcomes by identifier: a value, a list where the cardinality is multiple, or null.
class Attempt {
    constructor(item, reply) {
        this.variables = {};
        this.mappings = {};
        for (const declaration of find(item, 'qti-outcome-declaration')) {
            const value = find(declaration, 'qti-value')[0]?.textContent ?? null;
            this.variables[attribute(declaration, 'identifier')] = attribute(declaration, 'base-type') === 'float' ? Number(value) : value;
        }
        const declaration = find(item, 'qti-response-declaration')[0];
        this.mappings.RESPONSE = find(declaration, 'qti-mapping')[0];
        this.variables.RESPONSE = attribute(declaration, 'cardinality') === 'multiple' ? reply : reply[0];
        if (attribute(declaration, 'cardinality') === 'single' && reply.length > 1) throw new Error('one value is taken');
        if (attribute(declaration, 'base-type') === 'float') this.variables.RESPONSE = Number(reply[0]);
        this.run(elementsOf(find(item, 'qti-response-processing')[0]));
    }

    run(rules) {
        for (const rule of rules) {
            if (rule.nodeName === 'qti-set-outcome-value') {
                this.variables[attribute(rule, 'identifier')] = this.value(elementsOf(rule)[0]);
            } else if (rule.nodeName === 'qti-response-condition') {
                for (const branch of elementsOf(rule)) {
                    const [condition, ...then] = elementsOf(branch);
                    const holds = branch.nodeName === 'qti-response-else' || this.value(condition);
                    if (!holds) continue;
                    this.run(branch.nodeName === 'qti-response-else' ? [condition, ...then] : then);
                    break;
                }
            } else {
                throw new Error(`${rule.nodeName} is not a rule`);
            }
        }
    }

    value(expression) {
        const operands = () => elementsOf(expression).map(child => this.value(child));
        switch (expression.nodeName) {
            case 'qti-variable': return this.variables[attribute(expression, 'identifier')];
            case 'qti-base-value': {
                const text = expression.textContent;
                return attribute(expression, 'base-type') === 'float' ? Number(text) : text;
            }
            case 'qti-and': return operands().every(Boolean);
            // Ends that were rounded once more in the sum are in the interval.
            case 'qti-gte': {
                const [a, b] = operands();
                return a >= b - 4.5e-16 * (Math.abs(a) + Math.abs(b));
            }
            case 'qti-lte': {
                const [a, b] = operands();
                return a <= b + 4.5e-16 * (Math.abs(a) + Math.abs(b));
            }
            case 'qti-map-response': return this.map(attribute(expression, 'identifier'));
            default: throw new Error(`${expression.nodeName} is not an expression`);
        }
    }

    map(identifier) {
        const mapping = this.mappings[identifier];
        const entries = new Map(find(mapping, 'qti-map-entry').map(entry => [attribute(entry, 'map-key'), Number(attribute(entry, 'mapped-value'))]));
        const chosen = [this.variables[identifier]].flat();
        const sum = chosen.reduce((total, key) => total + (entries.get(key) ?? Number(attribute(mapping, 'default-value'))), 0);
        return Math.min(Math.max(sum, Number(attribute(mapping, 'lower-bound'))), Number(attribute(mapping, 'upper-bound')));
    }
}

for (const quiz of quizzes) {
    const entries = unzipSync(readFileSync(`${folder}/${quiz}.zip`));
    const documents = Object.fromEntries(Object.entries(entries).filter(([name]) => name.endsWith('.xml')).map(([name, bytes]) => [name, read(strFromU8(bytes))]));
    const resources = find(documents['imsmanifest.xml'], 'resource');
    const files = resources.flatMap(resource => find(resource, 'file').map(file => attribute(file, 'href')));
    comparison.equal(`${quiz}: files`, ['imsmanifest.xml', ...files].sort(), Object.keys(entries).sort());
    const ids = new Set(resources.map(resource => attribute(resource, 'identifier')));
    comparison.equal(`${quiz}: identifiers`, ids.size, resources.length);
    for (const dependency of find(documents['imsmanifest.xml'], 'dependency')) {
        if (!ids.has(attribute(dependency, 'identifierref'))) comparison.faults.push(`${quiz}: ${attribute(dependency, 'identifierref')} is not there`);
    }

    const questions = questionsOf(replies, quiz);
    const items = find(documents['test.xml'], 'qti-assessment-item-ref');
    comparison.equal(`${quiz}: items`, items.map(item => attribute(item, 'identifier')), questions.map(({ id }) => id));
    questions.forEach((question, i) => {
        const file = attribute(items[i], 'href');
        const item = documents[file].documentElement;
        comparison.equal(`${question.id}: identifier`, attribute(item, 'identifier'), question.id);
        const resource = resources.find(one => attribute(one, 'href') === file);
        comparison.equal(`${question.id}: tags`, find(resource, 'string').map(tag => tag.textContent), question.tags);
        const body = find(item, 'qti-item-body')[0];
        const prompt = elementsOf(body)[0];
        find(prompt, 'details').forEach(hint => hint.parentNode.removeChild(hint));
        if (question.prompt !== null) comparison.equal(`${question.id}: prompt`, letters(wordsOf(prompt)), letters(question.prompt));
        for (const picture of find(item, 'img')) {
            const source = attribute(picture, 'src');
            if (!source.includes(':') && !(source.replace('../', '') in entries)) comparison.faults.push(`${question.id}: ${source} is not there`);
        }
        for (const math of find(item, 'math')) comparison.equal(`${question.id}: MathML`, math.namespaceURI, 'http://www.w3.org/1998/Math/MathML');
        const choices = find(body, 'qti-simple-choice');
        question.choices?.forEach((words, j) => words !== null && comparison.equal(`${question.id}: choice`, letters(wordsOf(choices[j])), letters(words)));
        const feedback = new Set(find(item, 'qti-modal-feedback').map(one => attribute(one, 'identifier')));
        if (!feedback.has('shown')) comparison.faults.push(`${question.id} has no solution`);
        comparison.equal(`${question.id}: interaction`, find(body, {
            Open: 'qti-extended-text-interaction', Numeric: 'qti-text-entry-interaction', TrueFalse: 'qti-choice-interaction', Choice: 'qti-choice-interaction',
        }[question.kind]).length, 1);

        // Every value that a reply may have exists, and so does what its feedback names.
        comparison.scores(question, reply => {
            const values = question.kind === 'Choice' ? reply.map(index => attribute(choices[index], 'identifier')) : [String(reply)];
            if (question.kind === 'TrueFalse' && !choices.some(choice => attribute(choice, 'identifier') === values[0])) throw new Error(`${values} is not a choice`);
            const { SCORE, SOLUTION } = new Attempt(item, values).variables;
            comparison.equal(`${question.id}: solution`, SOLUTION, 'shown');
            return SCORE;
        });
    });
}

comparison.end();
