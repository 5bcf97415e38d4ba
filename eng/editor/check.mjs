// Drives `quizkit language-server` with the libraries of Visual Studio Code, and colours a quiz with the grammars of the extension.
//
//     node check.mjs QuizKit.Tool.dll
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const require = createRequire(import.meta.url);
const tool = path.resolve(process.argv[2]);
const extension = path.resolve(import.meta.dirname, '../../editors/vscode');
const folder = mkdtempSync(path.join(tmpdir(), 'quizkit-editor-'));
const limit = 120_000;

/** The value of a promise, or an error where it takes too long. */
function soon(promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what} did not come.`)), limit);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

class Editor {
    documents = new Map();
    waiting = [];

    constructor() {
        this.process = spawn('dotnet', [tool, 'language-server', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
        this.exit = new Promise((resolve) => this.process.on('exit', resolve));
        this.connection = protocol.createProtocolConnection(this.process.stdout, this.process.stdin);
        this.connection.onError(([error]) => { throw error; });
        this.connection.onNotification(protocol.PublishDiagnosticsNotification.type, (published) => {
            this.waiting = this.waiting.filter(({ fits, resolve }) => !fits(published) || resolve(published.diagnostics));
        });
        this.registered = new Promise((resolve) => {
            this.connection.onRequest(protocol.RegistrationRequest.type, ({ registrations }) => resolve(registrations));
        });
        this.connection.listen();
    }

    async start() {
        const { capabilities, serverInfo } = await this.ask(protocol.InitializeRequest.type, {
            processId: process.pid,
            rootUri: pathToFileURL(folder).href,
            capabilities: {
                general: { positionEncodings: ['utf-16'] },
                workspace: { workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
                textDocument: {
                    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
                    codeAction: { resolveSupport: { properties: ['edit'] } },
                },
            },
        });
        await this.connection.sendNotification(protocol.InitializedNotification.type, {});
        return { capabilities, serverInfo };
    }

    ask(type, parameters) {
        return soon(this.connection.sendRequest(type, parameters), `the reply to ${type.method}`);
    }

    diagnostics(document) {
        const found = new Promise((resolve) => {
            this.waiting.push({
                fits: ({ uri, version }) => uri === document.uri && (version === undefined || version === document.version),
                resolve: (value) => { resolve(value); return false; },
            });
        });
        return soon(found, `the diagnostics of ${document.uri}, version ${document.version},`);
    }

    async open(name, text) {
        const document = TextDocument.create(pathToFileURL(path.join(folder, name)).href, 'quiz-markdown', 1, text);
        const found = this.diagnostics(document);
        await this.connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
            textDocument: { uri: document.uri, languageId: document.languageId, version: 1, text },
        });
        return { document, diagnostics: await found };
    }

    /** Types a text in the place of another, and waits for what is wrong then. */
    async type(document, start, end, text) {
        const range = { start: document.positionAt(start), end: document.positionAt(end) };
        TextDocument.update(document, [{ range, text }], document.version + 1);
        const found = this.diagnostics(document);
        await this.connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
            textDocument: { uri: document.uri, version: document.version },
            contentChanges: [{ range, text }],
        });
        return found;
    }

    async end() {
        await this.ask(protocol.ShutdownRequest.type);
        await this.connection.sendNotification(protocol.ExitNotification.type);
        return soon(this.exit, 'the end of the process');
    }
}

const quiz = `---
id: rivers
language: en
---
# Rivers 😀

## Question 1: Length
<!-- quiz: id=length kind=numeric value=5 unit=km -->

How long is it, if $x_{1} \\geq 2$?

### Answer

<!-- claim: five expect=refuted values=5 -->
It is 5 km long.<!-- /claim -->

### Erratum
<!-- erratum: kind=imprecise claim=five -->

