import { compareText } from '../model/diagnostic.js';
import { everyMessage, templatesOf } from '../model/every-step.js';
import { LOCK_FILE, type LockFile } from '../model/lock-file.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { PERSONAS, type Project } from '../model/project.js';
import { canonicalJson, sha256 } from './canonical-json.js';
import { lowerCampaign } from './lower-campaign.js';
import { lowerCondition, type Scope } from './lower-condition.js';
import { lowerConfig } from './lower-config.js';
import { lowerEconomics } from './lower-economics.js';
import { lowerLayers } from './lower-layers.js';
import { asksForCosts, lowerMetrics } from './lower-metrics.js';
import { pinCampaigns } from './pin-campaigns.js';
import { stepChannels } from './step-channels.js';

/**
 * The plan of a project that passed every check, with its compiled templates. Pure: the same project gives the same bytes on any machine, and what is not used is left out.
 * `compiler` names this program and its version.
 */
export function compilePlan(
  project: Project,
  templates: Plan['templates'],
  compiler: string,
  hash: typeof hashPlan = hashPlan,
): Plan {
  const channelOf = stepChannels(project);
  const { lock } = pinCampaigns(project);
  const layers = lowerLayers(project.config, lock);
  const campaigns = project.campaigns
    .map((campaign) => {
      const layer = layers.get(campaign.id);
      return {
        ...lowerCampaign(campaign, channelOf),
        ...assignmentOf(campaign.id, lock),
        ...(layer === undefined ? {} : { layer }),
      };
    })
    .sort((a, b) => compareText(a.id, b.id));
  const used = new Set(campaigns.flatMap(({ steps }) => everyMessage(steps).flatMap(templatesOf)));
  const kept = Object.fromEntries(Object.entries(templates).filter(([id]) => used.has(id)));
  const config = lowerConfig(project.config, channelOf, lock.models);
  const metrics = lowerMetrics(project.config, campaigns);
  const { costs } = project.config.data;
  const body = {
    format: 4,
    ...config,
    data: costs !== undefined && asksForCosts(metrics) ? { ...config.data, costs } : config.data,
    campaigns,
    metrics,
    economics: lowerEconomics(project.config.economics),
    blocks: lowerBlocks(project, kept, { campaign: null, channelOf }),
    catalogs: lowerCatalogs(project, kept, campaigns),
    templates: kept,
  } as const;
  return {
    ...body,
    hash: hash(body),
    compiler,
    sources: project.sources
      .filter(({ path }) => path !== LOCK_FILE && !path.startsWith(`${PERSONAS}/`))
      .map(({ path, sha256: digest }) => ({ path, sha256: digest })),
  };
}

function assignmentOf(id: string, { campaigns }: LockFile): Pick<PlanCampaign, 'assignment'> {
  const { salt = id, version = 1 } = (Object.hasOwn(campaigns, id) && campaigns[id]) || {};
  return salt === id && version === 1 ? {} : { assignment: { salt, version } };
}

function lowerBlocks({ blocks }: Project, templates: Plan['templates'], scope: Scope): Plan['blocks'] {
  const texts = Object.values(templates).flatMap((languages) =>
    Object.values(languages).map(({ html, text }) => html + text),
  );
  return Object.fromEntries(
    blocks
      .filter(({ id }) => texts.some((text) => text.includes(`blocks["${id}"]`)))
      .map(({ id, node }) => [
        id,
        {
          rules: node.rules.map(({ when, partial }) => ({
            when: when === undefined ? null : lowerCondition(when, scope),
            partial,
          })),
        },
      ]),
  );
}

function lowerCatalogs(
  { config }: Project,
  templates: Plan['templates'],
  campaigns: Plan['campaigns'],
): Plan['catalogs'] {
  const catalogs = Object.entries(config.data.catalogs ?? {});
  const texts = catalogs.length === 0 ? '' : JSON.stringify([templates, campaigns]);
  return Object.fromEntries(
    catalogs
      .filter(([name]) => texts.includes(`catalogs.${name}[`))
      .map(([name, { file, key, columns }]) => [
        name,
        {
          file,
          key,
          columns: mapValues(columns, (written) => {
            const { type, optional = false } = typeof written === 'string' ? { type: written } : written;
            return { type, optional };
          }),
        },
      ]),
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** The plan's own hash: over everything but `hash`, `compiler` and `sources`, so that two compilers that agree give the same one. */
export function hashPlan(plan: HashedPart): string {
  return sha256(canonicalJson(bodyOf(plan)));
}

type HashedPart = Omit<Plan, 'hash' | 'compiler' | 'sources'>;

/** What a plan is hashed over. */
export function bodyOf(plan: HashedPart): HashedPart {
  const { hash: _hash, compiler: _compiler, sources: _sources, ...body } = plan as Plan;
  return body;
}
