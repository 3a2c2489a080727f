/** What a map has by this key, made when it has nothing; one that holds `most` is emptied before. */
export function kept<Key, Value>(known: Map<Key, Value>, most: number, key: Key, make: (key: Key) => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make(key);
    if (known.size >= most) known.clear();
    known.set(key, value);
  }
  return value;
}
