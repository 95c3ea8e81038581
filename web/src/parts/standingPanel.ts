import { h } from '../dom';
import { shortSha } from '../names';
import { paths } from '../routes';
import type { Standing } from '../standing';
import type { Alert } from '../wire';
import { changeText } from './badge';

const ICONS: Record<Standing['mood'], string> = { worse: '▲', unsure: '?', fine: '✓', unknown: '–' };

/** As many as are taken in at a glance; the rest is one click away. */
const SHOWN_ALERTS = 3;

/** The status sentence of a project, and the worst of what is open. */
export function standingPanel(project: string, branch: string, how: Standing, alerts: Alert[]): HTMLElement {
  const worst = alerts
    .filter((alert) => alert.state === 'open' && alert.branch === branch)
    .sort(
      (a, b) =>
        Number(b.severity === 'critical') - Number(a.severity === 'critical') ||
        Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0),
    );
  return h(
    'section',
    { class: `panel standing mood-${how.mood}`, 'aria-label': 'Status' },
    h('span', { class: 'standing-icon', 'aria-hidden': 'true' }, ICONS[how.mood]),
    h(
      'div',
      { class: 'standing-words' },
      h('p', { class: 'standing-sentence' }, how.sentence),
      how.detail === '' ? null : h('p', { class: 'standing-detail' }, how.detail),
    ),
    worst.length === 0
      ? null
      : h(
          'ul',
          { class: 'standing-alerts' },
          ...worst.slice(0, SHOWN_ALERTS).map((alert) => alertLine(project, alert)),
          h(
            'li',
            { class: 'standing-more' },
            h(
              'a',
              { href: paths.alerts(project) },
              worst.length > SHOWN_ALERTS ? `All ${worst.length} alerts` : 'Triage in Alerts',
            ),
          ),
        ),
  );
}

function alertLine(project: string, alert: Alert): HTMLElement {
  const href =
    alert.seriesId === null
      ? paths.run(project, alert.run)
      : paths.series(project, alert.seriesId, { branch: alert.branch });
  return h(
    'li',
    {},
    h(
      'a',
      { href, class: 'standing-alert', title: `${alert.benchmark} · ${alert.metric}` },
      changeText(alert.change, 'regressed', alert.severity),
      h('span', { class: 'ellipsis', dir: 'auto' }, alert.benchmark),
      h('span', { class: 'faint' }, alert.metric),
      h('span', { class: 'mono faint' }, shortSha(alert.sha)),
    ),
  );
}
