/** What was settled about this program when it was built. */
export interface BuiltFrom {
  /** Digests of code by folder, as `codeStamp` takes them. */
  readonly folders: Readonly<Record<string, string>>;
  /** Versions of the packages that became part of the program. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Nothing, since these modules can change by themselves: `src/bundle.mjs` puts into the program, in place of this, what it was made of. */
export const builtFrom: BuiltFrom = { folders: {}, packages: {} };
