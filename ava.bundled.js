import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/**
 * What `npm test` has AVA run: the tests as JavaScript that shares its modules, a room of them in one process. Each process takes
 * longer to load AVA and a hundred modules than most files of tests take to run. `npx ava FILE` runs a file as it is written.
 */
export default async function bundledTests() {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.replaceAll('\\', '/'))
  const rooms = new Set(names.map(roomOf))
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [whereItWasWritten, roomsOf(names), titlesWithFiles],
    build: {
      ssr: true,
      outDir: 'build',
      sourcemap: true,
      rolldownOptions: {
        input: {
          ...Object.fromEntries([...rooms].map((room) => [`${room}.test`, `room:${room}`])),
          'piece-worker': 'src/cli/pieces/piece-worker.ts',
        },
        output: { entryFileNames: 'test/[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  })
  return { files: ['build/test/**/*.test.js'], workerThreads: false, timeout: '5m' }
}

const folder = join(import.meta.dirname, 'test')

/** What looks at a clock on the wall, or waits for word of a file or a peer, must not wait for the tests of others. */
const apart = /^(?:[^/]+|live\/.*|cli\/(?:bench|live|page|run)\/.*|web\/built-simulator)\.test\.ts$/

/** The files of a folder share a process, but for long ones, which stand in none, and those that are told apart. */
function roomOf(name) {
  return apart.test(name) ? name.replace(/\.test\.ts$/, '') : name.slice(0, name.indexOf('/'))
}

/** A room is a module that imports its tests. */
function roomsOf(names) {
  return {
    name: 'rooms',
    resolveId: (id) => (id.startsWith('room:') ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0room:')) return undefined
      const room = id.slice('\0room:'.length)
      const own = names.filter((name) => roomOf(name) === room)
      return own.map((name) => `import ${JSON.stringify(join(folder, name))}`).join('\n')
    },
  }
}

const avaImported = /^import test\b(.* from ['"]ava['"];?)$/m

/** In a room two files may have tests of one title: each begins with the name of its file there. */
const titlesWithFiles = {
  name: 'titles-with-files',
  transform(text, file) {
    if (!file.endsWith('.test.ts') || apart.test(file.slice(folder.length + 1))) return undefined
    const name = file.slice(folder.length + 1).replace(/^[^/]+\/(.*)\.test\.ts$/, '$1')
    return text.replace(avaImported, `import ava$1 const test = (${titled})(ava, ${JSON.stringify(name)})`)
  },
}

/** Goes into the tests as the text that it is. */
function titled(declare, file) {
  return new Proxy(declare, {
    apply: (_, self, [first, ...rest]) =>
      Reflect.apply(declare, self, [typeof first === 'string' ? `${file} › ${first}` : first, ...rest]),
    get: (_, name) => titled(declare[name], file),
  })
}

/**
 * A module looks for the files beside it where it stands in the sources; whoever starts threads finds their program in the bundle,
 * as where it is installed: from the sources each thread would load `tsx` and all modules.
 */
const whereItWasWritten = {
  name: 'where-it-was-written',
  transform(text, file) {
    if (!text.includes('import.meta.')) return undefined
    const startsThreads = file.endsWith('/src/cli/pieces/run-pieces.ts')
    const place = startsThreads ? join(import.meta.dirname, 'build/test/run-pieces.js') : file
    return text
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(place).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(place)))
  },
}
