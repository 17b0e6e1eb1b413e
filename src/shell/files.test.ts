import { describe, expect, it } from 'vitest';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';

describe('files of the terminal', () => {
  it('are written by echo with > and go on with >>', () => {
    const lines = [`echo '{"version":1}' > plan.json`, 'echo more >> ./plan.json', 'printf "a\\nb" > /tmp/other.txt'];
    expect(filesAfter({}, lines)).toEqual({ 'plan.json': '{"version":1}\nmore\n', 'other.txt': 'a\nb\n' });
  });

  it('keep what the scenario gave until somebody writes over it', () => {
    expect(filesAfter({ 'plan.json': 'old' }, ['docker ps', 'echo new > plan.json'])).toEqual({ 'plan.json': 'new\n' });
  });

  it('a line that writes one is an input: it starts a process that prints nothing', () => {
    expect(parseCommand("echo '{}' > plan.json", exampleContext)).toMatchObject({
      ok: true,
      payload: { type: 'StartTool', command: "echo '{}' > plan.json", launch: { program: 'print', args: { lines: [] } } },
    });
  });

  it('can be listed and shown', () => {
    const context = { ...exampleContext, files: { 'plan.json': '{\n}\n' } };
    expect(parseCommand('ls', context)).toMatchObject({ ok: false, stdout: ['plan.json'], exitCode: 0 });
    expect(parseCommand('cat plan.json', context)).toMatchObject({ ok: false, stdout: ['{', '}'], exitCode: 0 });
    expect(parseCommand('cat nothing', context)).toMatchObject({ ok: false, stderr: ['cat: nothing: No such file or directory'], exitCode: 1 });
  });

  it('complain as bash does, and say what is not here', () => {
    expect(parseCommand('echo a >', exampleContext)).toMatchObject({ ok: false, stderr: ["bash: syntax error near unexpected token `newline'"], exitCode: 2 });
    expect(parseCommand('docker ps > list.txt', exampleContext)).toMatchObject({ ok: false, stderr: ['highwater: only echo and printf write into a file'] });
    expect(parseCommand('echo a > /etc/passwd', exampleContext)).toMatchObject({ ok: false, stderr: ['bash: /etc/passwd: Permission denied'] });
  });
});
