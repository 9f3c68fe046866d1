import { defineConfig, type OxlintOverride } from 'oxlint';

// Imports go one way: contracts ← machine ← engine ← triggers ← index. This file is where that is enforced.
const BACKEND = [
  'callables',
  'connectors',
  'contracts',
  'engine',
  'machine',
  'model',
  'store',
  'tenants',
  'triggers',
  'upkeep',
  'vault',
  'workflows',
];
const FEATURES = [
  'agents',
  'auth',
  'chat',
  'connections',
  'runs',
  'settings',
  'sub-agents',
  'super-admin',
  'tasks',
  'tenants',
  'workflows',
];
const FIREBASE = ['firebase-admin', 'firebase-functions', '@google-cloud/firestore'];

/** A path that climbs out of its own folder and into one of `folders`. */
const into = (folders: string[], message: string) => ({
  regex: `^\\.\\.?/(.*/)?(${folders.join('|')})/`,
  message,
});

/** One of these packages, or a path inside of it. */
const packages = (names: string[], message: string) => ({
  regex: `^(${names.join('|')})(/.*)?$`,
  message,
});

const restrict = (files: string[], patterns: { regex: string; message: string }[]): OxlintOverride => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/** A backend folder may use itself, and the folders named here. */
const backendFolder = (folder: string, mayUse: string[], forbiddenPackages: string[] = []) => {
  const forbiddenFolders = BACKEND.filter((other) => other !== folder && !mayUse.includes(other));
  return restrict(
    [`functions/src/${folder}/**`],
    [
      {
        // Out of its own folder: one of the same name inside of it is its own.
        regex: `^\\.\\./(.*/)?(${[...forbiddenFolders, 'test'].join('|')})/`,
        message: `${folder}/ may import ${mayUse.join(', ') || 'nothing else'} only.`,
      },
      ...(forbiddenPackages.length > 0
        ? [packages(forbiddenPackages, `${folder}/ stays free of this package.`)]
        : []),
    ],
  );
};

const BACKEND_FOLDERS = [
  backendFolder('contracts', [], [...FIREBASE, 'openai', 'node:.*']),
  backendFolder('machine', ['contracts'], [...FIREBASE, 'openai', 'node:.*']),
  backendFolder('workflows', ['contracts'], [...FIREBASE, 'openai']),
  backendFolder('store', ['contracts'], ['openai']),
  backendFolder('model', ['contracts'], FIREBASE),
  backendFolder('connectors', ['contracts'], ['openai']),
  backendFolder('vault', ['contracts', 'store'], [...FIREBASE, 'openai']),
  backendFolder('tenants', ['connectors', 'contracts', 'model', 'store', 'vault'], ['openai']),
  backendFolder(
    'engine',
    ['contracts', 'machine', 'store', 'model', 'connectors', 'tenants', 'workflows'],
    ['openai'],
  ),
  backendFolder('callables', [
    'contracts',
    'engine',
    'machine',
    'store',
    'model',
    'connectors',
    'tenants',
    'vault',
    'workflows',
  ]),
  backendFolder('upkeep', ['contracts', 'store'], [...FIREBASE, 'openai', 'node:.*']),
  backendFolder(
    'triggers',
    BACKEND.filter((folder) => folder !== 'callables'),
  ),
];

const WEB_ENTRY = {
  regex: '^functions$|(^|/)functions/(src|lib|test)/',
  message: 'The page knows the backend by functions/contracts only.',
};
const inFeature = (feature: string) =>
  restrict(
    [`web/src/features/${feature}/**`],
    [
      WEB_ENTRY,
      into(
        FEATURES.filter((other) => other !== feature),
        'Features never import each other: what both need goes to lib/ or components/ui/.',
      ),
      into(['app'], 'app/ composes the features, not the other way round.'),
    ],
  );

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error', denyWarnings: true },
  ignorePatterns: [
    '**/node_modules/**',
    'functions/lib/**',
    'web/dist/**',
    'build/**',
    '.emulator/**',
    'test-output/**',
  ],
  rules: {
    eqeqeq: 'error',
    'no-console': 'off',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/only-throw-error': 'error',
    'import/no-cycle': 'error',
    // The new JSX transform needs no React in scope.
    'react/react-in-jsx-scope': 'off',
    'import/no-unassigned-import': 'off',
    // What scrolls must be reachable by keyboard, and <output> is read differently from role="status"; axe checks
    // the real page for both.
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off',
    // Too strict for effects that move focus or scroll: those depend on what they follow, and write to the DOM.
    'react/exhaustive-effect-dependencies': 'off',
    'react/set-state-in-effect': 'off',
    'react/immutability': 'off',
    // A shadowed name inside of a small function is no danger here, and renaming it hurts reading.
    'no-shadow': 'off',
    'unicorn/consistent-function-scoping': 'off',
    // Spreading a string is how its code points are had.
    'unicorn/no-useless-spread': 'off',
    // An effect returns its clean-up, or nothing.
    'typescript/consistent-return': 'off',
    'typescript/no-misused-spread': ['error', { allow: ['string'] }],
    'promise/always-return': 'off',
    // Data from outside is parsed by a schema in sources (see below); scripts and tests know what they read.
    'typescript/no-unsafe-type-assertion': 'off',
  },
  overrides: [
    { files: ['functions/src/**'], rules: { 'typescript/no-unsafe-type-assertion': 'error' } },
    ...BACKEND_FOLDERS,
    {
      // Their "test" has fixtures, and so is not vitest's own.
      files: ['web/e2e/**'],
      rules: {
        'vitest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['test'] }],
        'vitest/valid-expect': ['error', { maxArgs: 2 }],
      },
    },
    restrict(['web/src/app/**', 'web/src/*.{ts,tsx}'], [WEB_ENTRY]),
    ...FEATURES.map(inFeature),
    restrict(
      ['web/src/components/**'],
      [
        WEB_ENTRY,
        into(['app', 'features'], 'components/ knows no feature.'),
        packages(['firebase'], 'components/ui/ has no data access.'),
      ],
    ),
    restrict(
      ['web/src/lib/**'],
      [WEB_ENTRY, into(['app', 'features', 'components'], 'lib/ is used by the rest.')],
    ),
  ],
});
