import type { Instant } from '../../model/value.js';
import { Lowering } from '../sql/lowering.js';
import type { World } from '../world.js';

/** Makes the table `known(pid, k0, …)`: number attributes and traits of everybody as they are at `asOf`; returns the column of each. */
export async function knowAttributes(
  world: World,
  names: readonly string[],
  asOf: Instant,
): Promise<ReadonlyMap<string, string>> {
  const columns = new Map(names.map((name, i) => [name, `k${i}`]));
  if (columns.size === 0) return columns;
  await world.populations.ensure(world, asOf, asOf);
  const lowering = new Lowering(world.plan, world.layout);
  const outputs = [...columns].map(([name, column]) => {
    const { value, type } = lowering.attribute(name);
    return `${type === 'number' ? `CAST(${value} AS DOUBLE)` : 'CAST(NULL AS DOUBLE)'} AS ${column}`;
  });
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: asOf })));
  await world.connection.run(`CREATE TABLE known AS ${lowering.query(moments, outputs, [])}`);
  return columns;
}
