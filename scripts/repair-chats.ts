// npm run repair-chats: repairs what can be repaired of the chats of a live project. Without --write it says what it would
// do. Ends with 1 if something is broken that it did not mend.
import { checkChat } from '../functions/src/upkeep/check.ts';
import { repairChat, repairsOf } from '../functions/src/upkeep/repair.ts';
import { runAndCleanUp } from './local/running.ts';
import { say } from './local/stages.ts';
import { wanted } from './upkeep/project.ts';
import { Report } from './upkeep/report.ts';

await runAndCleanUp(async () => {
  const { store, where, chats, isToWrite } = wanted({ mayWrite: true });
  const report = new Report();
  let repairs = 0;
  for await (const chat of chats()) repairs += isToWrite ? await mend(chat) : await plan(chat);
  say(report.summary(where));
  say(isToWrite ? `${repairs} repaired` : `${repairs} would be repaired; --write does it`);
  return report.isClean ? 0 : 1;

  async function mend(chat: string): Promise<number> {
    const { done, left, moved } = await repairChat(store, chat, Date.now());
    for (const finding of done) report.finding('repaired', finding);
    if (moved) report.line(`${chat} moved while it was repaired: run this again`);
    report.chat(left);
    return done.length;
  }

  async function plan(chat: string): Promise<number> {
    const checked = await checkChat(store, chat, Date.now());
    report.chat(checked);
    const planned = checked.kind === 'looked' ? repairsOf(checked) : [];
    for (const { finding } of planned) report.finding('would repair', finding);
    return planned.length;
  }
}, 'Stopping …');
