import { h } from '../dom';
import { ago, fullMoment } from '../moments';

/** "3 hours ago", with the whole moment in the title and for machines. */
export function moment(iso: string | null | undefined, now: Date): HTMLElement {
  if (!iso) return h('span', { class: 'faint' }, 'time unknown');
  return h('time', { datetime: iso, title: fullMoment(iso) }, ago(iso, now));
}
