import type { TokenStore } from './api';

/** What the browser remembers. A browser that refuses storage (private mode, policy) only forgets. */

const TOKEN = 'pawl.token';
const THEME = 'pawl.theme';

export const tokens: TokenStore = {
  get: () => read(() => sessionStorage, TOKEN),
  set: (token) => write(() => sessionStorage, TOKEN, token),
};

export type ThemeChoice = 'system' | 'light' | 'dark';

export const rememberedTheme = {
  get: (): ThemeChoice => {
    const choice = read(() => localStorage, THEME);
    return choice === 'light' || choice === 'dark' ? choice : 'system';
  },
  set: (choice: ThemeChoice) => write(() => localStorage, THEME, choice === 'system' ? null : choice),
};

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // Refused or full: the choice then lasts as long as the page.
  }
}
