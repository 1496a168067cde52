import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/**
 * What `npm test` has AVA run: the tests as JavaScript that shares its modules in few files. Each file of tests has a process of
 * its own, and most of a small one goes into loading a hundred modules of TypeScript. `npx ava FILE` runs a file as it is written.
 */
export default async function bundledTests() {
  const names = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.replaceAll('\\', '/'))
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [whereItWasWritten],
    build: {
      ssr: true,
      outDir: 'build',
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name.replace(/\.ts$/, ''), `test/${name}`])),
        output: { entryFileNames: 'test/[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  })
  return { files: ['build/test/**/*.test.js'], workerThreads: false, timeout: '5m' }
}

/** A module looks for the files beside it where it stands in the sources. */
const whereItWasWritten = {
  name: 'where-it-was-written',
  transform(text, file) {
    if (!text.includes('import.meta.')) return undefined
    return text
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(file)))
  },
}
