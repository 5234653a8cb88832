/** The sources of functions made at run time. */
export interface GeneratedCode {
  /** Begins the URL of each. */
  readonly prefix: string;
  readonly sourceOf: (url: string) => string | undefined;
  /** Forgets the sources so far. */
  readonly forget: () => void;
  readonly stop: () => void;
}

/** Gives every function made by `new Function` a URL, and keeps its source. */
export function watchGeneratedCode(): GeneratedCode {
  const prefix = 'generated:';
  const original = globalThis.Function;
  const sources = new Map<string, string>();
  let made = 0;
  globalThis.Function = new Proxy(original, {
    construct(target, parts: string[]) {
      const url = `${prefix}${made++}`;
      const body = `${parts.at(-1) ?? ''}\n//# sourceURL=${url}`;
      const result = Reflect.construct(target, [...parts.slice(0, -1), body]) as (
        ...values: unknown[]
      ) => unknown;
      sources.set(url, Function.prototype.toString.call(result));
      return result;
    },
  });
  return {
    prefix,
    sourceOf: (url) => sources.get(url),
    forget: () => sources.clear(),
    stop() {
      globalThis.Function = original;
    },
  };
}
