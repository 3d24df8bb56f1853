/** The one way out of the app: a stage's page in the AWS console, in the system's browser. */

/** AWS resolves an ARN to the page of what it names, after signing in. null: a partition with a console of its own. */
export function stageConsoleUrl(stageArn: string): string | null {
  const [, partition, , region] = stageArn.split(':');
  if (partition !== 'aws' || !region) return null;
  const url = new URL('/go/view', `https://${region}.console.aws.amazon.com`);
  url.searchParams.set('arn', stageArn);
  return url.href;
}

/** `https://REGION.console.aws.amazon.com/…` on its usual port, without a name or password in it; nothing else is opened. */
export function isAwsConsole(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    /^[a-z0-9-]+\.console\.aws\.amazon\.com$/.test(hostname)
  );
}

/** @throws Error where the stage has no page in the AWS console */
export async function openStageConsole(stageArn: string, open: (url: string) => Promise<void>): Promise<void> {
  const url = stageConsoleUrl(stageArn);
  if (url === null || !isAwsConsole(url)) throw new Error('This stage has no page in the AWS console.');
  await open(url);
}
