/** How benchmarks, series and commits are named on a page. */

interface Named {
  suite: string;
  benchmark: string;
  params: Record<string, string>;
  mode?: string | null;
  threads?: number | null;
  metric: string;
  testbed: string;
}

/** The parameters as "key=value" texts, mode and threads behind them where the tool has them. */
export function parameterTexts(named: Pick<Named, 'params' | 'mode' | 'threads'>): string[] {
  const texts = Object.entries(named.params ?? {}).map(([key, value]) => `${key}=${value}`);
  if (named.mode) texts.push(named.mode);
  // One thread is what everybody expects; zero says that the tool has no threads.
  if ((named.threads ?? 0) > 1) texts.push(`${named.threads} threads`);
  return texts;
}

/** The whole name in one line, for titles and for finding. */
export function fullName(named: Named): string {
  const params = parameterTexts(named);
  const name = named.suite === '' ? named.benchmark : `${named.suite} › ${named.benchmark}`;
  return `${name}${params.length === 0 ? '' : ` [${params.join(', ')}]`} · ${named.metric} · ${named.testbed}`;
}

/** A commit as git, and the reports, abbreviate it. */
export function shortSha(sha: string): string {
  return /^[0-9a-f]{12,}$/i.test(sha) ? sha.slice(0, 7) : sha.slice(0, 16);
}

/** The page of a commit at its host, or null where the repository's address is not a web address. */
export function commitUrl(repositoryUrl: string | null | undefined, sha: string): string | null {
  const base = webUrl(repositoryUrl)?.replace(/\/+$/, '').replace(/\.git$/, '');
  if (base === undefined) return null;
  const separator = /(^|\.|\/\/)gitlab\./.test(base) ? '/-/commit/' : '/commit/';
  return base + separator + encodeURIComponent(sha);
}

/** The address if it is http or https, else null: an address comes from an upload and may be "javascript:…". */
export function webUrl(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}
