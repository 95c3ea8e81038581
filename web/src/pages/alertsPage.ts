import { ApiError } from '../api';
import { fill, h } from '../dom';
import { tokens } from '../memory';
import { shortSha } from '../names';
import { load, type Page, type PageContext } from '../page';
import { absenceList } from '../parts/absenceList';
import { changeText, verdictBadge } from '../parts/badge';
import { moment } from '../parts/moment';
import { ask } from '../parts/question';
import { empty, tokenForm } from '../parts/states';
import { paths, type Route } from '../routes';
import type { Alert, AlertState } from '../wire';

type Shown = AlertState | 'all';

const FILTERS: Record<Shown, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  accepted: 'Accepted',
  dismissed: 'Dismissed',
  resolved: 'Resolved',
  all: 'All',
};

interface Action {
  state: AlertState;
  label: string;
  meaning: string;
  /** Whether others will want to know why. */
  needsReason: boolean;
}

const ACKNOWLEDGE: Action = {
  state: 'acknowledged',
  label: 'Acknowledge',
  meaning: 'Someone looks into it. It stays on the list and does not notify again.',
  needsReason: false,
};
const ACCEPT: Action = {
  state: 'accepted',
  label: 'Accept',
  meaning: 'Worse on purpose: the price of something else. The reason is kept with the alert.',
  needsReason: true,
};
const DISMISS: Action = {
  state: 'dismissed',
  label: 'Dismiss',
  meaning: 'Not a real regression: noise, a broken machine, a wrong measurement.',
  needsReason: true,
};
const RESOLVE: Action = { state: 'resolved', label: 'Resolve', meaning: 'It is fixed.', needsReason: false };
const REOPEN: Action = { state: 'open', label: 'Reopen', meaning: 'It needs a person after all.', needsReason: false };

/** What a person may do with an alert in each state. */
export const ACTIONS: Record<AlertState, Action[]> = {
  open: [ACKNOWLEDGE, ACCEPT, DISMISS, RESOLVE],
  acknowledged: [ACCEPT, DISMISS, RESOLVE, REOPEN],
  accepted: [REOPEN],
  dismissed: [REOPEN],
  resolved: [REOPEN],
};

/** The alerts of a project, and what to do about each. */
export const alertsPage: Page<Route & { page: 'alerts' }> = async (context, { project }) => {
  context.title(`Alerts of ${project}`);
  const asked = context.url.searchParams.get('state') ?? 'open';
  const shown: Shown = asked in FILTERS ? (asked as Shown) : 'open';
  const list = h('div', {});
  fill(
    context.root,
    h('div', { class: 'page-head' }, h('h1', { class: 'page-title' }, 'Alerts')),
    h(
      'nav',
      { class: 'chips', 'aria-label': 'State' },
      ...Object.entries(FILTERS).map(([state, label]) =>
        h(
          'a',
          {
            class: 'chip',
            href: paths.alerts(project, { state: state === 'open' ? '' : state }),
            'aria-current': state === shown ? 'true' : null,
          },
          label,
        ),
      ),
    ),
    list,
  );
  await load(
    context,
    list,
    4,
    async (signal) => {
      const [{ alerts }, { absences }] = await Promise.all([
        context.api.alerts(project, shown === 'all' ? {} : { state: shown }, signal),
        shown === 'open' ? context.api.absences(project, { state: 'open' }, signal) : { absences: [] },
      ]);
      return { alerts, absences };
    },
    ({ alerts, absences }) => [
      alerts.length === 0
        ? noAlerts(shown)
        : h('ul', { class: 'alerts' }, ...alerts.map((alert) => h('li', {}, alertCard(context, project, alert)))),
      ...absenceList(context, project, absences),
    ],
  );
};

function noAlerts(shown: Shown): HTMLElement {
  return shown === 'open'
    ? empty('Nothing to do', h('p', {}, 'No regression is open. A new one shows here, once, when a run proves it.'))
    : empty('None', h('p', {}, shown === 'all' ? 'This project never had an alert.' : `No alert is ${shown}.`));
}

function alertCard(context: PageContext, project: string, alert: Alert): HTMLElement {
  const card = h('article', { class: 'panel alert-card' });
  drawCard(context, project, alert, card);
  return card;
}

