import {
  FieldPath,
  FieldValue,
  Timestamp,
  type DocumentData,
  type DocumentSnapshot,
  type Firestore,
  type Query as FirestoreQuery,
} from 'firebase-admin/firestore';
import {
  Increment,
  PreconditionFailed,
  ServerTime,
  Unstorable,
  expectOnce,
  fieldOf,
  type Data,
  type Query,
  type Store,
  type StoredDocument,
  type Version,
  type Write,
} from './port.ts';

const versionOf = (time: Timestamp): Version => `${time.seconds}.${time.nanoseconds}`;

function timeOf(version: Version): Timestamp {
  const [seconds, nanoseconds] = version.split('.');
  return new Timestamp(Number(seconds), Number(nanoseconds));
}

const isTime = (key: string) => key.endsWith('At');

/** Fields whose names end in `At` are times: numbers in the code, timestamps at rest. */
function encode(key: string, value: unknown): unknown {
  if (value instanceof ServerTime) return FieldValue.serverTimestamp();
  if (value instanceof Increment) return FieldValue.increment(value.by);
  if (typeof value === 'number' && isTime(key)) return Timestamp.fromMillis(value);
  if (Array.isArray(value)) return value.map((one) => encode(key, one));
  if (typeof value === 'object' && value !== null) return encodeAll(value);
  return value;
}

const encodeAll = (data: object): DocumentData =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encode(key, value)]));

function stored(snapshot: DocumentSnapshot): StoredDocument | null {
  const data = snapshot.data();
  if (!data || !snapshot.updateTime) return null;
  return { path: snapshot.ref.path, id: snapshot.id, data, version: versionOf(snapshot.updateTime) };
}

const allStored = (snapshots: readonly DocumentSnapshot[]) =>
  snapshots.map(stored).filter((one): one is StoredDocument => one !== null);

/** gRPC codes: 5 an update of nothing, 6 a create of something, 9 a last update time that differs. */
const preconditionCodes = new Set<unknown>([5, 6, 9]);

/** gRPC code 3: what was sent is wrong in itself, a document of more than 1 MiB for one. */
const INVALID_ARGUMENT = 3;

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** The store over Cloud Firestore, through the Admin SDK. */
export function firestoreStore(db: Firestore): Store {
  const build = (query: Query): FirestoreQuery => {
    let built: FirestoreQuery = query.group
      ? db.collectionGroup(query.collection)
      : db.collection(query.collection);
    for (const [field, op, value] of query.where) built = built.where(field, op, encode(field, value));
    if (query.orderBy) built = built.orderBy(query.orderBy);
    const { after, group, orderBy } = query;
    if (after) {
      const place = group ? after.path : after.id;
      const values = orderBy === undefined ? [place] : [fieldOf(after.data, orderBy), place];
      built = built.orderBy(FieldPath.documentId()).startAfter(...values);
    }
    return built.limit(query.limit);
  };

  const add = (batch: FirebaseFirestore.WriteBatch, write: Write) => {
    const ref = db.doc(write.path);
    switch (write.op) {
      case 'create':
        return batch.create(ref, encodeAll(write.data));
      case 'set':
        return batch.set(ref, encodeAll(write.data));
      case 'update': {
        const data: Data = encodeAll(write.data);
        return write.ifVersion === undefined
          ? batch.update(ref, data)
          : batch.update(ref, data, { lastUpdateTime: timeOf(write.ifVersion) });
      }
      case 'delete':
        return write.ifVersion === undefined
          ? batch.delete(ref)
          : batch.delete(ref, { lastUpdateTime: timeOf(write.ifVersion) });
      default:
        return write satisfies never;
    }
  };

  const batchOf = (writes: readonly Write[]) => {
    const batch = db.batch();
    try {
      for (const write of writes) add(batch, write);
      return batch;
    } catch (error) {
      throw new Unstorable('The database has no form for what it is to store', { cause: error });
    }
  };

  return {
    get: async (path) => stored(await db.doc(path).get()),
    query: async (query) => allStored((await build(query).get()).docs),
    listen: (query, onChange) =>
      build(query).onSnapshot(
        (snapshot) => onChange(allStored(snapshot.docs)),
        // A listener only speeds things up: whoever listens looks again afterwards.
        () => undefined,
      ),
    listenTo: (path, onChange) =>
      db.doc(path).onSnapshot(
        (snapshot) => onChange(stored(snapshot)),
        () => undefined,
      ),
    async commit(writes) {
      expectOnce(writes);
      const batch = batchOf(writes);
      try {
        return (await batch.commit()).map((result) => versionOf(result.writeTime));
      } catch (error) {
        const code = codeOf(error);
        if (preconditionCodes.has(code))
          throw new PreconditionFailed('A precondition did not hold', { cause: error });
        if (code === INVALID_ARGUMENT)
          throw new Unstorable('The database refuses what it was sent', { cause: error });
        throw error;
      }
    },
  };
}
