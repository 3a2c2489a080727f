/** A key that signs emails. `key` holds `${NAME}`: an environment variable read only when emails are really sent. */
export interface DkimSetting {
  readonly domain: string;
  readonly selector: string;
  readonly key: string;
}
