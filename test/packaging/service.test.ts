/** The files by which each system starts kiosk mode: readable by it, and of a program and options that there are. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagingConfiguration, surroundingsOf } from '../../packaging/electron-builder.ts';
import { at } from '../../scripts/lib/paths.ts';
import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';
import { readXml, textsOf, type XmlElement } from './xml.ts';

const textOf = (name: string): string => readFileSync(at(`packaging/service/${name}`), 'utf8');
const { productName, appId, linux } = packagingConfiguration(surroundingsOf({}));
const flags = Object.values<SettingDefinition>(settingDefinitions).map(({ flag }) => `--${flag}`);

/** A property list's values, as launchd takes them. */
function plistValue({ name, text, children }: XmlElement): unknown {
  switch (name) {
    case 'string':
      return text;
    case 'true':
    case 'false':
      return name === 'true';
    case 'array':
      return children.map(plistValue);
    case 'dict':
      return Object.fromEntries(
        children.flatMap((child, index) => {
          if (index % 2 === 1) return [];
          if (child.name !== 'key') throw new Error(`<${child.name}> in the place of a key`);
          return [[child.text, plistValue(children[index + 1]!)]];
        }),
      );
    default:
      throw new Error(`<${name}> in a property list`);
  }
}

describe('Linux: the systemd unit', () => {
  it('starts what the Debian package installs, with options that there are', () => {
    const [program, ...options] = /^ExecStart=(.*)$/m.exec(textOf('stagewatch.service'))![1]!.split(' ');
    expect(program).toBe(`/opt/${productName}/${linux?.executableName}`);
    expect(options).toContain('--kiosk');
    expect(options.filter((option) => !flags.includes(option))).toEqual([]);
  });
});

describe('macOS: the launchd agent', () => {
  it('is a property list that starts what the dmg holds, and again after a failure alone', () => {
    const plist = readXml(textOf('app.stagewatch.desktop.plist'));
    expect([plist.name, plist.children.length]).toEqual(['plist', 1]);
    const value = plistValue(plist.children[0]!) as { ProgramArguments: string[] };
    const [program, ...options] = value.ProgramArguments;
    expect(value).toMatchObject({ Label: appId, RunAtLoad: true, KeepAlive: { SuccessfulExit: false } });
    expect(program).toBe(`/Applications/${productName}.app/Contents/MacOS/${productName}`);
    expect(options).toContain('--kiosk');
    expect(options.filter((option) => !flags.includes(option))).toEqual([]);
  });
});

describe('Windows: the scheduled task', () => {
  const task = readXml(textOf('stagewatch-task.xml'));

  it('starts what the installer puts there for all users, with options that there are', () => {
    expect(task.attributes.xmlns).toBe('http://schemas.microsoft.com/windows/2004/02/mit/task');
    expect(textsOf(task, 'Command')).toEqual([`%ProgramFiles%\\${productName}\\${productName}.exe`]);
    const options = textsOf(task, 'Arguments').flatMap((line) => line.split(' '));
    expect(options).toContain('--kiosk');
    expect(options.filter((option) => !flags.includes(option))).toEqual([]);
  });

  it('runs once, without an end, in the session of one user', () => {
    expect(textsOf(task, 'MultipleInstancesPolicy')).toEqual(['IgnoreNew']);
    expect(textsOf(task, 'ExecutionTimeLimit')).toEqual(['PT0S']);
    expect(textsOf(task, 'LogonType')).toEqual(['InteractiveToken']);
    expect(new Set(textsOf(task, 'UserId')).size).toBe(1);
  });

  it('declares no encoding, which Task Scheduler would refuse where it is not the file’s own', () => {
    expect(textOf('stagewatch-task.xml')).not.toContain('<?xml');
  });
});

describe('a file that is not well-formed', () => {
  it.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&</a>',
    '<a b=c/>',
    'text',
    '<a><!-- -- --></a>',
    '</a>',
    ' <?xml version="1.0"?><a/>',
  ])('is told: %s', (text) => {
    expect(() => readXml(text)).toThrow();
  });
});
