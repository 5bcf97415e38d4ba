// Starts `quizkit language-server` when a quiz is opened. Everything that it knows of quizzes is in the server.

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

/** The command that the settings name. It talks over the standard streams. */
function commandOf() {
    const settings = vscode.workspace.getConfiguration('quizkit');
    return { command: settings.get('path'), args: [...settings.get('arguments'), 'language-server'] };
}

async function start() {
    const server = commandOf();
    client = new LanguageClient('quizkit', 'QuizKit', server, { documentSelector: [{ language: 'quiz-markdown' }] });
    try {
        await client.start();
    } catch (error) {
        client = undefined;
        const help = 'Install it with `dotnet tool install --global QuizKit.Tool`, or name it in the setting `quizkit.path`.';
        const choice = await vscode.window.showErrorMessage(`QuizKit cannot start '${server.command}': ${error.message} ${help}`, 'Open Settings');
        if (choice) await vscode.commands.executeCommand('workbench.action.openSettings', 'quizkit.path');
    }
}

async function stop() {
    const running = client;
    client = undefined;
    await running?.stop();
}

async function activate(context) {
    const restart = async () => {
        await stop();
        await start();
    };
    context.subscriptions.push(
        vscode.commands.registerCommand('quizkit.restart', restart),
        vscode.workspace.onDidChangeConfiguration(async (change) => {
            if (change.affectsConfiguration('quizkit.path') || change.affectsConfiguration('quizkit.arguments')) await restart();
        }),
    );
    await start();
}

module.exports = { activate, deactivate: stop };
