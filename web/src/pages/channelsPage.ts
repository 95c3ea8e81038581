import { ApiError } from '../api';
import { fill, h, type Child } from '../dom';
import { tokens } from '../memory';
import { ahead, fullMoment } from '../moments';
import { load, type Page, type PageContext } from '../page';
import { shellQuoted } from '../parts/firstUpload';
import { moment } from '../parts/moment';
import { command, empty, tokenForm } from '../parts/states';
import { type Route } from '../routes';
import type { Channel, Delivery } from '../wire';

const KINDS: Record<Channel['kind'], string> = { slack: 'Slack', discord: 'Discord', webhook: 'Webhook', email: 'Mail' };

const EVENTS: Record<Delivery['event'], string> = {
  regression: 'Regression',
  resolved: 'Back to normal',
  missing: 'Missing',
  drift: 'Testbed drift',
  weekly: 'The week',
  pull_request: 'Pull request',
};

/** A delivery as it is shown: the server does not list those that got there. */
type Shown = Omit<Delivery, 'state'> & { state: Delivery['state'] | 'sent' };

const STATES: Record<Shown['state'], string> = { dead: '⊘ given up', pending: '… waits', sent: '✓ sent' };

/** How often, and how long after each other, it is looked whether what is tried again got there. */
const LOOKS = 6;
const BETWEEN_LOOKS_MS = 1000;

/** Where the news of a project goes, and what of it has not got there. */
export const channelsPage: Page<Route & { page: 'channels' }> = async (context, { project }) => {
  context.title(`Channels of ${project}`);
  const place = h('div', {});
  fill(context.root, h('div', { class: 'page-head' }, h('h1', { class: 'page-title' }, 'Channels')), place);
  await load(
    context,
    place,
    4,
    async (signal) => {
      const [{ channels }, { deliveries }] = await Promise.all([
        context.api.channels(project, signal),
        context.api.deliveries(project, signal),
      ]);
      return { channels, deliveries };
    },
    ({ channels, deliveries }) => parts(context, project, channels, deliveries),
  );
};

function noChannels(project: string): HTMLElement {
  return empty(
    'Nobody is told yet',
    h('p', {}, 'A channel hears of a confirmed regression once, and of its end. On the server’s machine, for Slack:'),
    command(`pawl channel add slack --project ${shellQuoted(project)} --name '#perf'`),
    h('p', { class: 'faint' }, 'Discord, mail and webhooks go the same way.'),
  );
}

/** What needs a person comes first. */
function parts(context: PageContext, project: string, channels: Channel[], deliveries: Delivery[]): Child[] {
  const disabled = new Set(channels.filter(({ disabledBecause }) => disabledBecause !== null).map(({ name }) => name));
  const cards = (state: Delivery['state']) =>
    deliveries
      .filter((delivery) => delivery.state === state)
      .map((delivery) => h('li', {}, deliveryCard(context, project, delivery, disabled.has(delivery.channel))));
  const dead = cards('dead');
  const waiting = cards('pending');
  const section = (title: string, items: HTMLElement[]) =>
    items.length === 0 ? [] : [h('h2', { class: 'section-title' }, title), h('ul', { class: 'alerts' }, ...items)];
  return [
    ...section('Given up', dead),
    ...section('Waiting', waiting),
    ...(channels.length === 0
      ? [noChannels(project)]
      : [
          dead.length + waiting.length === 0 ? h('p', { class: 'faint' }, 'Nothing waits, and nothing was given up.') : null,
          h('h2', { class: 'section-title' }, 'All channels'),
          h('ul', { class: 'alerts' }, ...channels.map((channel) => h('li', {}, channelCard(context, channel)))),
        ]),
  ];
}

function channelCard(context: PageContext, channel: Channel): HTMLElement {
  return h(
    'article',
    { class: 'panel alert-card' },
    h(
      'div',
      { class: 'alert-top' },
      h('span', { class: 'tag' }, channel.disabledBecause === null ? '✓ works' : '⊘ disabled'),
      h('span', { class: 'tag' }, KINDS[channel.kind]),
    ),
    h('h3', { class: 'alert-name', title: channel.name }, h('span', { dir: 'auto' }, channel.name)),
    h(
      'p',
      { class: 'run-facts faint' },
      h('span', { class: 'mono' }, channel.place),
      h('span', {}, channel.events.map((event) => EVENTS[event]).join(', ')),
      channel.severity === 'critical' ? h('span', {}, 'critical only') : null,
      channel.benchmarks === '*' ? null : h('span', {}, 'benchmarks ', h('span', { class: 'mono' }, channel.benchmarks)),
      h('span', {}, 'added ', moment(channel.createdAt, context.now())),
    ),
    channel.disabledBecause === null
      ? null
      : h('p', { class: 'inline-error' }, `${channel.disabledBecause}. Nothing is sent there any more: remove it and add it anew.`),
  );
}

