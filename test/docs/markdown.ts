/** As much of Markdown as the documents are checked for. */

/** Without code, in which brackets and hashes mean something else. */
const prose = (markdown: string): string =>
  markdown.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''));

/** Targets of links and pictures, as they stand there. */
export const linksIn = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target!);

/** Levels of the headings, in their order. */
export const headingLevels = (markdown: string): number[] => headings(markdown).map(({ level }) => level);

/** What `#…` may name, as GitHub makes it of a heading. */
export const anchorsIn = (markdown: string): string[] => {
  const seen = new Map<string, number>();
  return headings(markdown).map(({ text }) => {
    const anchor = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
};

/** Blocks of code in a language. */
export const codeIn = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code!);

const headings = (markdown: string): { level: number; text: string }[] =>
  [...markdown.replaceAll(/^```.*?^```/gms, '').matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks, text]) => ({
    level: marks!.length,
    text: text!.trim(),
  }));
