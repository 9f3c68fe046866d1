// The Firestore emulator needs Java 21 or later, and the Firebase CLI takes whatever `java` is first on PATH.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { Problem } from './problem.ts';

const OLDEST = 21;
const JAVA = process.platform === 'win32' ? 'java.exe' : 'java';

interface Jdk {
  readonly home: string;
  readonly version: number;
}

/** The `bin` folder of a Java that is new enough: the person's own choice first, else the newest installed. */
export function findJavaBin(): string {
  const chosen = [process.env['JAVA_HOME'], javaHomeOnPath()].flatMap(jdkAt);
  const installed = usualFolders()
    .flatMap(jdkAt)
    .toSorted((a, b) => b.version - a.version);
  const found = [...chosen, ...installed];
  const jdk = found.find(({ version }) => version >= OLDEST);
  if (jdk) return path.join(jdk.home, 'bin');

  const seen = found.map(({ home, version }) => `Java ${version} in ${home}`);
  throw new Problem(
    [
      `The Firestore emulator needs a JDK ${OLDEST} or later; ${seen.length > 0 ? `there is only ${seen.join(', ')}` : 'no Java was found'}.`,
      `  Get one:  https://adoptium.net  (macOS: brew install --cask temurin; Debian/Ubuntu: apt install openjdk-21-jdk)`,
      `  If it is installed in an unusual folder, set JAVA_HOME to that folder.`,
    ].join('\n'),
  );
}

function jdkAt(home: string | undefined): Jdk[] {
  if (home === undefined || !existsSync(path.join(home, 'bin', JAVA))) return [];
  const version = versionOf(home);
  return version === undefined ? [] : [{ home, version }];
}

/** Java says its version in a file; running it takes longer and is for the few that lack that file. */
function versionOf(home: string): number | undefined {
  const release = path.join(home, 'release');
  const text = existsSync(release)
    ? readFileSync(release, 'utf8')
    : spawnSync(path.join(home, 'bin', JAVA), ['-version'], { encoding: 'utf8' }).stderr;
  const [, major] = /version\W+(?:1\.)?(\d+)/i.exec(text) ?? [];
  return major === undefined ? undefined : Number(major);
}

function javaHomeOnPath(): string | undefined {
  const folder = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .find((bin) => existsSync(path.join(bin, JAVA)));
  // Usually a link to a link to the `java` inside of a JDK.
  return folder === undefined ? undefined : path.dirname(path.dirname(realpathSync(path.join(folder, JAVA))));
}

/** Where each platform's installers put JDKs. */
function usualFolders(): string[] {
  const home = os.homedir();
  const below = (parent: string, inside = '') =>
    existsSync(parent) ? readdirSync(parent).map((name) => path.join(parent, name, inside)) : [];
  const anywhere = [...below(path.join(home, '.sdkman/candidates/java')), ...below(path.join(home, '.jdks'))];
  switch (process.platform) {
    case 'darwin':
      return [
        ...below('/Library/Java/JavaVirtualMachines', 'Contents/Home'),
        ...below(path.join(home, 'Library/Java/JavaVirtualMachines'), 'Contents/Home'),
        ...below('/opt/homebrew/opt', 'libexec/openjdk.jdk/Contents/Home'),
        ...below('/usr/local/opt', 'libexec/openjdk.jdk/Contents/Home'),
        ...anywhere,
      ];
    case 'win32':
      return [
        ...below('C:\\Program Files\\Java'),
        ...below('C:\\Program Files\\Eclipse Adoptium'),
        ...below('C:\\Program Files\\Microsoft'),
        ...anywhere,
      ];
    default:
      return [
        ...below('/usr/lib/jvm'),
        ...below('/usr/java'),
        ...below('/opt/java'),
        ...below('/opt'),
        ...anywhere,
      ];
  }
}
