import { type Module, reachableFrom, readModules, type Tree } from './module-graph.ts'

/** `src/bgp/speaker.ts:12 imports sim/clock.ts, which is no floor below it`. */
export type Violation = string

/** ARCHITECTURE.md, Floors: what each folder of `src` may import besides itself. */
const floors: Readonly<Record<string, readonly string[]>> = {
  net: [],
  bgp: ['net'],
  bfd: ['net'],
  expressroute: ['net', 'bgp'],
  sim: ['net', 'bgp', 'bfd'],
  scenario: ['net', 'bgp', 'expressroute', 'sim'],
  analysis: ['net', 'bgp', 'expressroute', 'sim', 'scenario'],
  bench: ['net'],
  report: ['net', 'bgp', 'bfd', 'expressroute', 'sim', 'scenario', 'analysis', 'bench'],
  cli: ['net', 'bgp', 'bfd', 'expressroute', 'sim', 'scenario', 'analysis', 'bench', 'report', 'live'],
  live: ['net', 'bgp', 'bfd', 'expressroute', 'sim', 'scenario', 'analysis', 'report'],
  web: ['net', 'bgp', 'bfd', 'expressroute', 'sim', 'scenario', 'analysis', 'report'],
  // The route table by itself.
  'route-table.ts': ['net'],
  // The library's face is for browsers too: everything but the edges.
  'index.ts': ['net', 'bgp', 'bfd', 'expressroute', 'sim', 'scenario', 'analysis', 'report'],
}

/** Which files may know which package. One package, one place, wherever that is possible. */
const packages: Readonly<Record<string, RegExp>> = {
  'ip-address': /^net\/address-text\.ts$/,
  netmask: /^net\/prefix-text\.ts$/,
  // The one emitter: it hands trace records to observers, who cannot influence the run. Any other would hide
  // an order of events from the trace.
  eventemitter3: /^sim\/tracer\.ts$/,
  tinyqueue: /^sim\/event-queue\.ts$/,
  'pure-rand': /^sim\/random\.ts$/,
  yaml: /^scenario\/(read\/(json-)?document|edited-text)\.ts$/,
  zod: /^(scenario\/|report\/(run\/result-schema|analysis\/(part-text|availability-part)|bench\/bench-json)\.ts$)/,
  '@noble/hashes': /^(scenario\/parse|report\/capture\/md5-option)\.ts$/,
  '@babel/code-frame': /^scenario\/frame\.ts$/,
  'fastest-levenshtein': /^scenario\/suggestion\.ts$/,
  'junit-report-builder': /^report\/run\/junit\.ts$/,
  commander: /^cli\//,
  preact: /^web\//,
  '@preact/signals': /^web\//,
  terser: /^web\/minified\.ts$/,
  vite: /^web\/(vite\.config|minified|left-out\/.*)\.ts$/,
  'vite-plugin-singlefile': /^web\/vite\.config\.ts$/,
  chokidar: /^cli\//,
  picocolors: /^cli\//,
}

/** Everything below the edges runs unchanged in a browser, but for reading scenario files. */
const knowsNode = /^(cli|live)\/|^scenario\/load\.ts$|^web\/(vite\.config|left-out\/.*)\.ts$/

/** What is started from outside or as a thread, and so needs nobody to import it; `write-*` writes what the package ships. */
const isEntry =
  /^src\/(index|route-table|cli\/main|web\/main|web\/vite\.config|cli\/pieces\/piece-worker)\.tsx?$|^test\/support\/write-[\w-]+\.ts$/

export function floorViolations(tree: Tree): readonly Violation[] {
  return sources(tree).flatMap(({ path, imports }) => {
    const [own, below] = [floorOf(path), floors[floorOf(path)]]
    if (below === undefined) return [`${path}:1 stands on no floor`]
    return imports.flatMap(({ file, line }) => {
      if (file === undefined) return []
      if (!tree.has(file)) return [`${path}:${line} imports ${file}, which is not there`]
      const floor = file.startsWith('src/') ? floorOf(file) : file
      return floor === own || below.includes(floor)
        ? []
        : [`${path}:${line} imports ${file}, which is no floor below it`]
    })
  })
}

