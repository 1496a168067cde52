import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

/** What the packages bring along and the page never calls: JSON Schema, and colours for code. */
const idle =
  /zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$|@babel\/helper-validator-identifier\/|js-tokens\//

/** In place of such a module: the same names, behind which nothing is done. */
const withoutIdle: Plugin = {
  name: 'without-idle',
  enforce: 'pre',
  load: (id) => {
    if (!idle.test(id)) return undefined
    const names = readFileSync(id, 'utf8').matchAll(/^export (?:const|function|class) (\w+)/gm)
    return [...names].map(([, name]) => `export const ${name} = () => () => {}`).join('\n')
  },
}

const explained = /\/src\/(?:scenario\/schema(?:-rules\.ts$|\/)|expressroute\/rules\/)/

/** Texts for an editor that completes keys and for `vmsee explain`, of which the page has neither. */
const withoutExplanations: Plugin = {
  name: 'without-explanations',
  enforce: 'pre',
  transform: (code, id) =>
    explained.test(id)
      ? code.replace(
          /\b(description|story|source|title):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`$]*`)/g,
          "$1: ''",
        )
      : undefined,
}

/** One HTML file, with everything in it: what `vmsee serve` hands out, and `vmsee export --html` fills. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [withoutIdle, withoutExplanations, viteSingleFile({ removeViteModuleLoader: true })],
  worker: { format: 'iife', plugins: () => [withoutIdle, withoutExplanations] },
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
})
