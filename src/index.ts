/** The public API: what a program needs to check, compile, decide and read a plan by itself. */

export { checkProject } from './check/check-project.js';
export { settleFindings } from './check/findings/settle-findings.js';
export { canonicalJson } from './compile/canonical-json.js';
export { compilePlan, hashPlan } from './compile/compile-plan.js';
export { decide } from './decide/decide.js';
export type { Condition, Test, Trait, Window } from './model/condition.js';
export type { Decision, History, PastMessage } from './model/decision.js';
export type { Diagnostic } from './model/diagnostic.js';
export type { FactEvent, Facts } from './model/facts.js';
export type { Journey } from './model/journey.js';
export type { LedgerMessage, PlannedMessage } from './model/message.js';
export type { Plan, PlanCampaign, Step, Trigger } from './model/plan.js';
export type { Project } from './model/project.js';
export type { Tick } from './model/tick.js';
export { readProject } from './read/read-project.js';
export { showPlan } from './report/plan/show-plan.js';
