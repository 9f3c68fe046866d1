// The processes that run the functions, as the operating system sees them.
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `rss`: resident memory, in MB. */
type Row = { readonly pid: number; readonly rss: number; readonly what: string };

async function rows(): Promise<Row[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,rss=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, rss, what] = /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line) ?? [];
    return pid && rss && what ? [{ pid: Number(pid), rss: Math.round(Number(rss) / 1024), what }] : [];
  });
}

const isFunction = ({ what }: Row) => what.includes('functionsEmulatorRuntime');
const isDatabase = ({ what }: Row) => what.includes('firestore') && what.includes('java');

/** Memory at this moment, in MB. */
export async function memory(): Promise<{ functions: number; processes: number; firestore: number }> {
  const all = await rows();
  const functions = all.filter(isFunction);
  const sum = (some: readonly Row[]) => some.reduce((mb, { rss }) => mb + rss, 0);
  return { functions: sum(functions), processes: functions.length, firestore: sum(all.filter(isDatabase)) };
}

/** Kills (SIGKILL) the process of a function that has the most memory: the one that has worked most. Gives its id. */
export async function killOne(): Promise<number | null> {
  const [busiest] = (await rows()).filter(isFunction).toSorted((a, b) => b.rss - a.rss);
  if (!busiest) return null;
  process.kill(busiest.pid, 'SIGKILL');
  return busiest.pid;
}
