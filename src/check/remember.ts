/**
 * Makes a question that several rules ask be answered only once for each thing it is about: a project, or a file of one. A file that did not change is the same object when the project is read again with
 * the same memory, so that what is known of it stays known.
 */
export function remember<K extends object, T>(answer: (about: K) => T): (about: K) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (about) => {
    const before = known.get(about);
    if (before !== undefined) return before.value;
    const value = answer(about);
    known.set(about, { value });
    return value;
  };
}
