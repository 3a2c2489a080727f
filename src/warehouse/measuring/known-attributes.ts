import type { Instant } from '../../model/value.js';
import { Lowering } from '../sql/lowering.js';
import type { World } from '../world.js';

/** Makes the table `known(pid, k0, …)`: number attributes and traits of everybody as they are at `asOf`. */
export async function knowAttributes(world: World, columns: ReadonlyMap<string, string>, asOf: Instant): Promise<void> {
  if (columns.size === 0) return;
  await world.populations.ensure(world, asOf, asOf);
  const lowering = new Lowering(world.plan, world.layout);
  const outputs = [...columns].map(([name, column]) => {
    const { value, type } = lowering.attribute(name);
    return `${type === 'number' ? `CAST(${value} AS DOUBLE)` : 'CAST(NULL AS DOUBLE)'} AS ${column}`;
  });
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: asOf })));
  await world.connection.run(`CREATE TABLE known AS ${lowering.query(moments, outputs, [])}`);
}
