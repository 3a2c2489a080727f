/** Makes a question about a text, whose answer depends on nothing else, be answered once for each text; once it knows `most` of them it begins anew. */
export function rememberText<T>(most: number, answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const found = known.get(text) ?? { value: answer(text) };
    if (known.size >= most) known.clear();
    known.set(text, found);
    return found.value;
  };
}
