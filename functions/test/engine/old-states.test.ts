import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../src/contracts/index.ts';
import { parse } from '../../src/store/documents.ts';
import { playCleanly, recover } from '../support/crash.ts';
import { kindOf, kinds, lackedFields, laterFields, schemaOf } from '../support/document-kinds.ts';
import { factsOfAlike, leftOf } from '../support/interruptions.ts';
import { MemoryStore } from '../support/memory-store.ts';
import {
  load,
  saveNew,
  savedScenes,
  savedStates,
  savedVersions,
  type OldState,
} from '../support/old-states.ts';
import type { Scene } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';

// Chats that were stored by earlier code, in every state that is worth a look. Where a state or a schema version has
// none yet, this saves it (and `npm run format` puts it in form):
//
//   MOTHER_STATES=1 npm test -- engine old-states

if (process.env['MOTHER_STATES'] !== undefined) await saveNew(SCHEMA_VERSION);

const A_YEAR = 365 * 24 * 3_600_000;
const versions = savedVersions();
const sceneOf = ({ scene }: OldState): Scene => savedScenes[scene];

describe.each(versions)('chats of schema version %i', (version) => {
  const states = savedStates(version);
  const documents = states.flatMap((state) => state.documents);

  describe.each(states)('$name', (state) => {
    it('every document of it is read by the schemas of today', async () => {
      const world = await load(state);
      const found = await Promise.all(state.documents.map(({ path }) => world.database.get(path)));
      const read = found.map((document) => document && parse(document, schemaOf(document)).path);
      expect(read).toEqual(state.documents.map(({ path }) => path));
    });

    it('the engine goes on from it -> what a clean play comes to', async () => {
      const scene = sceneOf(state);
      const world = await recover(await load(state), scene);
      const { world: clean } = await playCleanly(scene, new MemoryStore());
      const endOf = scene.isRemoved ? leftOf : factsOfAlike;
      expect(await endOf(world)).toEqual(await endOf(clean));
      if (!scene.isRemoved) await expectSound(world);
      expect(world.errors()).toEqual([]);
    });

    it('nobody comes for a year -> it ends soundly all the same', async () => {
      const scene = sceneOf(state);
      const left = await load(state);
      left.aheadMs += A_YEAR;
      const world = await recover(left, scene);
      if (!scene.isRemoved) await expectSound(world);
      expect(world.errors()).toEqual([]);
    });
  });

  it('there is a document of every kind that the contracts have', () => {
    const found = new Set(documents.map(kindOf));
    expect([...kinds].filter(([kind]) => !found.has(kind)).map(([, name]) => name)).toEqual([]);
  });

  it('there is a document without each field that has a default', () => {
    const lacked = new Set(
      documents.flatMap((document) => {
        const kind = kindOf(document);
        return kind ? lackedFields(kind, kinds.get(kind) ?? '', document.data) : [];
      }),
    );
    const later = [...kinds].flatMap(([kind, name]) => laterFields(kind, name));
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter((field) => !lacked.has(field))).toEqual([]);
  });
});

describe('the schema version', () => {
  it('has saved chats, as has each before it', () => {
    expect(versions).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, n) => n + 1));
  });
});
