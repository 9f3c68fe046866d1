// The page's policy forbids code that is made of text. zod writes its parsers like that where it may, and finds out by
// trying, which the browser reports: here it is told. Its settings stand where it looks for them before any of it is loaded.
Reflect.set(globalThis, '__zod_globalConfig', { jitless: true });
