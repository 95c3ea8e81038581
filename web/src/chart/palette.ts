/** The stylesheet's colours and font, for what is drawn on a canvas. */
export interface Palette {
  ink: string;
  faint: string;
  line: string;
  grid: string;
  surface: string;
  trace: string;
  spread: string;
  band: string;
  baseline: string;
  level: string;
  regressed: string;
  warning: string;
  improved: string;
  undecided: string;
  note: string;
  font: string;
}

/** Reads the palette of the theme that applies now. */
export function currentPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    faint: read('--faint'),
    line: read('--line'),
    grid: read('--grid'),
    surface: read('--surface'),
    trace: read('--trace'),
    spread: read('--spread'),
    band: read('--band'),
    baseline: read('--baseline'),
    level: read('--level'),
    regressed: read('--regressed'),
    warning: read('--warning'),
    improved: read('--improved'),
    undecided: read('--undecided'),
    note: read('--note'),
    font: read('--font'),
  };
}
