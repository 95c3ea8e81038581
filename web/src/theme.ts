import { h } from './dom';
import { rememberedTheme, type ThemeChoice } from './memory';

/** Sent on the window after the colours changed, for what is drawn on a canvas. */
export const THEME_CHANGED = 'pawl-theme';

const CHOICES: Record<ThemeChoice, { icon: string; label: string; next: ThemeChoice }> = {
  system: { icon: '◐', label: 'as the system', next: 'light' },
  light: { icon: '○', label: 'light', next: 'dark' },
  dark: { icon: '●', label: 'dark', next: 'system' },
};

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)');
let choice = rememberedTheme.get();

/** Applies the remembered theme and follows the system where no theme is chosen. */
export function startTheme(): void {
  apply();
  prefersDark().addEventListener('change', apply);
}

/** The button that goes through system, light and dark. */
export function themeButton(): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'quiet theme' });
  const describe = () => {
    const { icon, label } = CHOICES[choice];
    button.replaceChildren(h('span', { class: 'theme-icon', 'aria-hidden': 'true' }, icon));
    button.setAttribute('aria-label', `Colours: ${label}. Change.`);
    button.title = `Colours: ${label}`;
  };
  button.addEventListener('click', () => {
    choice = CHOICES[choice].next;
    rememberedTheme.set(choice);
    apply();
    describe();
  });
  describe();
  return button;
}

function apply(): void {
  const dark = choice === 'dark' || (choice === 'system' && prefersDark().matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  window.dispatchEvent(new Event(THEME_CHANGED));
}
