import { describe, expect, it } from 'vitest';
import { isAwsConsole, openStageConsole, stageConsoleUrl } from '../../electron/desktop/stage-console.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';

describe('the way to the AWS console', () => {
  it('leads to the stage by its ARN, in its region', async () => {
    const opened: string[] = [];
    await openStageConsole(ARN, async (url) => void opened.push(url));
    expect(opened).toEqual([
      'https://us-west-2.console.aws.amazon.com/go/view?arn=arn%3Aaws%3Aivs%3Aus-west-2%3A123456789012%3Astage%2FAbCdEfGhIjKl',
    ]);
  });

  it('is not there for partitions that have a console elsewhere', async () => {
    const china = ARN.replace('arn:aws:', 'arn:aws-cn:');
    expect(stageConsoleUrl(china)).toBeNull();
    await expect(openStageConsole(china, async () => expect.unreachable())).rejects.toThrow('no page');
  });

  it.each([
    'http://us-west-2.console.aws.amazon.com/',
    'https://console.aws.amazon.com.example.com/',
    'https://us-west-2.console.aws.amazon.com.example.com/',
    'https://example.com/us-west-2.console.aws.amazon.com',
    'https://evilconsole.aws.amazon.com/',
    'https://user@us-west-2.console.aws.amazon.com/',
    'https://us-west-2.console.aws.amazon.com:8443/',
    'javascript:alert(1)//us-west-2.console.aws.amazon.com',
    'file:///us-west-2.console.aws.amazon.com',
    'nonsense',
    '',
  ])('opens nothing else: %s', (url) => {
    expect(isAwsConsole(url)).toBe(false);
  });
});
