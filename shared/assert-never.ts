/** Ends an exhaustive switch: a case nobody handled is a compile error here, and a loud one at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
