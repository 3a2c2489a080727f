/** What a fit comes to: parameters, or why the data has none to give. */
export type Fit<Parameters> =
  | { readonly parameters: Parameters; readonly refused: null }
  | { readonly parameters: null; readonly refused: string };

/** A fit that the data does not allow, with the reason. */
export function refuse(reason: string): { readonly parameters: null; readonly refused: string } {
  return { parameters: null, refused: reason };
}
