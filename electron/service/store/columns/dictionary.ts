/** Strings that occur again and again, as numbers from 1 on; 0 stands for none. Kept lower-cased beside, for searching. */
export class Dictionary {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #lowered: string[] = [''];

  /** How many numbers there are, 0 included. */
  get size(): number {
    return this.#texts.length;
  }

  /** The number of a string; a new one where it is new. */
  of(text: string | null): number {
    if (text === null) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    this.#lowered.push(text.toLowerCase());
    return number;
  }

  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  lowered(number: number): string {
    return this.#lowered[number] ?? '';
  }
}

/**
 * One flag for each number of a dictionary, set where `holds`; kept up while the dictionary grows.
 * Each number is judged once.
 */
export class Flags {
  readonly #dictionary: Dictionary;
  readonly #holds: (number: number) => boolean;
  #flags = new Uint8Array(64);
  #judged = 0;
  #set = 0;

  constructor(dictionary: Dictionary, holds: (number: number) => boolean) {
    this.#dictionary = dictionary;
    this.#holds = holds;
  }

  /** Whether any flag is set. */
  get some(): boolean {
    return this.#set > 0;
  }

  /** The flags as of now, at least as many as there are numbers. */
  now(): Uint8Array {
    const { size } = this.#dictionary;
    if (this.#flags.length < size) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#flags.length));
      larger.set(this.#flags);
      this.#flags = larger;
    }
    for (; this.#judged < size; this.#judged += 1) {
      if (!this.#holds(this.#judged)) continue;
      this.#flags[this.#judged] = 1;
      this.#set += 1;
    }
    return this.#flags;
  }
}
