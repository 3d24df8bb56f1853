/** Finds given words in running text, in one pass however many they are. Pure. */

interface Node {
  next: Map<number, Node>;
  /** A word ends here. */
  word: string | null;
}
const newNode = (): Node => ({ next: new Map(), word: null });

export interface KnownWords {
  add(word: string): void;
  /** Each word where it stands alone (not inside a longer one) is replaced; of two, the longer. */
  replace(text: string, by: (word: string) => string): string;
}

/** Letters and digits of any script: where two of them meet, no word ends. CJK has no such ends, and needs none. */
const joins = /[\p{L}\p{N}]/u;
const isHan = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u;

export function createKnownWords(): KnownWords {
  const root = newNode();
  const known = new Set<string>();

  function endOfLongest(text: string, start: number): { word: string; end: number } | null {
    let node: Node | undefined = root;
    let found: { word: string; end: number } | null = null;
    for (let at = start; at < text.length; at += 1) {
      node = node.next.get(text.charCodeAt(at));
      if (node === undefined) break;
      if (node.word !== null && !continues(text, at)) found = { word: node.word, end: at + 1 };
    }
    return found;
  }

  return {
    add(word) {
      if (word === '' || known.has(word)) return;
      known.add(word);
      let node = root;
      for (let at = 0; at < word.length; at += 1) {
        const code = word.charCodeAt(at);
        let next = node.next.get(code);
        if (next === undefined) {
          next = newNode();
          node.next.set(code, next);
        }
        node = next;
      }
      node.word = word;
    },
    replace(text, by) {
      let result = '';
      let copied = 0;
      let at = 0;
      while (at < text.length) {
        const isStart = root.next.has(text.charCodeAt(at)) && !(at > 0 && continues(text, at - 1));
        const found = isStart ? endOfLongest(text, at) : null;
        if (found === null) {
          at += 1;
          continue;
        }
        result += text.slice(copied, at) + by(found.word);
        at = found.end;
        copied = at;
      }
      return copied === 0 ? text : result + text.slice(copied);
    },
  };
}

/** The character at `at` and the one after it belong to one word. */
function continues(text: string, at: number): boolean {
  const here = text[at] ?? '';
  const after = text[at + 1] ?? '';
  return joins.test(here) && joins.test(after) && !isHan.test(here) && !isHan.test(after);
}
