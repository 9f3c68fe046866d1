import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import process from 'node:process';

import { Problem } from './problem.ts';
import { HOST, type Ports } from './world.ts';

/** Stops with a list of the taken ports and of who holds them, before anything has been started. */
export async function requireFreePorts(ports: Partial<Ports>): Promise<void> {
  const checked = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => ({ name, port, free: await isFree(port) })),
  );
  const taken = checked.filter(({ free }) => !free);
  if (taken.length === 0) return;
  const lines = taken.map(({ name, port }) => `  ${port} (${name}): ${holderOf(port)}`);
  throw new Problem(
    [
      taken.length === 1 ? 'A port that is needed is taken:' : 'Ports that are needed are taken:',
      ...lines,
      'Stop that program (another `npm start`?) and run this again.',
    ].join('\n'),
  );
}

async function isFree(port: number): Promise<boolean> {
  // Listening finds a port held on this address or on all; connecting finds it on IPv6 as well.
  return (await canListen(port)) && !(await answers(port, '::1'));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function holderOf(port: number): string {
  const holder = process.platform === 'linux' ? holderInProc(port) : holderByLsof(port);
  return holder ?? 'held by a program of another user, or one that can’t be named';
}

/** Linux: the listening socket's inode, then the process that has it open. */
function holderInProc(port: number): string | undefined {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)),
  );
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => openFiles(name).some((file) => inodes.has(file)));
  if (pid === undefined) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  return nameProcess(pid, command);
}

function listeningInodes(table: string, port: number): string[] {
  const LISTEN = '0A';
  const hexPort = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return read(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && local?.endsWith(hexPort) === true)
    .map((columns) => `socket:[${columns[9]}]`);
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return []; // ended meanwhile, or another user's
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function holderByLsof(port: number): string | undefined {
  try {
    const run = (command: string, ...args: string[]) =>
      execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const [pid] = run('lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t').split('\n');
    return pid ? nameProcess(pid, run('ps', '-p', pid, '-o', 'command=')) : undefined;
  } catch {
    return undefined;
  }
}

const LONGEST_COMMAND = 120;

function nameProcess(pid: string, command: string): string {
  const short = command.length > LONGEST_COMMAND ? `${command.slice(0, LONGEST_COMMAND)} …` : command;
  return `held by process ${pid}: ${short}`;
}
