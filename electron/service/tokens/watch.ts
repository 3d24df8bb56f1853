import type { TokenIssuer } from './issuer.ts';

/** What the last request to the issuer says of it. */
export type IssuerStatus = { status: 'unused' | 'ok' } | { status: 'failing'; message: string };
export interface IssuerWatch {
  status(): IssuerStatus;
}

/** The same issuer, watched: health tells how its last token went. */
export function watchIssuer(issuer: TokenIssuer): { issuer: TokenIssuer; watch: IssuerWatch } {
  let status: IssuerStatus = { status: 'unused' };
  const watched =
    <I, O>(issue: (request: I) => Promise<O>) =>
    async (request: I): Promise<O> => {
      try {
        const issued = await issue(request);
        status = { status: 'ok' };
        return issued;
      } catch (error) {
        status = { status: 'failing', message: (error as { reason?: string }).reason ?? (error as Error).name };
        throw error;
      }
    };
  return {
    issuer: {
      get kind() {
        return issuer.kind; // may be settled only at the first token
      },
      get publicKeyArn() {
        return issuer.publicKeyArn;
      },
      issue: watched(issuer.issue),
      issuePublisher: watched(issuer.issuePublisher),
    },
    watch: { status: () => status },
  };
}
