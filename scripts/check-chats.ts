// npm run check-chats: looks whether what must hold of chats holds of those of a live project. It never writes. Ends with
// 1 if something is broken. docs/operations.md says what to do then.
import { checkChat, onlyReading } from '../functions/src/upkeep/check.ts';
import { runAndCleanUp } from './local/running.ts';
import { say } from './local/stages.ts';
import { wanted } from './upkeep/project.ts';
import { Report } from './upkeep/report.ts';

await runAndCleanUp(async () => {
  const { store, where, chats } = wanted({ mayWrite: false });
  const reading = onlyReading(store);
  const report = new Report();
  for await (const chat of chats()) report.chat(await checkChat(reading, chat, Date.now()));
  say(report.summary(where));
  return report.isClean ? 0 : 1;
}, 'Stopping …');
