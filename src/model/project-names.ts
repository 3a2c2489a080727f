/** The names that a project declares: what may be written where. Sorted, none twice. */
export interface ProjectNames {
  readonly campaigns: readonly string[];
  readonly segments: readonly string[];
  readonly stages: readonly string[];
  /** The built-in ones too. */
  readonly events: readonly string[];
  /** Attributes and traits; traits with parts once for each (`rfm.score`). */
  readonly fields: readonly string[];
  /** What may be written of somebody made up: attributes, columns of the identity, and traits that compare people, those with parts once for each. */
  readonly writable: readonly string[];
  /** Attributes that are days or moments. */
  readonly dates: readonly string[];
  /** By event, in the order of the events. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  /** The steps that send, by campaign, in the order of the campaigns. */
  readonly steps: ReadonlyMap<string, readonly string[]>;
  /** The columns of each catalog, in the order of the catalogs. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly templates: readonly string[];
  readonly topics: readonly string[];
  readonly metrics: readonly string[];
  readonly incentives: readonly string[];
  /** As blocks name them: `hero/vip`. */
  readonly partials: readonly string[];
}
