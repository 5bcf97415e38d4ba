// Starts the extension for Visual Studio Code outside of it: with the real client library, and an editor in which nothing happens.
//
//     node extension.mjs QuizKit.Tool.dll
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import Module from 'node:module';
import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../editors/vscode');
const require = createRequire(path.join(folder, 'extension.js'));
const settings = { 'quizkit.path': 'dotnet', 'quizkit.arguments': [path.resolve(process.argv[2])] };
const messages = [];
const commands = new Map();

// Whatever the client library asks the editor for is there: a function, a class and an object without members of its own.
const nothing = () => new Proxy(class {}, {
    get: (target, name) => {
        if (name === Symbol.toPrimitive) return () => '';
        if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
        if (name === 'then' || typeof name === 'symbol') return undefined;
        if (name in target) return target[name];
        return target[name] = nothing();
    },
    apply: () => nothing(),
});
class EventEmitter {
    event = () => ({ dispose() {} });
    fire() {}
    dispose() {}
}
class Disposable {
    constructor(dispose) { this.dispose = dispose ?? (() => {}); }
}
class CancellationTokenSource {
    token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
    cancel() {}
    dispose() {}
}
const event = () => new Disposable();
const channel = () => ({ append() {}, appendLine(line) { messages.push(line); }, show() {}, clear() {}, dispose() {}, trace() {}, debug() {}, info() {}, warn() {}, error(line) { messages.push(line); }, onDidChangeLogLevel: event, logLevel: 0 });
const vscode = {
    EventEmitter, Disposable, CancellationTokenSource,
    version: '1.140.0',
    env: { appName: 'test', language: 'en' },
    workspace: {
        getConfiguration: (section) => ({
            get: (name, otherwise) => settings[section ? `${section}.${name}` : name] ?? otherwise,
            inspect: () => undefined,
        }),
        onDidChangeConfiguration: event, onDidOpenTextDocument: event, onDidChangeTextDocument: event, onDidCloseTextDocument: event,
        onDidSaveTextDocument: event, onWillSaveTextDocument: event, onWillSaveTextDocumentWaitUntil: event, onDidChangeWorkspaceFolders: event,
        onDidCreateFiles: event, onDidRenameFiles: event, onDidDeleteFiles: event, onWillCreateFiles: event, onWillRenameFiles: event,
        onWillDeleteFiles: event, onDidOpenNotebookDocument: event, onDidCloseNotebookDocument: event, onDidChangeNotebookDocument: event,
        onDidSaveNotebookDocument: event, textDocuments: [], notebookDocuments: [], workspaceFolders: undefined,
        createFileSystemWatcher: () => ({ onDidCreate: event, onDidChange: event, onDidDelete: event, dispose() {} }),
        registerTextDocumentContentProvider: event,
    },
    window: {
        createOutputChannel: channel, onDidChangeActiveTextEditor: event, onDidChangeVisibleTextEditors: event, visibleTextEditors: [],
        tabGroups: { all: [], onDidChangeTabs: event, onDidChangeTabGroups: event }, onDidChangeTextEditorSelection: event,
        showErrorMessage: async (message) => { messages.push(message); }, showInformationMessage: async () => undefined, showWarningMessage: async () => undefined,
    },
    languages: new Proxy({ createDiagnosticCollection: () => ({ set() {}, delete() {}, clear() {}, dispose() {} }), match: () => 0 }, {
        get: (target, name) => target[name] ?? event,
    }),
    commands: { registerCommand: (name, action) => { commands.set(name, action); return new Disposable(); }, executeCommand: async () => undefined },
    extensions: { getExtension: () => undefined },
};
const editor = new Proxy(vscode, { get: (target, name) => target[name] ??= nothing() });
const load = Module._load;
Module._load = (name, ...rest) => name === 'vscode' ? editor : load(name, ...rest);

// What the manifest names is there.
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
const { languages, grammars } = manifest.contributes;
for (const file of [manifest.main, languages[0].configuration, ...grammars.map((grammar) => grammar.path)]) {
    assert.ok(existsSync(path.join(folder, file)), `${file} is missing`);
    if (file.endsWith('.json')) JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

const extension = require(path.join(folder, 'extension.js'));
const subscriptions = [];
await extension.activate({ subscriptions });
assert.deepEqual(messages.filter((message) => /cannot start/.test(message)), []);
assert.deepEqual([...commands.keys()], manifest.contributes.commands.map((command) => command.command));
await commands.get('quizkit.restart')();
await extension.deactivate();
settings['quizkit.path'] = path.join(folder, 'no-such-program');
await commands.get('quizkit.restart')();
assert.match(messages.at(-1), /^QuizKit cannot start '.*no-such-program': .*dotnet tool install/);
console.log('the extension: its files, its start, its restart, and one message where the tool is missing');
process.exit(0);
