import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { seedRandom } from '../../dist/model/random.js';

const INVOICES = new URL('../../../shared/data/online-retail/invoices.csv.gz', import.meta.url);

/** What customers paid per invoice; guests are left out, and orders that were taken back whole. Without that file, log-normal amounts with a squared coefficient of variation of 5. */
export function readSpends() {
  if (!existsSync(INVOICES)) {
    const random = seedRandom(5, 5);
    const sigma = Math.sqrt(Math.log(6));
    return {
      from: 'log-normal amounts (../shared/data/online-retail is not there)',
      spends: Array.from({ length: 20_000 }, () => 100 * random.factor(sigma)),
    };
  }
  const rows = gunzipSync(readFileSync(INVOICES)).toString('utf8').trim().split('\n').slice(1);
  const orders = rows.map((row) => row.split(',')).map(([, customer, , amount]) => ({ customer, amount: Number(amount) }));
  const key = ({ customer, amount }) => `${customer} ${Math.abs(amount)}`;
  const takenBack = new Set(orders.filter(({ amount }) => amount < 0).map(key));
  const spends = orders
    .filter((order) => order.customer !== '' && order.amount > 0 && !takenBack.has(key(order)))
    .map(({ amount }) => amount);
  return { from: 'invoices of Online Retail', spends };
}
