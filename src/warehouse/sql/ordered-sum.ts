/** `sum(value ORDER BY by)`: numbers added in one order, so that however the rows come the sum is the same to the last bit. As an ordered aggregate it takes ten times as long. */
export function orderedSum(value: string, by: string): string {
  return `list_sum(list_transform(list_sort(list({'by': ${by}, 'value': ${value}})), lambda x: x.value))`;
}