function drawCard(context: PageContext, project: string, alert: Alert, card: HTMLElement): void {
  const name = h('span', { dir: 'auto' }, alert.benchmark);
  const bottom = h('div', { class: 'alert-bottom' });
  fill(
    card,
    h(
      'div',
      { class: 'alert-top' },
      verdictBadge('regressed', alert.severity),
      changeText(alert.change, 'regressed', alert.severity),
      alert.creep ? h('span', { class: 'tag', title: 'Many small steps; no single run stood out.' }, 'crept') : null,
      alert.state === 'open' ? null : h('span', { class: 'tag' }, FILTERS[alert.state]),
      alert.assignee ? h('span', { class: 'tag', title: 'looks after it' }, alert.assignee) : null,
      alert.confirmed === false && alert.state === 'open'
        ? h('span', { class: 'tag', title: 'One upload says so. Another commit’s run has to bear it out.' }, '? suspected')
        : null,
    ),
    h(
      'h2',
      { class: 'alert-name', title: alert.benchmark },
      alert.seriesId === null
        ? name
        : h('a', { href: paths.series(project, alert.seriesId, { branch: alert.branch }) }, name),
    ),
    h(
      'p',
      { class: 'run-facts faint' },
      h('span', {}, alert.metric),
      alert.testbed ? h('span', { class: 'ellipsis', title: 'testbed' }, alert.testbed) : null,
      h('span', { class: 'ellipsis', title: alert.branch }, alert.branch),
      alert.creep
        ? h('span', {}, alert.creep.text, ', seen in ', h('a', { class: 'mono', href: paths.run(project, alert.run) }, shortSha(alert.sha)))
        : h('span', {}, 'since ', h('a', { class: 'mono', href: paths.run(project, alert.run) }, shortSha(alert.sha))),
      alert.lastGoodSha && !alert.creep
        ? h('span', { title: 'the last commit that was measured before' }, 'after ', h('span', { class: 'mono' }, shortSha(alert.lastGoodSha)))
        : null,
      alert.lastGoodSha && !alert.creep && alert.confirmed !== false
        ? h('code', { title: 'prints a script that finds the commit between the two' }, `pawl bisect ${alert.id}`)
        : null,
      moment(alert.openedAt, context.now()),
    ),
    bottom,
  );
  drawActions(context, project, alert, card, bottom);
}

function drawActions(context: PageContext, project: string, alert: Alert, card: HTMLElement, place: HTMLElement): void {
  const redraw = () => drawActions(context, project, alert, card, place);
  const change = async (send: () => Promise<void>, changed: Alert) => {
    for (const button of place.querySelectorAll('button')) button.disabled = true;
    try {
      await send();
      if (context.signal.aborted) return;
      drawCard(context, project, changed, card);
      card.querySelector<HTMLElement>('button')?.focus();
    } catch (error) {
      if (context.signal.aborted) return;
      redraw();
      place.append(h('p', { class: 'inline-error', role: 'alert' }, errorWords(error)));
      if (error instanceof ApiError && error.needsToken) {
        const again = (token: string) => {
          tokens.set(token);
          void change(send, changed);
        };
        place.append(tokenForm(error, tokens.get() !== null, again));
      }
    }
  };
  const apply = (action: Action, reason: string) =>
    change(() => context.api.setAlertState(project, alert.id, action.state, reason), { ...alert, state: action.state });
  const assign = h('button', { type: 'button', title: 'Say who looks after it.' }, 'Assign');
  assign.addEventListener('click', () =>
    ask({ placeholder: 'Who?', name: 'Assignee', label: 'Assign', meaning: 'Who looks after it. It changes nothing else.' }, place, redraw, (assignee) =>
      change(() => context.api.assignAlert(project, alert.id, assignee), { ...alert, assignee }),
    ),
  );
  fill(
    place,
    h(
      'div',
      { class: 'actions' },
      ...ACTIONS[alert.state].map((action) => {
        const button = h('button', { type: 'button', title: action.meaning }, action.label);
        button.addEventListener('click', () => {
          if (!action.needsReason) void apply(action, '');
          else ask({ placeholder: 'Why?', name: 'Reason', ...action }, place, redraw, (reason) => apply(action, reason));
        });
        return button;
      }),
      ACTIONS[alert.state].length > 1 ? assign : null,
    ),
  );
}

function errorWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work. Try again.';
  if (error.needsToken) return 'Changing an alert needs a token that may write.';
  return `${error.title}${error.detail === '' ? '' : `: ${error.detail}`}`;
}