function deliveryCard(context: PageContext, project: string, delivery: Delivery, isDisabled: boolean): HTMLElement {
  // The button goes away when it is pressed; the card can take the focus then.
  const card = h('article', { class: 'panel alert-card', tabindex: -1 });
  drawDelivery(context, project, delivery, isDisabled, card);
  return card;
}

function drawDelivery(context: PageContext, project: string, delivery: Shown, isDisabled: boolean, card: HTMLElement): void {
  const bottom = h('div', { class: 'alert-bottom' });
  fill(
    card,
    h(
      'div',
      { class: 'alert-top', role: 'status' },
      h('span', { class: 'tag' }, STATES[delivery.state]),
      h('span', { class: 'tag' }, EVENTS[delivery.event]),
    ),
    h('h3', { class: 'alert-name' }, h('span', { dir: 'auto' }, aboutOf(delivery))),
    h(
      'p',
      { class: 'run-facts faint' },
      h('span', {}, 'to ', h('span', { class: 'ellipsis', title: delivery.channel, dir: 'auto' }, delivery.channel)),
      isDisabled ? h('span', {}, 'which is disabled') : null,
      delivery.attempts === 0 ? null : h('span', {}, delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`),
      h('span', {}, 'written ', moment(delivery.createdAt, context.now())),
      delivery.nextAttemptAt === null
        ? null
        : h(
            'span',
            {},
            'next attempt ',
            h('time', { datetime: delivery.nextAttemptAt, title: fullMoment(delivery.nextAttemptAt) }, ahead(delivery.nextAttemptAt, context.now())),
          ),
    ),
    delivery.error === null ? null : h('p', { class: 'inline-error', dir: 'auto' }, delivery.error),
    bottom,
  );
  if (delivery.state === 'dead' && !isDisabled) drawRetry(context, project, delivery, card, bottom);
}

/** Names are as short as the server makes them. */
function aboutOf({ event, items, names }: Shown): string {
  if (names.length === 0) return EVENTS[event];
  const more = items - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function drawRetry(context: PageContext, project: string, delivery: Shown, card: HTMLElement, place: HTMLElement): void {
  const button = h('button', { type: 'button', title: 'Send it again, from the first attempt on.' }, 'Try again');
  const retry = async () => {
    button.disabled = true;
    try {
      const changed = await context.api.retryDelivery(project, delivery.id);
      if (context.signal.aborted) return;
      drawDelivery(context, project, changed, false, card);
      card.focus();
      await watch(context, project, changed, card);
    } catch (error) {
      if (context.signal.aborted) return;
      drawRetry(context, project, delivery, card, place);
      place.append(h('p', { class: 'inline-error', role: 'alert' }, errorWords(error)));
      if (error instanceof ApiError && error.needsToken) {
        const again = (token: string) => {
          tokens.set(token);
          void retry();
        };
        place.append(tokenForm(error, tokens.get() !== null, again));
      }
    }
  };
  button.addEventListener('click', () => void retry());
  fill(place, h('div', { class: 'actions' }, button));
}

/** Looks for a while whether it gets there; what takes longer stays shown as waiting. */
async function watch(context: PageContext, project: string, delivery: Delivery, card: HTMLElement): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    await new Promise((done) => setTimeout(done, BETWEEN_LOOKS_MS));
    if (context.signal.aborted) return;
    let deliveries: Delivery[];
    try {
      ({ deliveries } = await context.api.deliveries(project, context.signal));
    } catch {
      // Shown as waiting, which it is as far as is known.
      return;
    }
    if (context.signal.aborted) return;
    const now = deliveries.find(({ id }) => id === delivery.id);
    if (now === undefined) {
      drawDelivery(context, project, { ...delivery, state: 'sent', error: null, nextAttemptAt: null }, false, card);
      return;
    }
    if (now.state !== 'pending' || now.attempts !== delivery.attempts) {
      drawDelivery(context, project, now, false, card);
      return;
    }
  }
}

function errorWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work. Try again.';
  if (error.needsToken) return 'Sending again needs a token that may administer the project.';
  return `${error.title}${error.detail === '' ? '' : `: ${error.detail}`}`;
}
