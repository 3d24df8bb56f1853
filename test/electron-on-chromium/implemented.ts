/** Reading what is not implemented throws, so that no test passes by an `undefined`. */
export function onlyImplemented<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, property) {
      if (property in target || typeof property === 'symbol' || property === 'then' || property === 'toJSON') {
        const value = Reflect.get(target, property, target);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      throw new Error(`${name}.${property} is not implemented by test/electron-on-chromium. Add it there first.`);
    },
  });
}

export function notImplemented(what: string): never {
  throw new Error(`${what} is not implemented by test/electron-on-chromium. Add it there first.`);
}
