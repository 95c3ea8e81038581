import { h } from '../dom';

/** Up to this many items all rows stay in the document, where the browser's own search and printing find them. */
const ALL_UP_TO = 150;

/** Rows kept beyond each edge of the window, so that scrolling and tabbing find them there. */
const OVERSCAN = 8;

/**
 * A list that keeps only the rows near the window in the document, so that thousands scroll like ten. All rows have
 * the height that the stylesheet gives in `--row-height`.
 */
export class VirtualList<T> {
  readonly element = h('ul', { class: 'rows' });
  private items: T[] = [];
  private readonly rows = new Map<string, HTMLElement>();
  private scheduled = false;

  constructor(
    private readonly keyOf: (item: T) => string,
    private readonly render: (item: T) => HTMLElement,
    signal: AbortSignal,
  ) {
    const later = () => this.schedule();
    window.addEventListener('scroll', later, { passive: true, signal });
    window.addEventListener('resize', later, { signal });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Shows these items from now on; rows of items that stay are kept, and so is the focus. */
  show(items: T[]): void {
    this.items = items;
    this.update();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      if (this.element.isConnected) this.update();
    });
  }

  private update(): void {
    const height = this.rowHeight();
    this.element.style.height = `${this.items.length * height}px`;
    const top = -this.element.getBoundingClientRect().top;
    const all = this.items.length <= ALL_UP_TO;
    const first = all ? 0 : Math.max(0, Math.floor(top / height) - OVERSCAN);
    const end = all ? this.items.length : Math.ceil((top + window.innerHeight) / height) + OVERSCAN;
    const last = Math.min(this.items.length, end);

    const shown = this.items.slice(first, last);
    const wanted = new Set(shown.map(this.keyOf));
    for (const [key, row] of this.rows) {
      if (!wanted.has(key)) this.release(key, row, height);
    }
    // In the order of the items, so that tabbing and screen readers meet them in it; rows that stay are not moved.
    let cursor = this.element.firstElementChild;
    shown.forEach((item, offset) => {
      const key = this.keyOf(item);
      const row = this.rows.get(key) ?? this.make(key, item);
      this.place(row, first + offset, height);
      if (row === cursor) cursor = cursor.nextElementSibling;
      else this.element.insertBefore(row, cursor);
    });
  }

  /** Takes a row out of the document, unless it holds the focus and its item is still listed. */
  private release(key: string, row: HTMLElement, height: number): void {
    const index = row.contains(document.activeElement) ? this.items.findIndex((item) => this.keyOf(item) === key) : -1;
    if (index >= 0) {
      this.place(row, index, height);
      return;
    }
    row.remove();
    this.rows.delete(key);
  }

  private make(key: string, item: T): HTMLElement {
    const row = h('li', { class: 'row' }, this.render(item));
    this.rows.set(key, row);
    return row;
  }

  private place(row: HTMLElement, index: number, height: number): void {
    row.style.transform = `translateY(${index * height}px)`;
    row.dataset['index'] = String(index);
    row.setAttribute('aria-setsize', String(this.items.length));
    row.setAttribute('aria-posinset', String(index + 1));
  }

  private rowHeight(): number {
    const declared = parseFloat(getComputedStyle(this.element).getPropertyValue('--row-height'));
    return Number.isFinite(declared) && declared > 0 ? declared : 60;
  }

  /** Arrow keys, and j and k, walk through the rows. */
  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    const row = (event.target as Element).closest<HTMLElement>('.row');
    if (step === 0 || row === null) return;
    const target = Number(row.dataset['index']) + step;
    if (target < 0 || target >= this.items.length) return;
    event.preventDefault();
    const next = [...this.rows.values()].find((candidate) => candidate.dataset['index'] === String(target));
    next?.querySelector<HTMLElement>('a, button')?.focus();
  }
}
