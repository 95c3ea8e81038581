import { Api } from './api';
import { tokens } from './memory';
import { startNavigation } from './navigation';
import { buildShell } from './shell';
import { startTheme } from './theme';

startTheme();
const shell = buildShell(document.getElementById('app')!, () => {
  tokens.set(null);
  location.reload();
});
startNavigation(shell, new Api(tokens));
