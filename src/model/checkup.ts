/** One thing that `doctor` found: what it is about, what is so, and what to do. */
export interface CheckupFinding {
  /** `error`: a run would stop, or must not be made. `warning`: it needs somebody. `note`: good to know. */
  readonly level: 'error' | 'warning' | 'note';
  readonly about:
    | 'ledger'
    | 'journal'
    | 'lease'
    | 'messages'
    | 'plan'
    | 'data'
    | 'secrets'
    | 'signatures'
    | 'time zones'
    | 'disk';
  readonly message: string;
  readonly help: string | null;
}
