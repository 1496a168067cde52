import { readdirSync, readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tree } from './module-graph.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['src', 'test', 'bench', 'docs', 'sim-scenarios']
const isText = /\.(?:tsx?|md|ya?ml)$/

/** What people write in this project, by path from its root: sources, documents, scenarios and the manifest. */
export function readProject(): Tree {
  const paths = [
    ...folders.flatMap((folder) => filesBelow(resolve(root, folder))),
    ...readdirSync(root).filter((name) => name.endsWith('.md') || name === 'package.json'),
  ]
  return new Map(paths.sort().map((path) => [path, readFileSync(resolve(root, path), 'utf8')]))
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isText.test(entry.name))
    .map((entry) => relative(root, resolve(entry.parentPath, entry.name)).split(sep).join('/'))
}
