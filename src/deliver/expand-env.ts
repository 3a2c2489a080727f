import { LifecycleError } from '../model/failure.js';

/** Replaces each `${NAME}` by the environment's value; throws LC904 naming what is missing and where it is needed, never a value. */
export function expandEnv(text: string, env: Readonly<Record<string, string | undefined>>, where: string): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_match, name: string) => {
    const value = env[name];
    if (value === undefined || value === '') {
      throw new LifecycleError('LC904', `the environment variable ${name} is not set, and ${where} needs it`, [
        `set ${name} where lifecycle runs; it is never written to a plan, a ledger or a log`,
      ]);
    }
    return value;
  });
}
