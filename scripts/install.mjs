// Runs before `npm start` and `npm test`, on whatever Node the person has (20 or later): installs the exact
// versions of package-lock.json, but only when something is not installed yet. It is plain JavaScript without
// any dependency, because it runs before there are dependencies. The script that npm runs after this one is a
// new process, and finds Node 24 (the devDependency `node`) first on its PATH.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The packages of a lock file: folder → what npm knows of it. */
const packagesIn = (/** @type {string} */ file) =>
  /** @type {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }>} */ (
    JSON.parse(readFileSync(file, 'utf8')).packages
  );

/** Whether node_modules holds what package-lock.json says: npm keeps its own record of what it installed. */
function isInstalled() {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn(path.join(root, 'package-lock.json'))).every(([folder, wanted]) => {
    // Optional packages are for other platforms as well; the ones for this platform come with the rest.
    const mayBeMissing =
      wanted.link || wanted.optional || wanted.devOptional || !folder.includes('node_modules/');
    return mayBeMissing || installed[folder]?.version === wanted.version;
  });
}

function install() {
  const began = Date.now();
  console.log('Installing the packages of package-lock.json (npm ci) …');
  // npm tells its scripts which npm runs them. Without that, only a shell finds npm on Windows (npm.cmd).
  const npmCli = process.env['npm_execpath'];
  const [command, args] = npmCli ? [process.execPath, [npmCli]] : ['npm', []];
  const { status } = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: npmCli === undefined && process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      '\nInstalling failed, for the reason above. Run the same command again when that is mended.',
    );
    process.exit(1);
  }
  console.log(`Installed in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
}

if (!isInstalled()) install();
