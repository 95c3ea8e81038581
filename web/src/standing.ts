import { ago, shortDate } from './moments';
import { shortSha } from './names';
import { counted } from './units';
import { verdictOf } from './verdict';
import type { Alert, Project, SeriesRow } from './wire';

/** The one glance: is anything worse, where, since when. */
export interface Standing {
  mood: 'worse' | 'unsure' | 'fine' | 'unknown';
  sentence: string;
  detail: string;
}

/** How a project stands on one branch, from its open alerts and the verdicts of its newest points. */
export function standing(project: Project, branch: string, alerts: Alert[], series: SeriesRow[], now: Date): Standing {
  if (project.runs === 0) {
    return { mood: 'unknown', sentence: 'No results yet', detail: 'Upload a first run to start the history.' };
  }
  const here = alerts.filter((alert) => alert.state === 'open' && alert.branch === branch);
  const elsewhere = alerts.filter((alert) => alert.state === 'open' && alert.branch !== branch).length;
  const others = elsewhere === 0 ? '' : ` ${counted(elsewhere, 'more', 'more')} open on other branches.`;
  const first = here.reduce<Alert | null>((a, b) => (a === null || b.openedAt < a.openedAt ? b : a), null);
  if (first !== null) {
    const critical = here.filter((alert) => alert.severity === 'critical').length;
    return {
      mood: 'worse',
      sentence: `${counted(here.length, 'regression')} open on ${branch}`,
      detail: `${critical === 0 ? '' : `${critical} critical. `}Since ${since(first.openedAt, now)}, at ${shortSha(first.sha)}.${others}`,
    };
  }
  if (series.length === 0) {
    return { mood: 'unknown', sentence: `No results on ${branch}`, detail: others.trim() };
  }
  const verdicts = series.map((row) => verdictOf(row.verdict));
  const regressed = verdicts.filter((verdict) => verdict === 'regressed').length;
  if (regressed > 0) {
    return {
      mood: 'worse',
      sentence: `${counted(regressed, 'series', 'series')} worse on ${branch}`,
      detail: `No alert is open: accepted, dismissed or not the default branch.${others}`,
    };
  }
  const unsure = series.filter((row) => verdictOf(row.verdict) === 'undecided' && row.severity !== null).length;
  if (unsure > 0) {
    return {
      mood: 'unsure',
      sentence: `Nothing proven worse on ${branch}`,
      detail: `${counted(unsure, 'series changes', 'series change')} beyond a threshold, but not provably.${others}`,
    };
  }
  if (verdicts.every((verdict) => verdict === null || verdict === 'new')) {
    return {
      mood: 'unknown',
      sentence: `No verdict yet on ${branch}`,
      detail: `The first comparison needs a run to compare with.${others}`,
    };
  }
  const compared = verdicts.filter((verdict) => verdict !== null).length;
  return {
    mood: 'fine',
    sentence: `Nothing got worse on ${branch}`,
    detail: `${counted(compared, 'series', 'series')} compared.${others}`,
  };
}

function since(iso: string, now: Date): string {
  const relative = ago(iso, now);
  return /ago$|yesterday|just now/.test(relative) ? `${shortDate(new Date(iso), now)} (${relative})` : relative;
}
