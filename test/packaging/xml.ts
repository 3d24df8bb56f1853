/** Enough of XML for the files that we ship: elements, attributes, text, comments, a declaration, a document type. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: XmlElement[];
}

const TOKEN = /<\?xml [^?]*\?>|<!--(?:(?!--)[\s\S])*-->|<!DOCTYPE [^>[]*>|<\/?[A-Za-z][^<>]*>|[^<]+/y;
const ATTRIBUTE = /\s+([A-Za-z:]+)="([^"<]*)"/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The root element. @throws where the text is not well-formed */
export function readXml(source: string): XmlElement {
  const document: XmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open = [document];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source)?.[0];
    const inner = open.at(-1)!;
    if (token === undefined) throw new Error(`No XML: ${source.slice(at, at + 40)}`);
    if (/^<\?xml/.test(token) && at > 0) throw new Error('The declaration does not come first');
    if (/^<[?!]/.test(token)) continue;
    if (!token.startsWith('<')) {
      inner.text += unescaped(token);
    } else if (token.startsWith('</')) {
      const name = token.slice(2, -1).trim();
      if (open.pop()!.name !== name || open.length === 0) throw new Error(`${token} closes nothing`);
    } else {
      const element = elementOf(token);
      inner.children.push(element);
      if (!token.endsWith('/>')) open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is never closed`);
  const [root, ...more] = document.children;
  if (root === undefined || more.length > 0 || document.text.trim() !== '') throw new Error('Not one root element');
  return root;
}

/** The texts of all elements of that name, in their order. */
export const textsOf = ({ name, text, children }: XmlElement, wanted: string): string[] => [
  ...(name === wanted ? [text] : []),
  ...children.flatMap((child) => textsOf(child, wanted)),
];

function elementOf(tag: string): XmlElement {
  const [, name = '', rest = ''] = /^<([A-Za-z:.-]+)([\s\S]*?)\/?>$/.exec(tag) ?? [];
  const attributes = [...rest.matchAll(ATTRIBUTE)].map(([, key, value]) => [key!, unescaped(value!)]);
  if (name === '' || rest.replaceAll(ATTRIBUTE, '').trim() !== '') throw new Error(`No tag: ${tag}`);
  return { name, attributes: Object.fromEntries(attributes), text: '', children: [] };
}

function unescaped(text: string): string {
  return text.replaceAll(/&(\w*);?/g, (entity, name: string) => {
    const character = entity.endsWith(';') ? ENTITIES[name] : undefined;
    if (character === undefined) throw new Error(`No entity: ${entity}`);
    return character;
  });
}