It is longer.
`;

async function checkServer() {
    const editor = new Editor();
    const { capabilities, serverInfo } = await editor.start();
    assert.equal(serverInfo.name, 'quizkit');
    assert.equal(capabilities.textDocumentSync.change, protocol.TextDocumentSyncKind.Incremental);
    assert.equal((await soon(editor.registered, 'the registration'))[0].method, 'workspace/didChangeWatchedFiles');
    writeFileSync(path.join(folder, 'rivers.de.quiz.md'), quiz.replace('language: en', 'language: de').replace('id: rivers\n', ''));

    const { document, diagnostics } = await editor.open('rivers.quiz.md', quiz);
    assert.deepEqual(diagnostics, []);
    const textDocument = { uri: document.uri };
    const at = (words, offset = 0) => ({ textDocument, position: document.positionAt(document.getText().indexOf(words) + offset) });

    const misspelt = document.getText().indexOf('kind=numeric');
    const [problem] = await editor.type(document, misspelt, misspelt + 4, 'knid');
    assert.deepEqual([problem.code, problem.severity, document.getText(problem.range)], ['QK0011', 1, 'knid']);
    const actions = await editor.ask(protocol.CodeActionRequest.type, { textDocument, range: problem.range, context: { diagnostics: [problem] } });
    assert.deepEqual(actions.map((action) => action.title), ["Replace 'knid' with 'kind'", "Fix all 'QK0011' in this file"]);
    const resolved = await editor.ask(protocol.CodeActionResolveRequest.type, actions[1]);
    for (const action of [actions[0], resolved])
        assert.equal(TextDocument.applyEdits(document, action.edit.documentChanges[0].edits), quiz);
    await editor.type(document, misspelt, misspelt + 4, 'kind');

    const formula = document.getText().indexOf('geq');
    await editor.type(document, formula, formula + 3, 'ap');
    const { items } = await editor.ask(protocol.CompletionRequest.type, at('\\ap', 3));
    assert.ok(items.length > 200);
    const approx = items.find((item) => item.label === '\\approx');
    assert.equal(approx.detail, '≈');
    assert.equal(TextDocument.applyEdits(document, [approx.textEdit]), quiz.replace('\\geq', '\\approx'));
    await editor.type(document, formula, formula + 2, 'geq');

    const hover = await editor.ask(protocol.HoverRequest.type, at('x_{1}'));
    assert.match(hover.contents.value, /x₁ ≥ 2/);
    assert.equal(document.getText(hover.range), '$x_{1} \\geq 2$');

    assert.equal((await editor.ask(protocol.PrepareRenameRequest.type, at('five', 2))).placeholder, 'five');
    const { documentChanges } = await editor.ask(protocol.RenameRequest.type, { ...at('five', 2), newName: 'six-km' });
    assert.deepEqual(documentChanges.map((change) => [path.basename(change.textDocument.uri), change.edits.length]), [['rivers.quiz.md', 2], ['rivers.de.quiz.md', 2]]);
    assert.equal(TextDocument.applyEdits(document, documentChanges[0].edits), quiz.replaceAll('five', 'six-km'));
    await assert.rejects(editor.ask(protocol.RenameRequest.type, { ...at('five'), newName: 'length' }), /taken/);

    const [symbol] = await editor.ask(protocol.DocumentSymbolRequest.type, { textDocument });
    assert.deepEqual(symbol.children.map((child) => child.name), ['Question 1: Length']);
    assert.equal((await editor.ask(protocol.FoldingRangeRequest.type, { textDocument })).length, 4);
    const references = await editor.ask(protocol.ReferencesRequest.type, { ...at('claim=five', 8), context: { includeDeclaration: true } });
    assert.equal(references.length, 4);
    await editor.type(document, 0, document.getText().length, quiz.replace('## Question 1: Length', '## 1. Length'));
    const edits = await editor.ask(protocol.DocumentFormattingRequest.type, { textDocument, options: { tabSize: 4, insertSpaces: true } });
    assert.equal(TextDocument.applyEdits(document, edits), quiz);
    await assert.rejects(editor.connection.sendRequest('quizkit/unknown', {}), (error) => error.code === protocol.ErrorCodes.MethodNotFound);
    assert.equal(await editor.end(), 0);
    console.log('the server: diagnostics, fixes, completion, hover, renaming, symbols, folds, references, formatting and its end');
}

/** A quiz of so many questions, with formulas, choices and claims. */
function largeQuiz(count) {
    const kinds = [(i) => `kind=numeric value=${i} unit=km`, () => 'kind=choice', () => 'kind=open'];
    const questions = Array.from({ length: count }, (_, k) => k + 1).map((i) => `## Question ${i}: River ${i}
<!-- quiz: id=river-${i} ${kinds[i % 3](i)} tags=rivers -->

How long is the *river* number ${i}, if $x_{${i}} = \\frac{${i}}{2}$ and it flows north?
${i % 3 === 1 ? `\n- [x] It is $${i}$ long.\n- [ ] It is $\\sqrt{${i}}$ long.\n  > That is the root.\n` : ''}
### Answer

<!-- claim: length-${i} values=${i} -->
The river is ${i} km long, since $\\alpha + ${i} = ${i} + \\alpha$.<!-- /claim -->

### Explanation

Because the map says so.

`);
    return `---\nid: large\nlanguage: en\n---\n# Large\n\n${questions.join('')}`;
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

