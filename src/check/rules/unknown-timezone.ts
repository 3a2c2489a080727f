import { canonicalZone } from '../../calendar/zone.js';
import { suggest } from '../../model/suggest.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, textAt } from '../yaml-map.js';

/** The project's time zone is not an IANA zone. */
export const unknownTimezone: Rule = {
  code: 'LC302',
  name: 'unknown-timezone',
  severity: 'error',
  summary: "The project's time zone is not an IANA zone.",
  docs: `The zone says what 09:00 means for profiles without a zone of their own. Only IANA names (Europe/Berlin, America/New_York, UTC) know when the clocks change; offsets such as +01:00 do not.`,
  example: { file: 'lifecycle.config.yaml', bad: 'timezone: Europe/Berln', good: 'timezone: Europe/Berlin' },
  *check(project) {
    const config = configMap(project);
    const zone = textAt(config, 'timezone');
    if (zone === null || canonicalZone(zone) !== null) return;
    const zones = Intl.supportedValuesOf('timeZone');
    const nearest =
      suggest(zone, zones)[0] ?? zones.find((one) => one.toLowerCase().endsWith(`/${zone.toLowerCase()}`));
    yield {
      message: `"${zone}" is not a time zone`,
      span: spanOf(project, atValue(config, 'timezone')),
      ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
      help: [nearest === undefined ? 'write an IANA name, such as Europe/Berlin' : `write ${nearest}`],
    };
  },
};
