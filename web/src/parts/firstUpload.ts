import { h } from '../dom';
import { command } from './states';

/** How to send a first run to this server. */
export function firstUpload(project: string, origin: string): HTMLElement {
  const quoted = shellQuoted(project);
  const url = shellQuoted(`${origin}/api/v1/projects/${encodeURIComponent(project)}/runs?branch=main&commit=SHA`);
  return h(
    'div',
    { class: 'first-upload' },
    h('p', {}, 'Upload what a benchmark tool wrote (pytest-benchmark, cargo bench, Criterion, JMH):'),
    command(`pawl upload --server ${shellQuoted(origin)} --project ${quoted} results.json`),
    h('p', {}, 'Or without the command line tool, SHA being the commit that was measured:'),
    command(`curl --data-binary @results.json ${url}`),
  );
}

/** The text as one word of a POSIX shell. */
export function shellQuoted(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
