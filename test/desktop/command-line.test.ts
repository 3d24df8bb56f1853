import { describe, expect, it } from 'vitest';
import { ownArguments } from '../../electron/desktop/command-line.ts';

describe('our arguments among the shell’s', () => {
  it('drops the program, and the script that an unpackaged Electron gets', () => {
    expect(ownArguments(['electron', '.', '--port', '0'], false)).toEqual(['--port', '0']);
    expect(ownArguments(['electron', '--no-sandbox', '/app', '--port', '0'], false)).toEqual(['--port', '0']);
    expect(ownArguments(['stagewatch', '--port', '0'], true)).toEqual(['--port', '0']);
  });

  it('keeps a word that follows one of our own options where there is no script', () => {
    expect(ownArguments(['electron', '--stage', 'arn'], false)).toEqual(['--stage', 'arn']);
  });

  it.each([
    '--no-sandbox',
    '--disable-gpu',
    '--enable-features=X',
    '--remote-debugging-port=0',
    '--inspect',
    '--inspect=0',
    '--user-data-dir=/x',
    '--original-process-start-time=1',
    '--updated',
  ])('passes over %s', (shellSwitch) => {
    expect(ownArguments(['stagewatch', shellSwitch, '--away-on', 'hidden'], true)).toEqual(['--away-on', 'hidden']);
  });

  it.each([
    '--log-level',
    '--allow-plain-text-secrets',
    '--policy=/etc/p.json',
    '--no-local-stage',
    '--language',
    '--allowed-origins',
    '--no-such-thing',
  ])('keeps %s', (own) => {
    expect(ownArguments(['stagewatch', own], true)).toEqual([own]);
  });
});