async function measure(count) {
    const editor = new Editor();
    await editor.start();
    let started = performance.now();
    const { document, diagnostics } = await editor.open('large.quiz.md', largeQuiz(count));
    const opened = performance.now() - started;
    assert.deepEqual(diagnostics, []);

    const times = {};
    const edit = async (name, start, end, text, expected, edited = document) => {
        started = performance.now();
        const found = await editor.type(edited, start, end, text);
        (times[name] ??= []).push(performance.now() - started);
        assert.equal(found.some((problem) => problem.severity === 1), expected, name);
    };
    for (let round = 0; round < 40; round++) {
        const question = Math.floor((round / 40) * count) + 1;
        const words = document.getText().indexOf(`number ${question},`);
        await edit('words of a prompt', words, words, 'x', false);
        await edit('words of a prompt', words, words + 1, '', false);
        const key = document.getText().indexOf('kind=', words - 120);
        await edit('a misspelt key, and back', key, key + 1, 'q', true);
        await edit('a misspelt key, and back', key, key + 1, 'k', false);
        if (round % 8 > 0) continue;
        const end = document.getText().indexOf(' -->', key);
        await edit('a comment without its end, and back', end, end + 4, '', true);
        await edit('a comment without its end, and back', end, end, ' -->', false);
    }

    const german = (await editor.open('large.de.quiz.md', largeQuiz(count).replace('id: large\nlanguage: en', 'language: de'))).document;
    for (let round = 0; round < 40; round++) {
        const words = german.getText().indexOf(`number ${Math.floor((round / 40) * count) + 1},`);
        await edit('words of a translation', words, words, 'x', false, german);
        await edit('words of a translation', words, words + 1, '', false, german);
    }

    console.log(`${count} questions, ${document.getText().length} characters: opened in ${opened.toFixed(0)} ms; from an edit to its diagnostics:`);
    for (const [name, all] of Object.entries(times))
        console.log(`  ${name}: median ${median(all).toFixed(0)} ms, longest ${Math.max(...all).toFixed(0)} ms of ${all.length}`);
    assert.equal(await editor.end(), 0);
}

/** The scopes of each word of a quiz, by the grammars of the extension and the engine of the editor. */
async function checkGrammars() {
    const { default: oniguruma } = await import('vscode-oniguruma');
    const { default: textmate } = await import('vscode-textmate');
    await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
    const manifest = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
    const grammars = manifest.contributes.grammars;
    // In the place of the editor's own grammar of Markdown: comments and code, which the others have to leave alone or to refine.
    const markdown = {
        scopeName: 'text.html.markdown',
        patterns: [
            { begin: '```', end: '```', name: 'markup.fenced_code.block.markdown' },
            { match: '`[^`]+`', name: 'markup.inline.raw.string.markdown' },
            { begin: '<!--', end: '-->', name: 'comment.block.html' },
        ],
    };
    const registry = new textmate.Registry({
        onigLib: Promise.resolve({
            createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
            createOnigString: (text) => new oniguruma.OnigString(text),
        }),
        loadGrammar: async (name) => {
            if (name === markdown.scopeName) return markdown;
            const { path: file } = grammars.find((grammar) => grammar.scopeName === name);
            return textmate.parseRawGrammar(readFileSync(path.join(extension, file), 'utf8'), file);
        },
        getInjections: (name) => grammars.filter((grammar) => grammar.injectTo?.includes(name)).map((grammar) => grammar.scopeName),
    });
    const grammar = await registry.loadGrammar('text.html.markdown.quiz');
    const scopes = new Map();
    let stack = textmate.INITIAL;
    for (const line of `${quiz}\nA \`<!-- quiz: id=code -->\` and $5.\n\n<!-- markdownlint-disable -->\n`.split('\n')) {
        const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
        for (const token of tokens) {
            const words = line.slice(token.startIndex, token.endIndex).trim();
            if (words && !scopes.has(words)) scopes.set(words, token.scopes.at(-1));
        }
        stack = ruleStack;
    }

    for (const [words, scope] of Object.entries({
        quiz: 'keyword.control.quiz',
        id: 'entity.other.attribute-name.quiz',
        length: 'string.unquoted.quiz',
        five: 'entity.name.tag.quiz',
        '/claim': 'keyword.control.quiz',
        '\\geq': 'support.function.tex.quiz',
        '`<!-- quiz: id=code -->`': 'markup.inline.raw.string.markdown',
        'and $5.': 'text.html.markdown.quiz',
        'markdownlint-disable': 'comment.block.html',
    }))
        assert.equal(scopes.get(words), scope, `the scope of '${words}' among ${[...scopes.keys()]}`);
    console.log('the grammars: comments, their keys and formulas, but not code and money');
}

try {
    await checkServer();
    await checkGrammars();
    await measure(1000);
} finally {
    rmSync(folder, { recursive: true });
}