export function packageViolations(tree: Tree): readonly Violation[] {
  return sources(tree).flatMap(({ path, imports }) =>
    imports.flatMap(({ file, line, specifier }) => {
      if (file !== undefined) return []
      const room = specifier.startsWith('node:') ? knowsNode : packages[packageOf(specifier)]
      return room?.test(path.slice('src/'.length)) === true ? [] : [`${path}:${line} imports ${specifier}`]
    }),
  )
}

/** Each dependency is used, and each package that is used is a dependency. */
export function dependencyViolations(tree: Tree): readonly Violation[] {
  const manifest: unknown = JSON.parse(tree.get('package.json') ?? '{}')
  const declared = keysOf(manifest, 'dependencies')
  // The page is built before it is packed, and has everything in it.
  const built = keysOf(manifest, 'devDependencies')
  const used = packagesUsed(tree, (path) => !path.startsWith('src/web/'))
  const usedByPage = packagesUsed(tree, (path) => path.startsWith('src/web/'))
  return [
    ...declared.filter((name) => !used.has(name)).map((name) => `package.json:1 nobody imports ${name}`),
    ...[...used]
      .filter((name) => !declared.includes(name))
      .map((name) => `package.json:1 does not name ${name}`),
    ...[...usedByPage]
      .filter((name) => !declared.includes(name) && !built.includes(name))
      .map((name) => `package.json:1 does not name ${name}`),
  ]
}

function packagesUsed(tree: Tree, isAsked: (path: string) => boolean): ReadonlySet<string> {
  return new Set(
    sources(tree)
      .filter(({ path }) => isAsked(path))
      .flatMap(({ imports }) =>
        imports
          .filter(({ file, specifier }) => file === undefined && !specifier.startsWith('node:'))
          .map(({ specifier }) => packageOf(specifier)),
      ),
  )
}

/** A library that a browser loads must not lead to Node, through however many files. */
export function libraryViolations(tree: Tree): readonly Violation[] {
  const modules = readModules(tree)
  return [...reachableFrom(modules, ['src/index.ts'])].flatMap((path) =>
    (modules.get(path)?.imports ?? [])
      .filter(({ specifier }) => specifier.startsWith('node:'))
      .map(({ line, specifier }) => `${path}:${line} brings ${specifier} into the library`),
  )
}

export function cycleViolations(tree: Tree): readonly Violation[] {
  const modules = readModules(tree)
  return sources(tree).flatMap(({ path, imports }) =>
    imports
      .filter(({ file }) => file !== undefined && reachableFrom(modules, [file]).has(path))
      .map(({ file, line }) => `${path}:${line} and ${file} import each other`),
  )
}

export function deadFileViolations(tree: Tree): readonly Violation[] {
  const modules = readModules(tree)
  const reached = reachableFrom(
    modules,
    [...modules.keys()].filter((path) => isEntry.test(path)),
  )
  return sources(tree)
    .filter(({ path }) => !reached.has(path))
    .map(({ path }) => `${path}:1 is reached from no entry`)
}

/**
 * What nobody in `src`, `test` or `bench` asks a file for, it need not export. A type that the file itself
 * uses is exempt: it is the name of something that others are handed.
 */
export function deadExportViolations(tree: Tree): readonly Violation[] {
  const asked = new Set<string>()
  for (const { imports } of readModules(tree).values()) {
    for (const { file, names } of imports) for (const name of names) asked.add(`${file} ${name}`)
  }
  return sources(tree)
    .filter(({ path }) => !isEntry.test(path) && !asked.has(`${path} *`))
    .flatMap(({ path, exports }) =>
      exports
        .filter(({ name, isHandedOut }) => !isHandedOut && !asked.has(`${path} ${name}`))
        .map(({ name, line }) => `${path}:${line} exports ${name} to nobody`),
    )
}

function sources(tree: Tree): readonly Module[] {
  return [...readModules(tree).values()].filter(({ path }) => path.startsWith('src/'))
}

/** The folder below `src`, or the file where it stands in none. */
function floorOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function keysOf(value: unknown, key: string): readonly string[] {
  if (typeof value !== 'object' || value === null || !(key in value)) return []
  return Object.keys(Object.entries(value).find(([name]) => name === key)?.[1] ?? {})
}
